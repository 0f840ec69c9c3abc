"""The house in order: style, types, import rules, and nothing that ties it to one machine."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from labs.course.cells import Role, program, role
from labs.course.units import Unit, unrecognised
from labs.libraries import library_kinds
from labs.machine.locks import pins
from labs.proof.checkout import files
from labs.settings import ROOT
from tests.support.units import UNITS, each_unit

BIN = Path(sys.executable).parent
TOOLS = {
    "ruff finds nothing": ["ruff", "check", "--no-cache", "labs", "notebooks", "tests"],
    "code is formatted": ["ruff", "format", "--no-cache", "--check", "labs", "notebooks", "tests"],
    "types hold": ["mypy"],
    "imports run one way": ["lint-imports"],
}
HOSTS = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|repo1\.maven|proxy\.golang|deb\.debian")
PLACES = re.compile(r"(?<![\w.$~/-])/(?:home|root|Users|work|tmp)/[a-z]")


@pytest.mark.parametrize("command", TOOLS.values(), ids=TOOLS.keys())
def test_tool_is_content(command: list[str]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("pattern", [HOSTS, PLACES], ids=["registry hosts", "absolute paths"])
def test_no_file_ties_the_course_to_one_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if len(line) < 5_000 and pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_every_file_in_notebooks_is_a_unit_that_the_gates_see() -> None:
    strays = "\n".join(f"notebooks/{path}" for path in unrecognised())
    assert not strays, (
        f"No gate looks at these files:\n{strays}\n"
        "A unit is <level>/<NN-area>/<NN.M-name>.ipynb, in small letters, digits and hyphens."
    )


def test_what_goes_through_units_is_a_gate_so_that_each_unit_s_proof_holds_it() -> None:
    through_units = {
        path.relative_to(ROOT / "tests").parts[0]
        for path in (ROOT / "tests").rglob("test_*.py")
        if "@each_unit" in path.read_text()
    }
    assert through_units == {"gates"}


def test_no_two_units_have_one_name() -> None:
    names = Counter(unit.name for unit in UNITS)
    assert [name for name, count in names.items() if count > 1] == []


def names_defined(source: str) -> set[str]:
    """Functions and classes that this source defines at its top level."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.parse(source).body if isinstance(node, kinds)}


@cache
def names_in_labs() -> dict[str, Path]:
    """A module that defines it at its top level, by name: parsed once for all units."""
    paths = (ROOT / "labs").rglob("*.py")
    return {name: path for path in paths for name in names_defined(path.read_text())}


@each_unit
def test_no_answer_can_be_imported_from_labs(unit: Unit) -> None:
    answers: set[str] = set()
    programs: set[str] = set()
    for cell in unit.read().cells:
        if role(cell) is Role.ANSWER and cell.source.startswith("%%"):
            programs |= program(cell.source).keys()
        elif role(cell) is Role.ANSWER:
            answers |= names_defined(cell.source)
    assert answers or programs, "a unit has answers"
    defined = {name: names_in_labs()[name] for name in answers & names_in_labs().keys()}
    assert not defined, f"labs defines answers: {defined}"
    kept = [path for name in programs for path in (ROOT / "labs").rglob(name)]
    assert not kept, f"labs has programs that are answers: {kept}"


@each_unit
def test_a_library_that_is_missing_is_told_before_its_packages_are_imported(unit: Unit) -> None:
    asked: list[str] = []
    for cell in unit.read().cells:
        if cell.cell_type != "code" or cell.source.startswith("%%"):
            continue
        for node in ast.parse(cell.source).body:
            module = node.module if isinstance(node, ast.ImportFrom) else None
            names = [n.name for n in node.names] if isinstance(node, ast.Import) else [module]
            if module == "labs.libraries" and isinstance(node, ast.ImportFrom):
                asked += [alias.name for alias in node.names]
            for name in filter(None, names):
                brought = brought_by().get(name.partition(".")[0], set())
                assert not brought or brought & set(asked), f"{cell.id} imports {name} too early"


@cache
def brought_by() -> dict[str, set[str]]:
    """By the name of a module that a first start does not bring: the libraries that do."""
    found: dict[str, set[str]] = {}
    for kind in library_kinds():
        lock = pins(kind.recipe.lock)
        pinned = {line.partition("==")[0] for line in lock}
        for module, packages in packages_distributions().items():
            if pinned & {re.sub("[-_.]+", "-", name).lower() for name in packages}:
                found.setdefault(module, set()).add(kind.__name__)
    return found
