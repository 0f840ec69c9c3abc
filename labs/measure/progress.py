"""Long work shows how far it is; under graders and tests it is short and silent."""

import sys
from collections.abc import Generator, Iterable
from typing import TypeVar

from tqdm import tqdm

from labs.settings import Settings

T = TypeVar("T")


DELAY = 1
"""Seconds before a bar appears: short work needs none."""


def progress(items: Iterable[T], label: str = "") -> Generator[T, None, None]:
    """The same items, with a bar on stderr if they take more than a second.

    The bar is plain text and goes when the work is done. Nothing is written where
    nothing may be: nbgrader gives a cell that writes to stderr no points.
    """
    yield from tqdm(
        items,
        desc=label or None,
        disable=Settings().quiet,
        file=sys.stderr,
        leave=False,
        delay=DELAY,
        ncols=80,
    )


def repetitions(times: int) -> int:
    """How often to repeat an experiment: `times`, but once under the course's own tests."""
    return 1 if Settings().testing else times
