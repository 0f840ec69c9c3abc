"""A test cell that names what no cell has defined: told as a failed check, not as a NameError.

A check gets the learner's functions as arguments, so the name is looked up in the cell, before
any check begins.
"""

import linecache
import re
import sys
from traceback import walk_tb
from types import TracebackType
from typing import Any

from labs.judges.judge import CELL, CheckFailed

_TITLE = re.compile(r"# Check (?P<title>.+)")


def unknown_name(error: NameError, source: str) -> CheckFailed | None:
    """The failure to show for this error of a cell with this source; None if it is no test cell."""
    test = _TITLE.match(source)
    if test is None:
        return None
    return CheckFailed(
        test["title"],
        came_back=f"NameError: {error}",
        expected=f"a cell that defines {error.name}",
        likely="the cell above was not run (or those before it, since a restart), or it stopped "
        f"with an error, or {error.name} is spelt otherwise there.",
    )


def tell_in_notebook() -> None:
    """Where IPython runs, have it show such an error so."""
    ipython = sys.modules.get("IPython")
    if ipython and (shell := ipython.get_ipython()):
        shell.set_custom_exc((NameError,), _show)


def source_of_cell(traceback: TracebackType | None) -> str:
    """The source of the cell in which an error was raised itself; empty if it was not in one."""
    *_, (frame, _) = walk_tb(traceback)
    file = frame.f_code.co_filename
    return "".join(linecache.getlines(file)) if CELL.fullmatch(file) else ""


def _show(
    shell: Any,  # noqa: ANN401 - IPython's shell is untyped
    kind: type[NameError],
    error: NameError,
    traceback: TracebackType,
    tb_offset: int | None = None,
) -> None:
    failure = unknown_name(error, source_of_cell(traceback))
    shown = (type(failure), failure, traceback) if failure else (kind, error, traceback)
    shell.showtraceback(shown, tb_offset=tb_offset)
