# must say: so this count is job.season.evenings
def choose(job: Job) -> str | None:
    return "documents" if job.limits.get("written") != 1 else "tables"
