"""What each cell of a source notebook is for, read from its metadata.

nbgrader's own keys say which cells are solutions, tests and locked text. Two keys
of ours stand beside them: `exercise` (such as `E2`, on text, answer, tests and
explanation) and `roadmap` (ids such as `J05.01`, on graded cells). The tag `setup`
marks cells that exercises need; `nbval-ignore-output` marks cells that measure.
"""

import re
from enum import StrEnum
from typing import cast

from nbformat import NotebookNode

PYTHON = "python"
JAVASCRIPT = "javascript"

STUBS = {
    PYTHON: "raise NotImplementedError()",
    JAVASCRIPT: 'throw new Error("not written yet");',
}
"""What stands in a released answer in place of the solution, by language."""

_REMARKS = {PYTHON: "#", JAVASCRIPT: "//"}
_ENDINGS = dict.fromkeys(("js", "mjs", "cjs", "ts", "mts", "cts"), JAVASCRIPT)
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


def roadmap(cell: NotebookNode) -> list[str]:
    """The roadmap rows that this graded cell proves."""
    return list(cell.metadata.get("roadmap", []))


def points(cell: NotebookNode) -> float:
    """nbgrader's points of the cell, 0 if it is not graded."""
    return float(cell.metadata.get("nbgrader", {}).get("points", 0))


def magic(source: str) -> str:
    """The first line of a code cell that is a program in another language; or empty."""
    return source.partition("\n")[0] if _PROGRAM.match(source) else ""


def language(source: str) -> str:
    """What a code cell is written in: Python, or what the name of its program says."""
    program = _PROGRAM.match(source)
    return _ENDINGS.get(program["ending"], PYTHON) if program else PYTHON


def released_stub(spoken: str) -> str:
    """What a learner finds in place of a solution in this language."""
    return f"{_REMARKS[spoken]} YOUR CODE HERE\n{STUBS[spoken]}"


def stubbed(source: str) -> str:
    """The source with each solution replaced by the stub, as the release does it."""
    stub = STUBS[language(source)]
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if "BEGIN SOLUTION" in line:
            inside = True
            kept.append(line[: len(line) - len(line.lstrip())] + stub)
        elif "END SOLUTION" in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def without_hidden(source: str) -> str:
    """The source without its hidden tests or hidden explanation."""
    return _HIDDEN.sub("", source).rstrip("\n")
