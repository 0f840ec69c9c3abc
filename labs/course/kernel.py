"""A notebook run in a fresh kernel, with the time limits that nbgrader has."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output

from labs.course.options import nbgrader_options
from labs.settings import ROOT

_IPYTHON = ROOT / "build" / "jupyter" / "ipython"
_ARGUMENTS = [
    "--HistoryManager.hist_file=:memory:",  # nbclient's own, which these replace
    "--IPKernelApp.log_level=ERROR",  # else every kernel warns that it listens on TCP
]

TIMEOUT = {"ename": "CellTimeoutError", "evalue": "", "traceback": []}
"""The error that a cell gets which ran too long."""


class StoppedError(RuntimeError):
    """A run that ended before the last cell; the message says why."""

    def __init__(self, cell: NotebookNode, ename: str, said: str) -> None:
        self.cell = cell
        """The cell at which it ended."""
        self.ename = ename
        """The name of the exception; `CellTimeoutError` or `DeadKernelError` if there is none."""
        super().__init__(said)


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment with these changes; None takes a variable away."""
    changed = {**os.environ, **changes}
    return {name: value for name, value in changed.items() if value is not None}


def run(
    notebook: NotebookNode,
    folder: Path,
    env: dict[str, str],
    *,
    allow_errors: bool = False,
    watch: Callable[[int], object] | None = None,
) -> None:
    """Run the code cells in place, from top to bottom, with `folder` as working directory.

    With `allow_errors`, a cell that fails or runs too long gets an error output, as under
    nbgrader, and the next one is run. `watch` is called with the index of each cell that has run.
    Raises StoppedError if a cell fails or runs too long, or, in any case, if the kernel ends.
    """
    _leave_the_home_alone()
    limits = nbgrader_options().Execute
    started = 0

    def before(cell: NotebookNode, cell_index: int) -> None:
        nonlocal started
        started = cell_index

    def after(cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        reply = execute_reply["content"]
        if reply["status"] == "error":
            _record(cell, reply)
        if watch:
            watch(cell_index)

    client = NotebookClient(
        notebook,
        kernel_name="python3",
        extra_arguments=_ARGUMENTS,
        resources={"metadata": {"path": str(folder)}},
        timeout=limits.timeout,
        iopub_timeout=limits.iopub_timeout,
        raise_on_iopub_timeout=True,
        interrupt_on_timeout=allow_errors,
        error_on_timeout=TIMEOUT if allow_errors else None,
        allow_errors=allow_errors,
        record_timing=False,
        on_cell_execute=before,
        on_cell_executed=after,
    )
    try:
        client.execute(env=env)
    except CellExecutionError as error:
        said = f"{error.ename}: {error.evalue}"
        raise StoppedError(notebook.cells[started], error.ename, said) from error
    except CellTimeoutError as error:
        said = f"It ran for more than {limits.timeout} s."
        raise StoppedError(notebook.cells[started], "CellTimeoutError", said) from error
    except DeadKernelError as error:
        said = "The kernel ended. Does it call exit(), or use very much memory?"
        raise StoppedError(notebook.cells[started], "DeadKernelError", said) from error


def _leave_the_home_alone() -> None:
    """Keep IPython out of the user's home, as `labs lab` does: it may be read-only, and what
    starts up with the user's own IPython has no part in a check.
    """
    folder = Path(os.environ.setdefault("IPYTHONDIR", str(_IPYTHON)))
    with suppress(OSError):  # then IPython takes a temporary one
        folder.mkdir(parents=True, exist_ok=True)


def _record(cell: NotebookNode, reply: dict[str, Any]) -> None:
    """Put the error among the outputs, should the kernel not have done so (a time-out).

    A failed check may be shown in place of what was raised (labs.judges.unknown_names).
    """
    known = {output.get("ename") for output in cell.outputs if output.output_type == "error"}
    if reply["ename"] not in known and "CheckFailed" not in known:
        error = {name: reply[name] for name in ("ename", "evalue", "traceback")}
        cell.outputs.append(new_output("error", **error))  # type: ignore[no-untyped-call]
