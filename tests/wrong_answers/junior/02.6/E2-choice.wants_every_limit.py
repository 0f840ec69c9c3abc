# must say: the job has no limit for trips
def choose(job: Job) -> str | None:
    if job.limits["trips"] >= 3:
        return "tables"
    return "documents" if job.limits["written"] >= job.season.evenings else None
