"""What a hostile submission does to checks that stand in a unit's room: it earns nothing.

Each attack stands in for an answer, and earns the point where nobody guards the checks. The room
may be imported by the course's first cells, by the answer, or not before the test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from labs.grading import sandbox
from labs.grading.basis import imported
from labs.grading.examine import Warm, examine
from labs.grading.work import CellRun, Limits, Work
from tests.support.rooms import ROOM, library_with_room, runs

IMPORT = f"from {ROOM} import checks"
TEST = f"# Check E1: twice as many\n{IMPORT}\n\nchecks.doubled(double, seed=7)"
RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return x\n"
NOTHING = "lambda *arguments, **options: None"


@dataclass(frozen=True)
class Attack:
    """An answer that cheats."""

    what: str
    source: str
    flag: str = ""
    """Part of what the report must say; empty where there is nothing to see."""
    check: str = "doubled(double, seed=7)"

    @property
    def test(self) -> str:
        return f"# Check E1: twice as many\n{IMPORT}\n\nchecks.{self.check}"


def made_up(more: str = "", equal: str = "True") -> str:
    return (
        f"class Anything:\n    def __eq__(self, other):\n        return {equal}\n"
        f"    def __hash__(self):\n        return 4\n{more}"
        "def double(x):\n    return Anything()"
    )


LIES = [
    Attack("what equals everything, compared in a check", made_up(), "Anything says"),
    Attack(
        "what equals everything, compared in what a check calls",
        made_up(),
        "Anything says",
        "looked_up(double)",
    ),
    Attack(
        "what equals everything and raises, where a judge waits for an error",
        made_up(equal="other != 5 or 1 / 0"),
        "Anything says",
        "refused(double)",
    ),
    Attack(
        "what equals everything, of a class that seems to be int",
        "class Meta(type):\n"
        "    def __eq__(cls, other):\n        return True\n"
        "    def __hash__(cls):\n        return hash(int)\n"
        "class Anything(metaclass=Meta):\n"
        "    def __eq__(self, other):\n        return True\n"
        "def double(x):\n    return Anything()",
        "Anything says",
    ),
]

REPLACES = [
    Attack(
        "another function in the room",
        f"import {ROOM}.checks\n{ROOM}.checks.doubled = {NOTHING}",
        f"replaced {ROOM}.checks.doubled",
    ),
    Attack(
        "the code of a check, rewritten",
        f"{IMPORT}\ndef nothing(double, seed):\n    pass\n"
        "checks.doubled.__code__ = nothing.__code__",
        f"rewrote {ROOM}.checks.doubled",
    ),
    Attack(
        "a module in the room's place",
        "import sys, types\n"
        f"sys.modules['{ROOM}.checks'] = fake = types.SimpleNamespace(doubled={NOTHING})\n"
        f"import {ROOM}\n{ROOM}.checks = fake",
        f"replaced the module {ROOM}.checks",
    ),
    Attack(
        "a module under the room's name in its package",
        f"import types, {ROOM}\n{ROOM}.checks = types.SimpleNamespace(doubled={NOTHING})",
        f"replaced {ROOM}.checks",
    ),
    Attack(
        "a class of its own for the room",
        f"import types\n{IMPORT}\n"
        "class Quiet(types.ModuleType):\n"
        "    def __getattribute__(self, name):\n"
        f"        return {NOTHING}\n"
        "checks.__class__ = Quiet",
        f"rewrote {ROOM}.checks",
    ),
    Attack(
        "another method of the judge",
        f"import labs.judges.judge\nlabs.judges.judge.Judge.that = {NOTHING}",
        "replaced labs.judges.judge.Judge.that",
    ),
    Attack(
        "no numbers to check",
        f"from {ROOM} import data\ndata.NUMBERS = ()",
        f"replaced {ROOM}.data.NUMBERS",
    ),
    Attack(
        "another table",
        f"from {ROOM} import data\ndata.TABLE[2] = 'right'",
        f"changed {ROOM}.data.TABLE",
        "looked_up(double)",
    ),
    Attack(
        "a builtin that the room has not",
        f"{IMPORT}\nchecks.abs = lambda number: 0",
        f"put abs into {ROOM}.checks",
        "last(double)",
    ),
    Attack(
        "another judge, put there while the answer is tested",
        f"{IMPORT}\nimport labs.judges.judge\ndef double(x):\n"
        f"    labs.judges.judge.Judge.that = {NOTHING}\n    return x",
        "replaced labs.judges.judge.Judge.that",
    ),
    Attack(
        "nobody who asks whether it equals everything",
        "import sys\nlies = sys.modules.get('labs.grading.inside.lies')\n"
        f"if lies:\n    lies._DEPTH = 0\n{made_up()}",
        "Anything says",
    ),
    Attack(
        "a class of its own among those that equal their like alone",
        made_up(
            "import sys\nlies = sys.modules.get('labs.grading.inside.lies')\n"
            "if lies:\n    lies._PLAIN[Anything] = Anything\n"
        ),
        "Anything says",
    ),
    Attack(
        "nobody who knows which classes equal their like alone",
        made_up(
            "import sys\nfor name in ('lies', 'asking'):\n"
            "    module = sys.modules.get(f'labs.grading.inside.{name}')\n"
            "    if module:\n        module.as_plain = lambda kind: kind\n"
        ),
        "Anything says",
    ),
]


@dataclass(frozen=True)
class Before:
    """What was imported before the answer's cell."""

    what: str
    cell: str = ""
    """The submission's first cell."""
    shared: tuple[str, ...] = ()
    """The first cell of all submissions."""
    imports: tuple[str, ...] = ()
    """What the course's own answers import."""


