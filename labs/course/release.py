"""The learner's copy of a unit: nbgrader's own release, in this process and without a database."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from labs.course.cells import Role, grade_id, role, stub
from labs.course.options import nbgrader_options
from labs.course.units import Unit, read_notebook

REGIONS = {
    "BEGIN SOLUTION": "END SOLUTION",
    "BEGIN HIDDEN TESTS": "END HIDDEN TESTS",
    "BEGIN MARK SCHEME": "END MARK SCHEME",
}
"""The lines that learners do not get stand between these."""

_TRIVIAL = 4  # a shorter line, such as `)` or `try`, gives nothing away and is found everywhere

_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())  # what nbgrader logs of an error is in ReleaseError
_LOG.propagate = False


class ReleaseError(ValueError):
    """A source notebook cannot be released; the message says which and why."""


def release(source: Unit | Path | NotebookNode) -> NotebookNode:
    """The learner's copy, equal to what `nbgrader generate_assignment` releases.

    Raises ReleaseError if nbgrader refuses the source (an open region, say, or two equal ids).
    """
    # Late, since nbgrader takes seconds to import and most commands release nothing.
    from nbconvert.exporters import NotebookExporter
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells

    if isinstance(source, Unit):
        name, notebook = source.name, source.read()
    elif isinstance(source, Path):
        name, notebook = source.name, read_notebook(source)
    else:
        name, notebook = "the notebook", source
    options = deepcopy(nbgrader_options())
    options.merge(Config({"Exporter": {"default_preprocessors": []}}))
    exporter: Any = NotebookExporter(config=options, log=_LOG)  # type: ignore[no-untyped-call]
    converter = GenerateAssignment(coursedir=CourseDirectory(config=options), config=options)
    for preprocessor in converter.preprocessors:
        if preprocessor is not SaveCells:  # it writes the gradebook and leaves the notebook alone
            exporter.register_preprocessor(preprocessor)
    try:
        text, _ = exporter.from_notebook_node(notebook)
    except Exception as error:
        raise ReleaseError(f"{name} cannot be released: {error}") from error
    released: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return released


def leaks(source: NotebookNode, released: NotebookNode) -> list[str]:
    """Each way in which the learner's copy may hold a solution, a hidden test or an output.

    A hidden line counts as leaked where it occurs anywhere in the copy, metadata included,
    and nowhere in what the source shows openly.
    """
    lines, visible = _split(source)
    shown = "\n".join(_texts(visible))
    hidden = {line for line in lines if len(line) >= _TRIVIAL and line not in shown}
    found: list[str] = []
    for number, cell in enumerate(released.cells):
        where = f"cell {grade_id(cell) or cell.get('id', number)}"
        text = "\n".join(_texts(cell))
        found += [
            f"{where} still has the marker {marker!r}"
            for region in REGIONS.items()
            for marker in region
            if marker in text
        ]
        found += [
            f"{where} holds the hidden line {line!r}" for line in sorted(hidden) if line in text
        ]
        if cell.get("outputs") or cell.get("execution_count"):
            found.append(f"{where} still has its output")
        statement = stub(cell.source)
        if role(cell) is Role.ANSWER and cell.cell_type == "code" and statement not in cell.source:
            found.append(f"{where} is an answer without the stub {statement!r}")
    text = "\n".join(_texts(released.metadata))
    found += [f"the notebook's metadata hold {line!r}" for line in sorted(hidden) if line in text]
    return found


def _split(source: NotebookNode) -> tuple[set[str], NotebookNode]:
    """The stripped lines that must not be shown, and the notebook without them."""
    secrets: set[str] = set()
    visible = deepcopy(source)
    for cell in visible.cells:
        cell.pop("outputs", None)
        whole = role(cell) is Role.ANSWER and "BEGIN SOLUTION" not in cell.source
        kept, end = [], None
        for line in cell.source.splitlines():
            begin = next((marker for marker in REGIONS if marker in line), None)
            if begin:
                end = REGIONS[begin]
            elif end and end in line:
                end = None
            elif end or whole:
                secrets.add(line.strip())
            else:
                kept.append(line)
        cell.source = "\n".join(kept)
    return secrets, visible


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
