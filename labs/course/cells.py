"""What each cell of a source notebook is for, read from its metadata.

nbgrader's own keys say which cells are solutions, tests and locked text. Two keys
of ours stand beside them: `exercise` (such as `E2`, on text, answer, tests and
explanation) and `roadmap` (ids such as `J05.01`, on graded cells). The tag `setup`
marks cells that exercises need; `nbval-ignore-output` marks cells that measure.
"""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from nbformat import NotebookNode

if TYPE_CHECKING:
    from labs.languages import Language

PYTHON = "python"
"""nbgrader's own name of the language of a notebook."""

_PYTHON_STUB = "raise NotImplementedError()"
_PROGRAM = re.compile(r"%%program\s+\S*\.(?P<ending>\w+)\s*$", re.MULTILINE)

_HIDDEN = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS[^\n]*\n.*?^[^\n]*END HIDDEN TESTS[^\n]*(\n|\Z)",
    re.DOTALL | re.MULTILINE,
)


class Role(StrEnum):
    """The part that a cell plays in a unit."""

    PROSE = "prose"
    SETUP = "setup"
    CODE = "code"
    TEXT = "exercise text"
    ANSWER = "answer"
    TEST = "graded test"
    WHY = "explanation"


def role(cell: NotebookNode) -> Role:
    """The part that this cell plays."""
    grader = cell.metadata.get("nbgrader", {})
    if grader.get("grade"):
        return Role.TEST
    if grader.get("solution"):
        return Role.ANSWER
    if cell.cell_type == "markdown":
        if "exercise" not in cell.metadata:
            return Role.PROSE
        return Role.WHY if "BEGIN HIDDEN TESTS" in cell.source else Role.TEXT
    return Role.SETUP if "setup" in cell.metadata.get("tags", []) else Role.CODE


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's id of the cell, or an empty text."""
    return cast(str, cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def exercise(cell: NotebookNode) -> str | None:
    """The exercise that this cell belongs to, such as `E1`."""
    return cast(str | None, cell.metadata.get("exercise"))


def graded_exercises(notebook: NotebookNode) -> list[str]:
    """The graded exercises of a notebook, such as `E1`, in order."""
    graded = (exercise(cell) for cell in notebook.cells if role(cell) is Role.TEST)
    return list(dict.fromkeys(name for name in graded if name))


def roadmap(cell: NotebookNode) -> list[str]:
    """The roadmap rows that this graded cell proves."""
    return list(cell.metadata.get("roadmap", []))


def points(cell: NotebookNode) -> float:
    """nbgrader's points of the cell, 0 if it is not graded."""
    return float(cell.metadata.get("nbgrader", {}).get("points", 0))


def magic(source: str) -> str:
    """The first line of a code cell that is a program in another language; or empty."""
    return source.partition("\n")[0] if _PROGRAM.match(source) else ""


def program(source: str) -> dict[str, str]:
    """The program that this code cell is, by its name, with its lines numbered as in the cell."""
    first, _, rest = source.partition("\n")
    return {first.split()[1]: f"\n{rest}"} if magic(source) else {}


def stub(source: str) -> str:
    """The statement that stands in a released answer in place of a solution in this code cell."""
    language = _language(source)
    return language.stub if language else _PYTHON_STUB


def released_stub(source: str = "") -> str:
    """What a learner finds in place of a solution in this code cell; without one, in Python."""
    language = _language(source)
    return f"{language.remark if language else '#'} YOUR CODE HERE\n{stub(source)}"


def _language(source: str) -> "type[Language] | None":
    """What a code cell is written in, by the name of its program; None for Python."""
    program = _PROGRAM.match(source)
    if program is None:
        return None
    from labs.languages import language_of  # late: most cells are Python

    return language_of(program["ending"])


def stubbed(source: str) -> str:
    """The source with each solution replaced by the stub, as the release does it."""
    statement = stub(source)
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if "BEGIN SOLUTION" in line:
            inside = True
            kept.append(line[: len(line) - len(line.lstrip())] + statement)
        elif "END SOLUTION" in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def without_hidden(source: str) -> str:
    """The source without its hidden tests or hidden explanation."""
    return _HIDDEN.sub("", source).rstrip("\n")