NOBODY = Before("nobody")
BEFORE = [
    NOBODY,
    Before("the first cell of all", IMPORT, (IMPORT,)),
    Before("the submission's first cell", IMPORT),
    Before("nobody, as a thread cannot be had in common", imports=(f"{ROOM}.threads",)),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with library_with_room(tmp_path_factory.mktemp("library")) as made:
        yield made


@pytest.fixture(scope="module")
def library(room: Path) -> Path:
    return room.parents[2]


@pytest.fixture(scope="module")
def warm(room: Path) -> Iterator[Warm]:
    with Warm(sandbox.kind_of("required")) as kernel:
        yield kernel


def examined(
    warm: Warm, answer: str, test: str = TEST, before: Before = NOBODY
) -> tuple[CellRun, tuple[str, ...]]:
    """The test's cell, and what the report says."""
    work = Work(
        "mallory",
        "unit",
        cells=(before.cell, WRONG, answer, test),
        tests=frozenset({3}),
        shared=before.shared,
        modules=(*before.imports, *imported(test)),
        limits=Limits(cell_seconds=20),
    )
    done = examine(work, warm)
    return done.runs[3], done.flags


def error(run: CellRun) -> str:
    """The name of the error that the cell shows; empty if it earns its points."""
    return next((one["ename"] for one in run.outputs if one["output_type"] == "error"), "")


@pytest.mark.parametrize("before", BEFORE, ids=lambda before: before.what)
@pytest.mark.parametrize("attack", [*LIES, *REPLACES], ids=lambda attack: attack.what)
def test_no_attack_on_a_room_earns_a_point(warm: Warm, attack: Attack, before: Before) -> None:
    run, flags = examined(warm, attack.source, attack.test, before)
    assert error(run) in {"CheckFailed", "MadeUpError"}, flags
    assert attack.flag in " ".join(flags)


@pytest.mark.parametrize("attack", [*LIES, *REPLACES], ids=lambda attack: attack.what)
def test_the_attacks_are_real(library: Path, attack: Attack) -> None:
    assert runs(library, [WRONG, attack.source, attack.test])
    assert not runs(library, [WRONG, attack.test])


@pytest.mark.parametrize("before", BEFORE, ids=lambda before: before.what)
def test_an_honest_answer_earns_its_points(warm: Warm, before: Before) -> None:
    for check in ("doubled(double, seed=7)", "counted(double, seed=1)", "looked_up(double)"):
        run, flags = examined(warm, RIGHT, Attack("", "", check=check).test, before)
        assert (error(run), flags) == ("", ())
    run, flags = examined(warm, WRONG, TEST, before)
    assert (error(run), flags) == ("CheckFailed", ())


def test_a_name_that_the_answer_binds_is_not_the_test_s(warm: Warm) -> None:
    binds = f"class checks:\n    doubled = staticmethod({NOTHING})"
    run, flags = examined(warm, binds)
    assert (error(run), flags) == ("CheckFailed", ())


def test_a_name_that_nobody_defined_reads_as_a_failed_check(warm: Warm) -> None:
    run, _ = examined(warm, "del double")
    assert error(run) == "CheckFailed"
    said = run.outputs[0]["evalue"]
    assert said.startswith("✘ E1: twice as many\n")
    assert "a cell that defines double" in said
    run, _ = examined(warm, "def double(x):\n    return y")
    assert "a cell that defines y" not in run.outputs[0]["evalue"]
    run, _ = examined(warm, "", "# Check E1: nothing of labs\ndouble(unknown)")
    assert error(run) == "NameError"
