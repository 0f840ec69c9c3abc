"""The house in order: style, types, import rules, and nothing that ties it to one machine."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from labs.course.cells import Role, role
from labs.course.units import Unit, all_units
from labs.settings import ROOT

BIN = Path(sys.executable).parent
TOOLS = {
    "ruff finds nothing": ["ruff", "check", "labs", "tests"],
    "code is formatted": ["ruff", "format", "--check", "labs", "tests"],
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


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("pattern", [HOSTS, PLACES], ids=["registry hosts", "absolute paths"])
def test_no_file_ties_the_course_to_one_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked_files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if len(line) < 5_000 and pattern.search(line)
    ]
    assert not found, "\n".join(found)


def names_defined(source: str) -> set[str]:
    """Functions and classes that this source defines at its top level."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.parse(source).body if isinstance(node, kinds)}


@pytest.mark.parametrize("unit", all_units(), ids=lambda unit: unit.name)
def test_no_answer_can_be_imported_from_labs(unit: Unit) -> None:
    answers: set[str] = set()
    for cell in unit.read().cells:
        if role(cell) is Role.ANSWER and not cell.source.startswith("%%"):
            answers |= names_defined(cell.source)
    assert answers, "a unit has answers"
    for path in (ROOT / "labs").rglob("*.py"):
        assert not answers & names_defined(path.read_text()), f"{path} defines an answer"
