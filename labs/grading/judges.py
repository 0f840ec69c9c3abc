"""Who judges: threads on this machine that share one warm kernel."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Protocol, Self

from labs.grading.inside.channel import ChannelError
from labs.grading.judge import Warm, judge
from labs.grading.work import Judged, Work


class Judges(Protocol):
    """Those who judge: threads here, or the workers of a cluster."""

    workers: int

    def submit(self, work: Work) -> "Future[Judged]":
        """Have the work judged; the future has the result."""


class LocalJudges:
    """So many submissions at a time, each in a room of its own."""

    def __init__(self, kind: str, workers: int) -> None:
        self.workers = workers
        self._kind = kind
        self._warm = Warm(kind)
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="judge")

    def submit(self, work: Work) -> "Future[Judged]":
        """Have the work judged; the future has the result."""
        return self._threads.submit(self._judge, work)

    def _judge(self, work: Work) -> Judged:
        """Judge; once more with a new warm kernel, should this one have ended."""
        warm = self._warm
        try:
            return judge(work, warm)
        except (ChannelError, OSError):
            with self._lock:
                if self._warm is warm:
                    warm.close()
                    self._warm = Warm(self._kind)
            return judge(work, self._warm)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=error is None, cancel_futures=True)
        self._warm.close()
