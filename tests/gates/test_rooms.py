"""A unit's room: it is there, holds checks and no answer; the toolbox holds what two units need."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from labs import judges
from labs.course.cells import Role, role, stubbed
from labs.course.units import Unit, all_units
from labs.measure import charts
from labs.proof.answers import without_marks
from labs.settings import ROOT
from tests.support.units import each_unit

ROOMS = ROOT / "labs" / "units"
LONGEST = 40
"""Lines of a check, and of what stands beside it; tables and oracles have modules of their own."""

TELLING = 32
"""A line of a solution that is shorter gives nothing away, and stands anywhere."""

AWAITED = {
    "labs.judges.machines": "J11: random sequences of calls",
    "labs.judges.plans": "S02: plans of the database",
    "labs.judges.races": "S02: two connections, step by step",
    "labs.judges.sqlite_causes": "J12: errors in words",
}
"""What one unit alone uses today, and the area that will use it, too."""


def room(unit: Unit) -> Path:
    return ROOMS / unit.room


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


@each_unit
def test_a_unit_has_a_room_with_checks(unit: Unit) -> None:
    assert (room(unit) / "checks.py").exists()
    assert (room(unit) / "__init__.py").exists()


def test_a_room_has_a_unit() -> None:
    rooms = {path.name for path in ROOMS.iterdir() if path.is_dir() and path.name[0] != "_"}
    assert rooms == {unit.room for unit in all_units()}


@each_unit
def test_its_checks_are_short(unit: Unit) -> None:
    tree = ast.parse((room(unit) / "checks.py").read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    lines = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


@each_unit
def test_it_holds_no_line_of_an_answer(unit: Unit) -> None:
    held = {line.strip() for path in modules(room(unit)) for line in _lines(path)}
    cells = unit.read().cells
    shown = {line.strip() for cell in cells for line in stubbed(cell.source).splitlines()}
    solutions = (cell.source for cell in cells if role(cell) is Role.ANSWER)
    lines = [line for source in solutions for line in _solution(source)]
    found = [line for line in lines if line in held - shown]
    assert not found, "\n".join(found)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _solution(source: str) -> Iterator[str]:
    """What only the solution holds: its telling lines."""
    inside = False
    for line in source.splitlines():
        if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            inside = "BEGIN" in line
        elif inside and len(line.strip()) >= TELLING:
            yield line.strip()


# --- the toolbox ------------------------------------------------------------------------------


@cache
def used() -> dict[str, set[str]]:
    """The units that use each module of the toolbox, and each of its figures, by full name."""
    users: dict[str, set[str]] = {}
    for unit in all_units():
        cells = (cell for cell in unit.read().cells if cell.cell_type == "code")
        sources = [cell.source for cell in cells if not cell.source.startswith(("%", "!"))]
        sources += [path.read_text(encoding="utf-8") for path in modules(room(unit))]
        for name in (name for source in sources for name in _names(source)):
            users.setdefault(name, set()).add(unit.name)
    return users


def _names(source: str) -> Iterator[str]:
    """Modules of judges that names were taken from, and figures that are drawn."""
    for node in ast.walk(ast.parse(without_marks(source))):
        if isinstance(node, ast.ImportFrom) and node.module == "labs.judges":
            for alias in node.names:
                yield getattr(getattr(judges, alias.name, None), "__module__", "") or ""
                yield f"labs.judges.{alias.name}"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("labs.judges."):
            yield ".".join(str(node.module).split(".")[:3])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def test_figures_of_the_toolbox_serve_two_units() -> None:
    drawn = [name for name in charts.__all__ if callable(getattr(charts, name))]
    alone = [name for name in drawn if len(used().get(f"charts.{name}", ())) < 2]
    assert not alone, f"{alone}: what one unit alone draws belongs into its room"


def test_judges_serve_two_units_or_are_awaited() -> None:
    inside = (ROOMS.parent / "judges").iterdir()
    found = {f"labs.judges.{path.stem}" for path in inside if path.stem != "__pycache__"}
    alone = {
        name
        for name in found - {"labs.judges.__init__", "labs.judges.unknown_names"}
        if len(used().get(name, ())) < 2
    }
    assert alone == set(AWAITED)
