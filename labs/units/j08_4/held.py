"""A request that is held up twice: in a layer, and between two pieces of its answer."""

import threading
import time
from collections.abc import Iterator

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
