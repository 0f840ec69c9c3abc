"""What mypy says of a learner's cell."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

_HEAD = """\
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

@dataclass(frozen=True)
class Item:
    pence: int
    quantity: int

LARGEST = 2**53 - 1
"""

_CALLS = """
def half(pence: int) -> int:
    return pence // 2

def text(pence: int) -> str:
    return str(pence)

costs: Costs = quote([Item(1, 2)], half)
costs = quote((Item(1, 2),), half)
numbers: tuple[int, int, int] = (costs.tickets, costs.fees, costs.total)
quote([Item(1, 2)], text)  # type: ignore[arg-type]
quote(iter([Item(1, 2)]), half)  # type: ignore[arg-type]
quote([1250], half)  # type: ignore[list-item]
words: str = quote([Item(1, 2)], half)  # type: ignore[assignment]
amount: str = costs.total  # type: ignore[assignment]
Costs("1", 2, 3)  # type: ignore[arg-type]
"""
"""Calls that a right signature allows, and wrong ones that it must refuse: mypy complains of a
remark that silences nothing."""

_OPTIONS = (
    "--config-file=",
    "--no-color-output",  # which kernels ask for
    "--strict",
    "--disallow-any-explicit",
    "--no-error-summary",
    "--hide-error-context",
)
_PLACE = re.compile(r"^[^:]*:(\d+): error: (.*)$", re.MULTILINE)
_UNUSED = re.compile(r'Unused "type: ignore')


def first_complaint(source: str) -> str | None:
    """What mypy --strict finds first in a cell that defines Costs and quote; None if nothing."""
    head = _HEAD.count("\n")
    lines = source.rstrip().splitlines()
    said = _run(f"{_HEAD}{source.rstrip()}\n{_CALLS}")
    for match in _PLACE.finditer(said):
        number, text = int(match[1]) - head, match[2]
        if number <= len(lines):
            return f"{text}\nline {number} of the cell: {lines[number - 1].strip()}"
        wrong = _CALLS.splitlines()[number - len(lines) - 1]
        call = wrong.partition("  #")[0]
        allowed = _UNUSED.match(text)
        return f"`{call}` is allowed, and is wrong" if allowed else f"of `{call}`: {text}"
    return said.strip() or None


def warm() -> None:
    """Have mypy read the library once, so that each answer after that takes a moment."""
    _run(_HEAD)


def _run(source: str) -> str:
    from mypy import api  # late: it takes a second

    with TemporaryDirectory(prefix="flytower-mypy-") as folder:
        cell = Path(folder, "cell.py")
        cell.write_text(source, encoding="utf-8")
        report, errors, _ = api.run([*_OPTIONS, f"--cache-dir={_cache()}", str(cell)])
    return report + errors


def _cache() -> Path:
    """Where mypy keeps what it read of the library, for as long as this machine's user does."""
    import platformdirs

    return platformdirs.user_cache_path("flytower-labs") / "mypy"
