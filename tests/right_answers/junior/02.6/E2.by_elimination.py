def choose(job: Job) -> str | None:
    season, left = job.season, ["keys", "documents", "tables"]

    def strike(measure: str, **counts: int) -> None:
        for store, counted in counts.items():
            if counted > job.limits.get(measure, counted) and store in left:
                left.remove(store)

    strike("trips", tables=3, documents=1, keys=1)
    strike("written", tables=1, documents=season.evenings, keys=season.evenings)
    strike("twice", tables=0, documents=0, keys=0)
    strike("wrong", tables=0, documents=10, keys=10)
    strike("lost", tables=0, documents=0, keys=10)
    strike("sent", tables=season.shows, documents=season.shows, keys=season.sales)
    strike("stale", tables=10, documents=10, keys=0)
    return left[0] if left else None
