"""How every unit ends: with the command that grades it, and the link to the next one."""

from collections.abc import Sequence
from pathlib import Path
from posixpath import relpath

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from labs.course.files import write_atomic
from labs.course.units import Unit, notebook_text

CELL = "ending"
"""The id of a unit's last cell."""

_TEXT = """\
## Grade it, and go on
Open a terminal (**File → New → Terminal**) and type the line below: it grades this unit as it is \
saved, hidden tests included, and explains each answer that passed.

```
labs check {name}
```

**Next:** {next} · [Start page](../../start.ipynb)"""

_THE_LAST = "this was the last unit so far"


def ending(unit: Unit, units: Sequence[Unit]) -> str:
    """The text of the unit's last cell; `units` are all, in their order."""
    after = units[units.index(unit) + 1 :]
    return _TEXT.format(name=unit.name, next=_link(unit, after[0]) if after else _THE_LAST)


def write_endings(units: Sequence[Unit]) -> None:
    """Bring the last cell of each unit up to date; make it where there is none."""
    for unit in units:
        notebook = unit.read()
        if _end(notebook, ending(unit, units)):
            write_atomic(unit.path, notebook_text(notebook))


def ends_with(notebook: NotebookNode, text: str) -> bool:
    """Whether the last cell says this, and is the one that `write_endings` makes."""
    last = notebook.cells[-1]
    return (last.get("id", CELL), last.source) == (CELL, text)


def _end(notebook: NotebookNode, text: str) -> bool:
    """Make the last cell say this; returns whether anything has changed."""
    if ends_with(notebook, text):
        return False
    others = [cell for cell in notebook.cells if cell.get("id") != CELL]
    notebook.cells = [*others, new_markdown_cell(text, id=CELL)]  # type: ignore[no-untyped-call]
    return True


def _link(unit: Unit, other: Unit) -> str:
    """Valid in the learner's folder as in this one: both have the same layout."""
    here, there = (Path(each.level, each.area) for each in (unit, other))
    path = relpath((there / other.path.name).as_posix(), here.as_posix())
    return f"[{other.number} {other.title}]({path})"
