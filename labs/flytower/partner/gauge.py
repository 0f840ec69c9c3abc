"""What the partner sees of its callers."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from pydantic import BaseModel


class Call(BaseModel):
    """One request about a hall; milliseconds since the gauge was reset."""

    hall: int
    began_ms: float
    ended_ms: float
    status: int


class Reading(BaseModel):
    """What the gauge shows."""

    requests: int
    """Requests about halls, refused ones among them."""
    now: int
    """Being answered at this moment."""
    peak: int
    """The most that were ever answered at one moment."""
    refused: int
    """Requests beyond the limit, which got 503."""
    open_holds: int
    """Seats on hold now, which nobody else can buy."""


class Gauge:
    """Counts the calls of one service; used in its event loop alone."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._now = 0
        self.reset()

    def reset(self) -> None:
        """Forget what was; what is being answered goes on to count as now."""
        self._zero = perf_counter()
        self._peak = self._now
        self.calls: list[Call] = []

    @contextmanager
    def answering(self, hall: int) -> Iterator[Call | None]:
        """Counts the block as one request, whose status it may set; None if it is one too many."""
        call = Call(hall=hall, began_ms=self._ms(), ended_ms=0, status=200)
        if self._now >= self._at_once:
            call.status, call.ended_ms = 503, call.began_ms
            self.calls.append(call)
            yield None
            return
        self._now += 1
        self._peak = max(self._peak, self._now)
        try:
            yield call
        finally:
            self._now -= 1
            call.ended_ms = self._ms()
            self.calls.append(call)

    def read(self, open_holds: int) -> Reading:
        refused = sum(call.status == 503 for call in self.calls)
        return Reading(
            requests=len(self.calls) + self._now,
            now=self._now,
            peak=self._peak,
            refused=refused,
            open_holds=open_holds,
        )

    def _ms(self) -> float:
        return round(1_000 * (perf_counter() - self._zero), 3)
