"""A stopwatch for a block: its time, the work of processors, and what the partner saw meanwhile."""

import os
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from labs.servers import Service


@dataclass(frozen=True)
class Call:
    """One request about a hall, as the partner's log has it; milliseconds since the block began."""

    hall: int
    began_ms: float
    ended_ms: float
    status: int


class Watch:
    """`with Watch(partner) as seen:` measures the block; the partner forgets what came before it.

    Raises requests.RequestException if the partner does not answer.
    """

    seconds = 0.0
    """How long the block took."""
    computed = 0.0
    """Seconds that processors worked for it, here and in processes that it started and ended."""
    peak = 0
    """The most requests that the partner was answering at one moment."""
    calls: list[Call]
    """What the partner was asked, in the order of beginning."""

    def __init__(self, partner: Service | None = None) -> None:
        self._partner = partner
        self.calls = []

    @property
    def answered(self) -> int:
        """Requests that got an answer about a hall."""
        return sum(call.status == 200 for call in self.calls)

    @property
    def cores(self) -> float:
        """How many processor cores worked for the block, on average."""
        return self.computed / self.seconds

    def __enter__(self) -> Self:
        if self._partner:
            with self._partner.client() as client:
                client.delete("/gauge").raise_for_status()
        self._began, self._worked = time.perf_counter(), _processor_seconds()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.seconds = time.perf_counter() - self._began
        self.computed = _processor_seconds() - self._worked
        if self._partner:
            with self._partner.client() as client:
                log = client.get("/gauge/calls").json()
                self.peak = client.get("/gauge").json()["peak"]
            self.calls = sorted((Call(**call) for call in log), key=lambda call: call.began_ms)


def _processor_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
