"""Running a source notebook and storing its outputs, so that the file changes only if they do.

What is stored is what strict nbval compares: every code cell has its count, and no output
depends on the machine or the day. Measured cells and images differ in every run; theirs are
kept while the code up to them is the same. Which code that was is remembered in the notebook's
metadata, under `rendered`.
"""

import hashlib
from collections.abc import Callable
from copy import deepcopy

from nbformat import NotebookNode

from labs.course.cells import grade_id
from labs.course.files import write_atomic
from labs.course.kernel import StoppedError, environment, run
from labs.course.outputs import alike, has_image, is_measured, normal, only_here, written_to_stderr
from labs.course.units import Unit, notebook_text
from labs.proof.figures import with_few_colours
from labs.servers import server_kinds

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "pygments_lexer": "ipython3",
}
_TRANSIENT = ("ExecuteTime", "collapsed", "execution", "scrolled", "trusted")


class RenderError(RuntimeError):
    """A unit was not rendered, and its file is as it was; the message says what to do."""


def render(
    unit: Unit, *, fresh: bool = False, watch: Callable[[int], object] | None = None
) -> bool:
    """Run the unit's source notebook and store its outputs; True if the file changed.

    `fresh` replaces the outputs of measured cells and images, too: for a change in `labs` that
    the notebook's own code does not show. `watch` gets the index of each cell that has run.
    Raises RenderError if a cell fails, writes to stderr, or prints what only this machine has.
    """
    old = unit.read()
    new = deepcopy(old)
    _clear(new)
    _run(unit, new, watch)
    codes = _codes(new)
    before = {} if fresh else old.metadata.get("rendered", {})
    stored = {cell.get("id"): cell for cell in old.cells if cell.cell_type == "code"}
    remembered = {}
    filled = [cell for cell in new.cells if cell.cell_type == "code" and cell.source.strip()]
    for count, cell in enumerate(filled, 1):
        cell.execution_count = count
        cell.outputs = [*map(with_few_colours, normal(cell.outputs, count))]
        _refuse(unit, cell)
        code = codes[cell.id]
        if before.get(cell.id) == code and alike(cell, stored[cell.id]):
            cell.outputs = normal(stored[cell.id].outputs, count)
        if is_measured(cell) or has_image(cell):
            remembered[cell.id] = code
    new.metadata.pop("widgets", None)
    new.metadata.update(kernelspec=KERNEL, language_info=LANGUAGE, rendered=remembered)
    text = notebook_text(new)
    if text == unit.path.read_text(encoding="utf-8"):
        return False
    write_atomic(unit.path, text)
    return True


def _clear(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        for name in _TRANSIENT:
            cell.metadata.pop(name, None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def _run(unit: Unit, notebook: NotebookNode, watch: Callable[[int], object] | None) -> None:
    # Outputs are stored from a full run, so LABS_TEST is taken away; LABS_QUIET silences
    # progress bars and leaves repetitions as they are. Addresses of servers and MPLBACKEND are
    # this machine's business.
    addresses = {kind.variable: None for kind in server_kinds() if kind.variable}
    env = environment(LABS_TEST=None, LABS_QUIET="1", MPLBACKEND=None, **addresses)
    try:
        run(notebook, unit.path.parent, env, watch=watch)
    except StoppedError as error:
        where = _where(unit, error.cell)
        raise RenderError(f"{where} failed, so nothing was stored.\n{error}") from error


def _refuse(unit: Unit, cell: NotebookNode) -> None:
    if said := written_to_stderr(cell.outputs):
        raise RenderError(
            f"{_where(unit, cell)} writes to stderr, for which nbgrader gives 0 points:\n"
            f"{said.strip():.500}\nSilence it, or print it. Nothing was stored."
        )
    if here := only_here(cell.outputs, unit.path.parent):
        raise RenderError(
            f"{_where(unit, cell)} prints {here!r}, which is another on every machine or in "
            "every run. Print a name, or print nothing. Nothing was stored."
        )


def _where(unit: Unit, cell: NotebookNode) -> str:
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
    return f"{unit.name}: cell {grade_id(cell) or cell.id} ({first:.60})"


def _codes(notebook: NotebookNode) -> dict[str, str]:
    """For each code cell, by its id, a hash of all code up to and with it."""
    digest = hashlib.sha256()
    codes = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            digest.update(cell.source.encode() + b"\0")
            codes[cell.id] = digest.hexdigest()[:12]
    return codes
