"""A caller who is served between another's writing and its answer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from labs.units.j08_2.shelf import Shelf

_PATIENCE = 0.5
"""Seconds; only an app that lets one caller in at a time makes it wait so long."""


@contextmanager
def overtaken(text: str, between: Callable[[], object]) -> Iterator[None]:
    """Once a shelf has a review of this text, `between` is called before whoever added it goes on.

    It runs in a thread of its own; what it raises is raised at the end of the block.
    """
    real = Shelf.add
    raised: list[BaseException] = []

    def run() -> None:
        try:
            between()
        except BaseException as error:
            raised.append(error)

    other = threading.Thread(target=run, daemon=True)

    def add(self: Shelf, *values: Any, **named: Any) -> dict[str, object]:  # noqa: ANN401
        review = real(self, *values, **named)
        if review["text"] == text:
            other.start()
            other.join(_PATIENCE)
        return review

    with mock.patch.object(Shelf, "add", add):
        yield
    if other.ident:
        other.join()
    if raised:
        raise raised[0]
