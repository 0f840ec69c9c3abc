# must say: only the limits that the job names matter
def choose(job: Job) -> str | None:
    most = {"trips": 0, "written": 0, "wrong": 0, "lost": 0, "sent": 0, "stale": 0} | job.limits
    season = job.season
    if most["trips"] >= 3 and most["written"] >= 1 and most["sent"] >= season.shows:
        return "tables"
    return None
