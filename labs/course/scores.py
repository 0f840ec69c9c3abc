"""What a cell that has run is worth, and why it is worth nothing: nbgrader's own rules."""

import re

from nbformat import NotebookNode

from labs.course.cells import points
from labs.course.kernel import TIMEOUT
from labs.course.options import nbgrader_options
from labs.course.outputs import written_to_stderr

MESSAGE_LINES = 12
_CELL_FILE = re.compile(r"\((?:<[^>]*>|[^\s()]*\.py), line (\d+)\)")


def score(cell: NotebookNode) -> float:
    """The points of a graded cell that has run: what nbgrader's determine_grade says."""
    most = points(cell)
    for output in cell.outputs:
        if output.output_type == "error" or output.get("name") == "stderr":
            return 0
        if output.output_type == "execute_result":
            try:
                value = float(output.data.get("text/plain", ""))
            except ValueError:
                return most
            return min(value, most) if value >= 0 else most
    return most


def complaint(outputs: list[NotebookNode]) -> str:
    """Why a cell gives no points, in at most 12 lines; empty if nothing failed."""
    errors = {output.ename: output for output in outputs if output.output_type == "error"}
    if TIMEOUT["ename"] in errors:
        return f"It ran for more than {nbgrader_options().Execute.timeout} s and was stopped."
    for name, error in errors.items():
        said = error.evalue if name == "CheckFailed" else f"{name}: {error.evalue}".rstrip(": ")
        return _short(_CELL_FILE.sub(r"(line \1)", said))
    if said := written_to_stderr(outputs):
        return _short(f"It wrote to stderr, for which nbgrader gives 0 points:\n{said.strip()}")
    return ""


def _short(text: str) -> str:
    lines = text.strip().splitlines()
    if len(lines) > MESSAGE_LINES:
        lines = [*lines[: MESSAGE_LINES - 1], "…"]
    return "\n".join(lines)
