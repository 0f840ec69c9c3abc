"""A copy of the library with one more unit's room, where graders look for the library."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

import labs

ROOM = "labs.units.j99_1"

CHECKS = '''"""J99.1: twice as many seats."""

from collections.abc import Callable

from labs.judges import judging
from labs.units.j99_1 import data


def doubled(double: Callable[[int], object], seed: int) -> None:
    """Each number comes back twice as large."""
    with judging("E1: twice as many") as judge:
        for number in data.NUMBERS:
            got = double(number + seed)
            expected = 2 * (number + seed)
            judge.that(got == expected, called="double", got=got, expected=expected)


def counted(double: Callable[[int], object], seed: int) -> None:
    """A number comes back for each number."""
    with judging("E1: as many") as judge:
        found = [double(number + seed) for number in data.NUMBERS]
        judge.that(len(found) == 3, called="double", got=len(found), expected=3)
        judge.that(sum(found) == 12 + 6 * seed, called="sum", got=sum(found), expected="12 more")


def looked_up(double: Callable[[int], object]) -> None:
    """A judge compares what comes back."""
    with judging("E1: looked up") as judge:
        outcome = data.outcome_of(double(2))
        judge.that(outcome == "right", called="double(2)", got=outcome, expected="right")


def refused(double: Callable[[int], object]) -> None:
    """A judge that waits for an error has its way with what comes back."""
    with judging("E1: refused") as judge:
        judge.that(data.is_refused(double(2)), called="double(2)", got="nothing", expected="error")


def last(double: Callable[[int], object]) -> None:
    """The last number comes back twice as large."""
    with judging("E1: the last") as judge:
        got = double(data.NUMBERS[-1])
        judge.that(abs(got - 6) < 1, called="double(3)", got=got, expected=6)
'''

DATA = '''"""What the checks of J99.1 put in."""

NUMBERS = (1, 2, 3)
TABLE = {4: "right"}


def outcome_of(answer: object) -> str:
    return TABLE.get(answer, "wrong")


def is_refused(answer: object) -> bool:
    try:
        return answer == 5 and False
    except Exception:
        return True
'''


THREADS = '''"""Starts a thread when it is imported."""

from threading import Event, Thread

Thread(target=Event().wait, daemon=True).start()
'''

MODULES = {"__init__": '"""J99.1."""\n', "checks": CHECKS, "data": DATA, "threads": THREADS}


@contextmanager
def library_with_room(folder: Path) -> Iterator[Path]:
    """Copy `labs` to this folder, add the room, and have graders start from there."""
    copy = folder / "labs"
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copytree(Path(labs.__file__).parent, copy, ignore=ignored)
    room = copy.joinpath(*ROOM.split(".")[1:])
    room.mkdir()
    for name, text in MODULES.items():
        (room / f"{name}.py").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labs, "__file__", str(copy / "__init__.py"))
        yield room


def runs(library: Path, cells: Sequence[str]) -> bool:
    """Whether these cells run to their end where nobody grades."""
    script = f"cells = {list(cells)!r}\nnames = {{}}\nfor cell in cells:\n    exec(cell, names)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=library,
        env={"PYTHONPATH": str(library), "PATH": ""},
        capture_output=True,
        check=False,
    )
    return done.returncode == 0
