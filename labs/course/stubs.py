"""Released answers in other languages: nbgrader knows one stub for a notebook, not for a cell."""

import re

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from labs.course.cells import released_stub


class StubsOfPrograms(NbGraderPreprocessor):  # type: ignore[misc]
    """Comes after nbgrader's ClearSolutions, and gives `%%program` cells a stub of their own."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        stub = released_stub(cell.source)
        if cell.cell_type == "code" and stub != released_stub():
            cell.source = _PYTHON_STUB.sub(
                lambda match: _indented(stub, match["indent"]), cell.source
            )
        return cell, resources


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line for line in text.splitlines())


_PYTHON_STUB = re.compile(
    r"^(?P<indent>[ \t]*)"
    + r"\n(?P=indent)".join(map(re.escape, released_stub().splitlines()))
    + "$",
    re.MULTILINE,
)
