"""What a course's own configuration changes, it changes under `labs grade`, too."""

import shutil
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from labs.grading.command import Order, grade_class
from tests.support.classes import (
    ASSIGNMENT,
    NOTEBOOK,
    RIGHT,
    answered,
    hand_in,
    make_course,
    scores,
)
from tests.support.stock import nbgrader

pytestmark = pytest.mark.timeout(300)

ADDS_MISSING_CELLS = "c.OverwriteCells.add_missing_cells = True\n"
STEPS_BY_NAME = """
def note(notebook, resources):
    notebook.metadata["seen"] = resources["nbgrader"]["student"]
    return notebook, resources

c.Autograde.sanitize_preprocessors = [
    f"nbgrader.preprocessors.{name}"
    for name in ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells",
                 "CheckCellMetadata")
]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute", note, "nbgrader.preprocessors.SaveAutoGrades",
]
"""


@pytest.mark.parametrize("configured", [ADDS_MISSING_CELLS, STEPS_BY_NAME], ids=["cells", "steps"])
def test_scores_and_notebooks_are_stock_s(tmp_path: Path, configured: str) -> None:
    ours, stock = tmp_path / "ours", tmp_path / "stock"
    make_course(ours)
    config = ours / "nbgrader_config.py"
    config.write_text(config.read_text() + configured)
    hand_in(ours, "ada", answered(ours, RIGHT))
    without = answered(ours, RIGHT)
    if configured is ADDS_MISSING_CELLS:
        without.cells = [cell for cell in without.cells if "share(4)" not in cell.source]
    hand_in(ours, "bo", without)
    shutil.copytree(ours, stock)

    nbgrader(stock, "autograde", ASSIGNMENT)
    report = grade_class(
        Order(ASSIGNMENT, ours, workers=1, sandbox="required"), Console(quiet=True)
    )

    assert report.failed == 0
    assert scores(ours) == scores(stock)
    for student in ("ada", "bo"):
        kept = Path("autograded", student, ASSIGNMENT, f"{NOTEBOOK}.ipynb")
        mine, theirs = (nbformat.read(root / kept, as_version=4) for root in (ours, stock))
        assert mine.metadata.get("seen") == theirs.metadata.get("seen")
        assert [cell.cell_type for cell in mine.cells] == [cell.cell_type for cell in theirs.cells]
