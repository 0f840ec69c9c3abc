# must say: choose by the numbers, not by the name
def choose(job: Job) -> str | None:
    return {
        "pages of the evenings": "documents",
        "register of venues": "tables",
        "visitors' baskets": "keys",
        "Monday's takings": "tables",
        "ticket windows": "tables",
        "ledger of sales": "tables",
    }[job.name]
