# must say: compare these counts of 'tables' with yours
def choose(job: Job) -> str | None:
    season = job.season
    expected = {
        "tables": {"trips": 3, "written": 1, "wrong": 0, "lost": 0, "sent": 8, "stale": 10},
        "documents": {
            "trips": 1, "written": season.evenings, "wrong": 10, "lost": 0, "sent": 8, "stale": 10,
        },
        "keys": {
            "trips": 1, "written": season.evenings, "wrong": 10, "lost": 10, "sent": season.sales, "stale": 0,
        },
    }
    for store, counts in expected.items():
        if all(counts.get(measure, 0) <= most for measure, most in job.limits.items()):
            return store
    return None
