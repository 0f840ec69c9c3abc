"""A unit as the rules of its shape look at it."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import cast

from nbformat import NotebookNode
from nbformat.reader import reads

from labs.course.cells import Role, exercise, grade_id, role, without_hidden
from labs.course.units import Unit
from labs.proof import ending

_DETAILS = re.compile(r"<details.*?</details>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Sheet:
    """A unit's notebook, read once, and the parts of it that rules ask for."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        # nbformat's own reader would give cells without an id, or with another's, a new one
        text = unit.path.read_text(encoding="utf-8")
        self.notebook = cast(NotebookNode, reads(text))  # type: ignore[no-untyped-call]
        self.cells: list[NotebookNode] = self.notebook.cells

    @cached_property
    def code(self) -> list[NotebookNode]:
        """The code cells, tests included."""
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @cached_property
    def markdown(self) -> list[NotebookNode]:
        return [cell for cell in self.cells if cell.cell_type == "markdown"]

    @cached_property
    def opening(self) -> str:
        """The text of the first cell; empty if it is code."""
        first = self.cells[:1]
        return "".join(cell.source for cell in first if cell.cell_type == "markdown")

    @cached_property
    def text(self) -> str:
        """All that a learner reads: without hidden explanations, folded hints and the ending."""
        texts = [visible(cell.source) for cell in self.markdown if cell.get("id") != ending.CELL]
        return "\n\n".join(texts)

    @cached_property
    def exercises(self) -> list[str]:
        """The names of the exercises, such as `E1`, in order."""
        return list(dict.fromkeys(filter(None, map(exercise, self.cells))))

    def of(self, name: str, wanted: Role) -> list[NotebookNode]:
        """The cells of an exercise that play this part."""
        return [cell for cell in self.cells if exercise(cell) == name and role(cell) is wanted]

    def having(self, *roles: Role) -> list[NotebookNode]:
        """The cells that play one of these parts."""
        return [cell for cell in self.cells if role(cell) in roles]


def visible(markdown: str) -> str:
    """The text without hidden explanations, folded hints and comments."""
    return _COMMENT.sub("", _DETAILS.sub("", without_hidden(markdown)))


def place(cell: NotebookNode) -> str:
    """How a problem names a cell: by its grade_id, or else by its id."""
    return f"Cell {grade_id(cell) or cell.get('id', 'without an id')}"


def repeated(cells: list[NotebookNode], key: Callable[[NotebookNode], str]) -> list[str]:
    """The keys that stand on more than one cell."""
    keys = [found for cell in cells if (found := key(cell))]
    return sorted({found for found in keys if keys.count(found) > 1})
