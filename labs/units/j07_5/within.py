"""A function that may never end, ended by counting its steps."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


class NoEndError(BaseException):
    """So many lines were run, and no end was seen."""


def within(lines: int, function: Callable[..., T], *arguments: object) -> T:
    """What the function returns; raises NoEndError once it has run so many lines."""
    left = lines

    def count(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - a trace function
        nonlocal left
        if event == "line":
            left -= 1
            if left < 0:
                raise NoEndError(f"stopped after {lines:,} lines")
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        return function(*arguments)
    finally:
        sys.settrace(before)
