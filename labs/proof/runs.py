"""Whether a unit can be run: as stored, each cell twice in a row, and two at a time.

Strict nbval compares a fresh run with the stored outputs; what it does not see is here.
"""

import asyncio
import copy
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from labs.course.cells import Role, grade_id, role
from labs.course.units import Unit
from labs.proof.leftovers import left_behind

KERNEL = "python3"
CELL_SECONDS = 120

AT_ONCE = 2
"""Kernels that run the unit at the same time."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def problems_before_running(notebook: NotebookNode) -> list[str]:
    """What is wrong with the stored run: nbval passes over cells that were never executed."""
    found = []
    kernel = notebook.metadata.get("kernelspec", {}).get("name")
    if kernel != KERNEL:
        found.append(
            f"The notebook names the kernel {kernel!r}, not {KERNEL!r}."
            " Choose Python 3 and run it again with `labs render`."
        )
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for expected, cell in enumerate(cells, 1):
        where = f"Cell {grade_id(cell) or cell.get('id')}"
        if cell.execution_count is None:
            found.append(f"{where} was never executed. Run `labs render`.")
        elif cell.execution_count != expected:
            found.append(
                f"{where} was executed as number {cell.execution_count}, but stands at"
                f" {expected}. Run all cells in a fresh kernel with `labs render`."
            )
        found += (f"{where} {problem}" for problem in _bad_outputs(cell))
    return found


def _bad_outputs(cell: NotebookNode) -> Iterator[str]:
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stores the error {output.ename}: {output.evalue}. Repair it and render again."
        if output.output_type == "stream" and output.name == "stderr":
            yield f"wrote to stderr: {output.text.strip()[:80]!r}. Print, or be silent."


def doubled(notebook: NotebookNode) -> NotebookNode:
    """The notebook with each code cell twice in a row."""
    result = copy.deepcopy(notebook)
    result.cells = []
    for cell in notebook.cells:
        result.cells.append(copy.deepcopy(cell))
        if cell.cell_type == "code":
            again = copy.deepcopy(cell)
            again.id = f"{cell.id}-again"
            result.cells.append(again)
    return result


def problems_running_twice(unit: Unit) -> list[str]:
    """Run the unit with each cell twice in a row, in two kernels at once; say what broke.

    The working folder is empty, and the kernels have a folder for temporary files of their
    own, so that what they leave behind can be told from what is others'.
    """
    with tempfile.TemporaryDirectory(prefix="flytower-run-") as folder:
        work, scratch = Path(folder, "work"), Path(folder, "tmp")
        work.mkdir()
        scratch.mkdir()
        found = asyncio.run(_run_at_once(unit, work, scratch))
        left = left_behind(scratch)
        left += (f"the file {path.name} in its folder" for path in sorted(work.iterdir()))
        return found + [f"{unit.name} left {what} behind." for what in left]


async def _run_at_once(unit: Unit, work: Path, scratch: Path) -> list[str]:
    runs = (_run_doubled(unit, number, work, scratch) for number in range(1, AT_ONCE + 1))
    return [problem for found in await asyncio.gather(*runs) for problem in found]


async def _run_doubled(unit: Unit, number: int, work: Path, scratch: Path) -> list[str]:
    notebook = doubled(unit.read())
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name=KERNEL,
        resources={"metadata": {"path": str(work)}},
    )
    environment = {**os.environ, "LABS_TEST": "1", "TMPDIR": str(scratch)}
    where = f"{unit.name}, each cell twice, kernel {number} of {AT_ONCE}"
    try:
        await client.async_execute(env=environment)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return [f"{where}: {_failed_cell(notebook)}: {_last_lines(error)}"]
    return [
        f"{where}: graded cell {grade_id(cell)} {problem}"
        for cell in notebook.cells
        if role(cell) is Role.TEST
        for problem in _bad_outputs(cell)
    ]


def _failed_cell(notebook: NotebookNode) -> str:
    """The last cell that has begun, and which of its two runs it was."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    begun = [n for n, cell in enumerate(code) if "execution" in cell.metadata]
    last = max(begun, default=0)
    original = code[last - last % 2]
    turn = "second" if last % 2 else "first"
    return f"cell {grade_id(original) or original.id}, {turn} run"


def _last_lines(error: Exception) -> str:
    return "\n".join(_COLOUR.sub("", str(error)).strip().splitlines()[-6:])
