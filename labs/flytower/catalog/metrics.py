"""What operations can see of the service."""

from prometheus_client import CollectorRegistry, Counter, Histogram

_BUCKETS_S = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0)


class Metrics:
    """One set for each app, so that two in a process count apart."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.computations = Counter(
            "catalog_page_computations",
            "Pages computed from the box office, by outcome: found or missing",
            ["outcome"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "catalog_page_seconds",
            "Time to compute a page, in seconds",
            buckets=_BUCKETS_S,
            registry=self.registry,
        )
        for outcome in ("found", "missing"):
            self.computations.labels(outcome)  # shown as 0 before the first page
