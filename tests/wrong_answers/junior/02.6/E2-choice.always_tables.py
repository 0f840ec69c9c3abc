# must say: the tables of part 3 ask three questions
def choose(job: Job) -> str | None:
    return "tables"
