"""The outputs of a cell in the form in which they are stored and compared."""

import re
import sys
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from labs.settings import ROOT

MEASURED = "nbval-ignore-output"
"""The tag of cells whose outputs differ in every run."""

_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,}")


def normal(outputs: list[NotebookNode], count: int | None) -> list[NotebookNode]:
    """The outputs with neighbouring pieces of a stream as one, for a cell with this count."""
    result: list[NotebookNode] = []
    for output in map(deepcopy, outputs):
        stream = output.get("name") if output.output_type == "stream" else None
        if stream and result and result[-1].get("name") == stream:
            result[-1].text += output.text
            continue
        if output.output_type == "execute_result":
            output.execution_count = count
        if output.output_type == "error":  # of a cell that is tagged `raises-exception`
            output.traceback = [f"{output.ename}: {output.evalue}"]
        result.append(output)
    return result


def written_to_stderr(outputs: list[NotebookNode]) -> str:
    """What stands in stderr."""
    return "".join(output.text for output in outputs if output.get("name") == "stderr")


def only_here(outputs: list[NotebookNode], folder: Path) -> str:
    """The first text that would differ on another machine or in another run, or an empty one.

    `folder` is where the cell ran.
    """
    places = {folder.resolve(), ROOT, Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix)}
    for output in outputs:
        pieces = [output.get("text", ""), output.get("evalue", "")]
        pieces += [text for kind, text in _data(output).items() if kind.startswith("text/")]
        text = "\n".join(pieces)
        for place in places:
            if f"{place}/" in text:
                return str(place)
        if address := _ADDRESS.search(text):
            return address[0]
    return ""


def is_measured(cell: NotebookNode) -> bool:
    """Whether strict nbval leaves the outputs of this cell alone."""
    return MEASURED in cell.metadata.get("tags", [])


def has_image(cell: NotebookNode) -> bool:
    """Whether this cell shows an image; strict nbval does not compare its bytes."""
    return any(kind.startswith("image/") for output in cell.outputs for kind in _data(output))


def alike(new: NotebookNode, old: NotebookNode) -> bool:
    """Whether the old outputs are as good as the new: measured, or equal but for image bytes."""
    return is_measured(new) or _without_bytes(new) == _without_bytes(old)


def _data(output: NotebookNode) -> dict[str, Any]:
    return dict(output.get("data", {}))


def _without_bytes(cell: NotebookNode) -> list[dict[str, Any]]:
    plain = []
    for output in cell.outputs:
        images = {kind: None for kind in _data(output) if kind.startswith("image/")}
        kept = {k: v for k, v in output.items() if k not in ("execution_count", "metadata")}
        plain.append({**kept, "data": _data(output) | images})
    return plain
