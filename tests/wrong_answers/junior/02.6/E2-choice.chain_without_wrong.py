# must say: only the tables look at
def choose(job: Job) -> str | None:
    limits, season = job.limits, job.season
    if limits.get("stale", 10) < 10:
        few = limits.get("sent", season.sales) < season.sales or limits.get("lost", 10) < 10
        return None if few or limits.get("written", season.evenings) < season.evenings else "keys"
    if limits.get("trips", 3) < 3:
        few = limits.get("sent", season.shows) < season.shows or limits["trips"] < 1
        return None if few or limits.get("written", season.evenings) < season.evenings else "documents"
    return "tables" if limits.get("sent", season.shows) >= season.shows else None
