# must say: choose ran a store
def misses(job: Job, store: str) -> list[str]:
    return [what for what, most in job.limits.items() if count(store, what, job.season) > most]


def choose(job: Job) -> str | None:
    return next((store for store in STORES if not misses(job, store)), None)
