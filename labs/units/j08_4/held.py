"""Requests that are held up: an export, in a layer and between two pieces of its answer; and who
brings a key, after it was looked up."""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import FrameType

from flask import request

_SECONDS = 5.0


class Held:
    """What holds the first export up, and the events by which it goes on."""

    def __init__(self) -> None:
        self.in_layer, self.go_in = threading.Event(), threading.Event()
        self.in_body, self.go_on = threading.Event(), threading.Event()
        self._since = 0.0

    def layer(self) -> None:
        """To be called before each request: exports wait here."""
        if request.path.endswith("/export"):
            self._since = time.perf_counter()
            self.in_layer.set()
            self.go_in.wait(_SECONDS)

    def pieces(self) -> Iterator[str]:
        """The export: its second piece waits."""
        yield "id,stars\n"
        self.in_body.set()
        self.go_on.wait(_SECONDS)
        yield "1,5\n"

    def so_far(self) -> float:
        """Milliseconds since it reached the layer."""
        return 1000 * (time.perf_counter() - self._since)


class WatchedKeys(Mapping[str, str]):
    """Keys that note who is looked up; whoever has looked up `held` is held up at each line from
    then on, until `meanwhile` was called: what is kept outside of the request has changed by then.
    """

    def __init__(self, keys: Mapping[str, str], held: str) -> None:
        self._keys, self._held = keys, held
        self.meanwhile: Callable[[], object] | None = None
        self.looked_up: list[str] = []

    def __getitem__(self, key: str) -> str:
        self.looked_up.append(key)
        if key == self._held and self.meanwhile:
            _at_each_line(_who_looks(), self.meanwhile)
        return self._keys[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _who_looks() -> FrameType:
    """The frame that asks for a key, be it by `[]`, `get` or `in`."""
    frame = sys._getframe(2)
    while frame.f_globals.get("__name__") == Mapping.__module__ and frame.f_back:
        frame = frame.f_back
    return frame


def _at_each_line(frame: FrameType, call: Callable[[], object]) -> None:
    """Call it before each line that this frame still runs."""
    before = sys.gettrace()

    def local(_: FrameType, event: str, __: object) -> object:
        if event == "line":
            call()
        elif event == "return":
            sys.settrace(before)
        return local

    frame.f_trace = local
    sys.settrace(lambda *_: None)
