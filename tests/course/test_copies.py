"""Copies are written once, kept up to date, and never over a learner's work."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from filelock import FileLock
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from labs.course import copies
from labs.course.copies import CopiesBusyError, copy_path, write_copies
from labs.course.copy_report import Copy, Outcome
from labs.course.files import content_digest, read_json, write_atomic
from labs.course.units import Unit, read_notebook
from tests.support.notebooks import cell_of, tiny_course


class Course:
    """A tiny course and a learner's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root / "course"
        self.work = root / "work"
        self.unit = tiny_course(self.root)
        self.copy = copy_path(self.unit, self.work)
        self.beside = self.copy.with_name("99.1-new-a-trial-unit.ipynb")

    def write(self) -> Copy:
        """Write the copies; what became of the unit's."""
        done = write_copies(self.work, self.root).copies
        return next(copy for copy in done if copy.path == self.copy)

    def new_version(self, text: str = "Now with a fee.") -> None:
        """The author edits the source."""
        edit(self.unit.path, lambda nb: nb.cells[0].update(source=f"# Sell more\n\n{text}"))

    def learner(self, change: Callable[[NotebookNode], Any]) -> None:
        edit(self.copy, change)


def edit(path: Path, change: Callable[[NotebookNode], Any]) -> None:
    notebook = read_notebook(path)
    change(notebook)
    nbformat.write(notebook, path)


def answers(notebook: NotebookNode) -> None:
    cell_of(notebook, "E1-answer").source = "def free_seats(sold):\n    return 40"


def saves_after_running(notebook: NotebookNode) -> None:
    """What JupyterLab changes when a notebook is opened, run to its end and saved."""
    notebook.metadata.language_info = {"name": "python", "version": "3.13.0"}
    notebook.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    for count, cell in enumerate(notebook.cells):
        cell.metadata["trusted"] = True
        if cell.cell_type == "code":
            cell.execution_count = count
            cell.outputs = [new_output("stream", name="stdout", text="40\n")]
    notebook.cells.append(new_code_cell(""))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = Course(tmp_path)
    assert course.write().outcome is Outcome.WRITTEN
    return course


def test_the_start_page_and_each_unit_are_written(course: Course) -> None:
    assert (course.work / "start.ipynb").exists()
    assert course.copy == course.work / "junior" / "99-trial" / "99.1-a-trial-unit.ipynb"
    assert "BEGIN SOLUTION" not in course.copy.read_text()


def test_nothing_is_told_when_nothing_changed(course: Course) -> None:
    before = course.copy.stat().st_mtime_ns
    assert write_copies(course.work, course.root).lines == []
    assert course.copy.stat().st_mtime_ns == before


