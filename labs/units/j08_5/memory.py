"""How much memory an app holds while it serves a request."""

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_EVERY = 0.002
_PATIENCE = 10


class Weighed:
    """A layer around an app of WSGI, which weighs each request from its first byte to its last.

    Python's own allocations are counted, of all threads: one request is weighed at a time.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._peaks: list[int] = []
        self._one_over = threading.Condition()
        self.weighing = True
        """Costs time, so it may be put off."""

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if self.weighing:
            tracemalloc.start()
        try:
            return _Parts(self._app(environ, start), self._over)
        except BaseException:
            self._over(_end())
            raise

    def _over(self, peak: int) -> None:
        with self._one_over:
            self._peaks.append(peak)
            self._one_over.notify_all()

    @property
    def served(self) -> int:
        """How many requests are over."""
        with self._one_over:
            return len(self._peaks)

    def peak(self, number: int) -> int:
        """Bytes that the request of this number held at the most, from 0; once it is over."""
        with self._one_over:
            self._one_over.wait_for(lambda: len(self._peaks) > number, _PATIENCE)
            return self._peaks[number]


class _Parts:
    """The body of an answer: weighed to its last byte, and over when it is closed.

    Between the two, werkzeug takes what is left of the request: 10 MB at once, of its own.
    """

    def __init__(self, parts: Iterable[bytes], over: Callable[[int], None]) -> None:
        self._parts, self._over, self._peak = parts, over, 0

    def __iter__(self) -> Iterator[bytes]:
        try:
            # By `yield from` an answer whose caller has gone would be closed twice.
            for part in self._parts:  # noqa: UP028
                yield part
        finally:
            self._peak = _end()

    def close(self) -> None:
        """WSGI: called in any case, after all else."""
        if close := getattr(self._parts, "close", None):
            close()
        if not self._peak:  # nobody wanted its body
            self._peak = _end()
        self._over(self._peak)


def _end() -> int:
    """The most that has been held since it is traced."""
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def weigh(app: Flask) -> Weighed:
    """Put the layer around this app."""
    weighed = Weighed(app.wsgi_app)
    setattr(app, "wsgi_app", weighed)  # noqa: B010 - as Flask's own manual has it
    return weighed


@contextmanager
def sampled() -> Iterator[list[tuple[float, int]]]:
    """Pairs of milliseconds and of bytes that Python has got since, as long as it is traced.

    A peak between two looks is told at the later one.
    """
    samples: list[tuple[float, int]] = []
    end, began = threading.Event(), time.perf_counter()

    def look() -> None:
        most = 0
        while not end.wait(_EVERY):
            if tracemalloc.is_tracing():
                now = 1000 * (time.perf_counter() - began)
                held, peak = tracemalloc.get_traced_memory()
                if peak > most:
                    samples.append((now, peak))
                    most = peak
                samples.append((now, held))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        end.set()
        thread.join()
