# must say: `return None` belongs after the loop
def choose(job: Job) -> str | None:
    season = job.season
    expected = {
        "tables": {"trips": 3, "written": 1, "twice": 0, "wrong": 0, "lost": 0, "sent": season.shows, "stale": 10},
        "documents": {"trips": 1, "written": season.evenings, "twice": 0, "wrong": 10, "lost": 0, "sent": season.shows, "stale": 10},
        "keys": {"trips": 1, "written": season.evenings, "twice": 0, "wrong": 10, "lost": 10, "sent": season.sales, "stale": 0},
    }
    for store, counts in expected.items():
        if all(counts[measure] <= most for measure, most in job.limits.items()):
            return store
        return None
