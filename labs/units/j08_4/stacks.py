"""What Flask logs of its own accord: a stack for each error that nobody handles."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.found.append(record.getMessage())


@contextmanager
def stacks_of(app: Flask) -> Iterator[list[str]]:
    """The stacks that the app's own logger is given within the block, by their headings."""
    keeper, propagate = _Keeper(), app.logger.propagate
    app.logger.addHandler(keeper)
    app.logger.propagate = False
    try:
        yield keeper.found
    finally:
        app.logger.removeHandler(keeper)
        app.logger.propagate = propagate
