# must say: choose ran a store
def choose(job: Job) -> str | None:
    def meets(store: str) -> bool:
        return all(count(store, what, job.season) <= most for what, most in job.limits.items())

    return next(filter(meets, STORES), None)
