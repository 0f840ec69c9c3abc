"""Who examines: threads on this machine that share one warm kernel."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Protocol, Self

from labs.grading.examine import Warm, examine
from labs.grading.inside.channel import ChannelError
from labs.grading.work import Examined, Work


class Examiners(Protocol):
    """Those who examine: threads here, or the workers of a cluster."""

    @property
    def workers(self) -> int:
        """How many submissions they examine at a time."""

    @property
    def kind(self) -> str:
        """The weakest of their sandboxes: `bubblewrap` or `process`."""

    def submit(self, work: Work) -> "Future[Examined]":
        """Have the work examined; the future has the result."""

    def submit_everywhere(self, work: Work) -> "Sequence[Future[Examined]]":
        """Have the work examined in each place that may lack something another has."""


class WarmExaminer:
    """Examines with one warm kernel, and with a new one when it has ended; for many threads."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._lock = Lock()
        # Linux ends the kernel with the thread that started it, so this one starts nothing else.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="warm")
        self._warm = self._start()

    def _start(self) -> Warm:
        return self._starter.submit(Warm, self.kind).result()

    def examine(self, work: Work) -> Examined:
        """Examine; once more with a new warm kernel, should this one have ended."""
        warm = self._warm
        try:
            return examine(work, warm)
        except (ChannelError, OSError):
            with self._lock:
                if self._warm is warm:
                    warm.close()
                    self._warm = self._start()
            return examine(work, self._warm)

    def close(self) -> None:
        """End the kernel, and start no other."""
        with self._lock:
            self._starter.shutdown()
            self._warm.close()


class LocalExaminers:
    """So many submissions at a time, each in a room of its own."""

    def __init__(self, kind: str, workers: int) -> None:
        self.kind = kind
        self.workers = workers
        self._examiner = WarmExaminer(kind)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="examine")

    def submit(self, work: Work) -> "Future[Examined]":
        """Have the work examined; the future has the result."""
        return self._threads.submit(self._examiner.examine, work)

    def submit_everywhere(self, work: Work) -> "Sequence[Future[Examined]]":
        """Have the work examined once: here is one place."""
        return [self.submit(work)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=error is None, cancel_futures=True)
        self._examiner.close()