def test_an_unchanged_course_is_looked_over_without_nbgrader(course: Course) -> None:
    program = (
        "import sys; from pathlib import Path; from labs.course.copies import write_copies;"
        "report = write_copies(Path(sys.argv[1]), Path(sys.argv[2]));"
        "assert not report.lines; assert 'nbgrader' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, course.work, course.root], check=True)


def test_a_new_version_replaces_a_copy_that_was_only_run_and_saved(course: Course) -> None:
    course.learner(saves_after_running)
    course.new_version()
    done = course.write()
    assert done.outcome is Outcome.UPDATED
    assert "You had not changed it" in done.line
    assert read_notebook(course.copy).cells[0].source.startswith("# Sell more")


def test_a_changed_copy_is_kept_and_the_new_one_put_beside_it(course: Course) -> None:
    course.learner(answers)
    mine = course.copy.read_bytes()
    course.new_version()
    done = course.write()
    assert done.outcome is Outcome.KEPT
    assert done.line.endswith(
        "yours has changes and is kept. A fresh copy is beside it: 99.1-new-a-trial-unit.ipynb."
    )
    assert course.copy.read_bytes() == mine
    assert read_notebook(course.beside).cells[0].source.startswith("# Sell more")


def test_a_changed_copy_is_told_once_for_each_version(course: Course) -> None:
    course.learner(answers)
    course.new_version()
    course.write()
    assert write_copies(course.work, course.root).lines == []


@pytest.mark.parametrize(
    "change",
    [
        answers,
        lambda nb: nb.cells.reverse(),
        lambda nb: nb.cells.pop(3),
        lambda nb: nb.cells.insert(2, new_code_cell("print('a try of mine')")),
    ],
    ids=["edited", "moved", "deleted", "added"],
)
def test_every_change_to_the_cells_counts(course: Course, change: Callable[..., Any]) -> None:
    course.learner(change)
    course.new_version()
    assert course.write().outcome is Outcome.KEPT


def test_outputs_that_change_in_the_source_replace_nothing(course: Course) -> None:
    course.learner(saves_after_running)
    before = course.copy.read_bytes()
    edit(course.unit.path, lambda nb: nb.cells[1].update(outputs=[]))
    assert course.write().outcome is Outcome.UNCHANGED
    assert course.copy.read_bytes() == before


def test_a_deleted_copy_is_written_again(course: Course) -> None:
    course.copy.unlink()
    assert course.write().outcome is Outcome.WRITTEN
    assert course.copy.exists()


def test_work_begun_in_the_new_copy_is_kept_too(course: Course) -> None:
    course.learner(answers)
    course.new_version()
    course.write()
    edit(course.beside, answers)
    second = course.beside.read_bytes()
    course.new_version("Once more.")
    assert course.write().beside == "99.1-a-trial-unit.new2.ipynb"
    assert course.beside.read_bytes() == second


def test_an_untouched_new_copy_is_replaced_by_a_newer_one(course: Course) -> None:
    course.learner(answers)
    course.new_version()
    course.write()
    course.new_version("Once more.")
    assert course.write().beside == course.beside.name
    assert "Once more." in course.beside.read_text()


def test_a_new_copy_put_in_the_place_of_the_old_one_is_known_again(course: Course) -> None:
    course.learner(answers)
    course.new_version()
    course.write()
    course.beside.replace(course.copy)
    course.new_version("Once more.")
    assert course.write().outcome is Outcome.UPDATED


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ('{"cells": [', "the file is not valid JSON"),
        ('{"name": "Ines"}', "the file is JSON, but not a notebook of version 4"),
        ('{"cells": [{"source": 3, "cell_type": "code"}]}', "not a notebook of version 4"),
    ],
)
def test_an_unreadable_copy_is_kept_and_told(course: Course, content: str, reason: str) -> None:
    course.copy.write_text(content)
    told = course.write()
    assert told.outcome is Outcome.UNREADABLE
    assert reason in told.line
    assert "rename it and run `make lab` again" in told.line
    course.new_version()
    assert course.write().beside == course.beside.name
    assert course.copy.read_text() == content


@pytest.mark.parametrize("stamps", ["", "{", '{"start.ipynb": 3}', None])
def test_without_its_stamps_no_work_is_lost(course: Course, stamps: str | None) -> None:
    file = course.work / ".flytower" / "copies.json"
    course.learner(answers)
    if stamps is None:
        file.unlink()
    else:
        file.write_text(stamps)
    assert course.write().outcome is Outcome.KEPT
    assert "return 40" in course.copy.read_text()
    assert json.loads(file.read_text())


def test_two_commands_at_once_write_whole_copies(tmp_path: Path) -> None:
    course = Course(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        done = [job.result() for job in [pool.submit(course.write) for _ in range(2)]]
    assert sorted(copy.outcome for copy in done) == ["unchanged", "written"]
    assert content_digest(read_json(course.copy))


def test_a_command_that_never_ends_is_named(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_LOCK_SECONDS", 0.05)
    lock = course.work / ".flytower" / "copies.lock"
    with FileLock(lock), pytest.raises(CopiesBusyError, match=r"copies\.lock is locked"):
        course.write()


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "unit.ipynb"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(file, "new \ud800")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_unit_is_where_its_level_and_area_say(tmp_path: Path) -> None:
    unit = Unit(tmp_path / "notebooks" / "senior" / "05-queues" / "05.3-retry.ipynb")
    assert copy_path(unit, Path("work")) == Path("work/senior/05-queues/05.3-retry.ipynb")
