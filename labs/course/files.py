"""Reading and writing notebook files that somebody else may have open."""

import hashlib
import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast


class UnreadableNotebookError(ValueError):
    """The file is no notebook; the message says why, to be put after the file's name."""


def write_atomic(path: Path, text: str) -> None:
    """Write `text` so that a reader, or a crash, meets the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".", suffix=".tmp", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            file.write(text)
            file.flush()
            # A temporary file is private; a notebook gets the rights of any new file.
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def read_json(path: Path) -> dict[str, Any]:
    """The notebook file at `path`, as it stands; much faster than nbformat, which checks it.

    Raises UnreadableNotebookError if it is empty, broken, or not a notebook of version 4, and
    OSError if it cannot be opened.
    """
    text = path.read_bytes()
    if not text.strip():
        raise UnreadableNotebookError("the file is empty")
    try:
        notebook: Any = json.loads(text)
    except ValueError as error:
        raise UnreadableNotebookError(f"the file is not valid JSON ({error})") from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(_is_cell(cell) for cell in cells):
        raise UnreadableNotebookError("the file is JSON, but not a notebook of version 4")
    return cast(dict[str, Any], notebook)


def content_digest(notebook: dict[str, Any]) -> str:
    """A hash of what a learner writes: types, ids and sources of the cells, in their order.

    Outputs, counts and metadata are left out, since opening, running and saving change them;
    so are empty cells, since JupyterLab adds one when the last cell is run.
    """
    content = [
        [cell["cell_type"], cell.get("id"), source]
        for cell in notebook["cells"]
        if (source := "".join(cell["source"])).strip()
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("cell_type"), str):
        return False
    source = cell.get("source")
    return isinstance(source, str) or (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    )


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
