"""What grading relies on in nbgrader: a release that changes any of it fails here, by name."""

import hashlib
import inspect
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import (
    AssignLatePenalties,
    Execute,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from nbgrader.utils import (
    compute_checksum,
    determine_grade,
    find_all_files,
    is_grade,
    is_locked,
    is_solution,
    is_task,
    parse_utc,
)

from tests.support import stock
from tests.support.classes import marks

# --- what is written anew in labs/grading, and must follow if nbgrader changes it ---------------

FOLLOWED = {
    Autograde.init_assignment: ("course.py and write.py", "a7c144dc746e"),
    Autograde.convert_single_notebook: ("preprocess.py", "d46973a12f2e"),
    BaseConverter.init_destination: ("course.py", "44418928db4f"),
    BaseConverter.init_single_notebook_resources: ("preprocess.py", "fb0abcdb2706"),
    BaseConverter.set_permissions: ("write.py", "dca0119ffdfe"),
    CourseDirectory.format_path: ("course.py", "39a8153e1f43"),
    CourseDirectory.get_existing_timestamp: ("course.py", "187a451f7b84"),
    OverwriteCells.preprocess: ("preprocess.py", "3a94b453d8e5"),
    OverwriteCells.preprocess_cell: ("preprocess.py", "663c856017e5"),
    OverwriteKernelspec.preprocess: ("preprocess.py", "28cc17a228e7"),
    SaveAutoGrades.preprocess_cell: ("write.py", "95ddcd4eb3d5"),
    SaveAutoGrades._add_score: ("write.py", "ee891a8fe365"),
    SaveAutoGrades._add_comment: ("write.py", "31f0186fac9c"),
    AssignLatePenalties.preprocess: ("write.py", "e4fa96a4c466"),
    AssignLatePenalties._check_late_penalty: ("write.py", "c004151bf101"),
    Execute: ("examine.py", "64be1a876a23"),
    determine_grade: ("write.py and rehearsal.py", "f97b74436f01"),
}
"""nbgrader's code: which of our files does the same, and a digest of its source."""


@pytest.mark.parametrize("function", FOLLOWED, ids=lambda function: function.__qualname__)
def test_what_we_follow_is_as_it_was(function: Any) -> None:
    ours, digest = FOLLOWED[function]
    now = hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12]
    assert now == digest, (
        f"{function.__module__}.{function.__qualname__} has changed. See what labs/grading/{ours} "
        f"must do otherwise, then put {now} here."
    )


def test_the_steps_of_autograding_are_those_that_we_take() -> None:
    made = Autograde(coursedir=CourseDirectory())
    assert [kind.__name__ for kind in made.sanitize_preprocessors] == [
        "ClearOutput",
        "DeduplicateIds",
        "OverwriteKernelspec",
        "OverwriteCells",
        "CheckCellMetadata",
    ]
    assert [kind.__name__ for kind in made.autograde_preprocessors] == [
        "Execute",
        "IgnorePattern",
        "ClearMetadataPreprocessor",
        "LimitOutput",
        "SaveAutoGrades",
        "AssignLatePenalties",
        "CheckCellMetadata",
    ]
    assert made.exclude_overwriting == {}
    assert Execute(parent=made).timeout == 30


# --- the course ---------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    config = "c = get_config()\nc.CourseDirectory.course_id = 'here'\nc.Execute.timeout = 7\n"
    (tmp_path / "nbgrader_config.py").write_text(config)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_app_reads_the_configuration_of_the_folder_it_is_in(root: Path) -> None:
    app = AutogradeApp()
    app.initialize(["--assignment=ps1", "--log-level=ERROR"])
    converter = Autograde(coursedir=app.coursedir, parent=app)
    assert (app.coursedir.assignment_id, app.coursedir.course_id) == ("ps1", "here")
    assert app.coursedir.root == str(root)
    assert app.coursedir.db_url == f"sqlite:///{root}/gradebook.db"
    assert Execute(parent=converter).timeout == app.config.Execute.timeout == 7


def test_the_app_refuses_by_ending(root: Path) -> None:
    with pytest.raises(SystemExit):
        AutogradeApp().initialize(["--assignment=a+b", "--log-level=CRITICAL"])


def test_the_folders_of_a_course(root: Path) -> None:
    course = CourseDirectory()
    for step in ("source", "source_with_tests", "release", "submitted", "autograded"):
        name = getattr(course, f"{step}_directory")
        assert course.format_path(name, "ada", "ps1") == f"{root}/{step}/ada/ps1"
    assert "(?P<who>.*)" in course.format_path("submitted", "(?P<who>.*)", "ps1", escape=True)
    assert course.student_id_exclude == ""
    assert "__pycache__" in course.ignore
    assert (course.max_file_size, course.max_dir_size) == (100_000, 100_000)


def test_files_beside_a_notebook_are_found_but_for_those_that_are_ignored(tmp_path: Path) -> None:
    for name in ("data.csv", "unit.ipynb", "sub/more.csv", "__pycache__/x.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_all_files(str(tmp_path), ["*.ipynb", "__pycache__"])
    assert sorted(found) == [f"{tmp_path}/data.csv", f"{tmp_path}/sub/more.csv"]


def test_times_are_read_as_utc() -> None:
    assert parse_utc("2026-01-30 15:00:00 UTC") == datetime(2026, 1, 30, 15)
    assert parse_utc("2026-01-30T15:00:00+01:00") == datetime(2026, 1, 30, 14)


# --- cells --------------------------------------------------------------------------------------

MANUAL = marks("a", answer=True, points=2)
TEST = marks("t", points=2)


def ran(*outputs: Any) -> Any:
    return new_code_cell("1", metadata=TEST, outputs=list(outputs))


def result(text: str) -> Any:
    return new_output("execute_result", {"text/plain": text})


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        (ran(), 2),
        (ran(new_output("stream", name="stdout", text="0.5")), 2),
        (ran(new_output("stream", name="stderr", text="hm")), 0),
        (ran(new_output("error", ename="E", evalue="", traceback=[])), 0),
        (ran(result("0.5")), 0.5),
        (ran(result("'fine'")), 2),
        (ran(result("-1")), 2),
        (ran(result("0.5"), new_output("error", ename="E", evalue="", traceback=[])), 0.5),
        (new_code_cell("mine", metadata=MANUAL), None),
        (new_markdown_cell("mine", metadata=MANUAL), None),
    ],
)
def test_points_are_read_from_outputs(cell: Any, points: float | None) -> None:
    assert determine_grade(cell) == (points, 2)


def test_points_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="partial credit"):
        determine_grade(ran(result("3")))
    with pytest.raises(KeyError):
        determine_grade(ran(new_output("execute_result", {"text/html": "<b>1</b>"})))


def test_an_answer_that_nobody_touched_has_no_points() -> None:
    cell = new_markdown_cell("Why?", metadata=marks("a", answer=True, points=2))
    cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)
    assert determine_grade(cell) == (0, 2)


def test_a_checksum_is_what_gradebooks_hold() -> None:
    cell = new_code_cell("assert double(2) == 4", metadata=TEST)
    assert compute_checksum(cell) == "d1bac3df440c822cab76ea81aa4c49a5"


def test_kinds_of_cells() -> None:
    answer = new_code_cell("", metadata=marks("a", answer=True))
    test = new_code_cell("", metadata=TEST)
    told = [(is_solution(c), is_grade(c), is_locked(c), is_task(c)) for c in (answer, test)]
    assert told == [(True, False, False, False), (False, True, True, False)]
    assert not is_grade(new_code_cell(""))


def test_metadata_are_upgraded_and_checked() -> None:
    validator = MetadataValidator()
    old = {"grade": True, "solution": False, "grade_id": "t", "points": 1, "locked": True}
    cell = new_code_cell("1", metadata={"nbgrader": old | {"schema_version": 2}})
    validator.upgrade_cell_metadata(cell)
    validator.validate_cell(cell)
    assert cell.metadata["nbgrader"]["schema_version"] == 3
    broken = new_code_cell("1", metadata={"nbgrader": {"grade": "yes", "schema_version": 3}})
    with pytest.raises(ValidationError):
        validator.validate_cell(broken)


class _Recorded:
    """A gradebook that tells what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def __enter__(self) -> "_Recorded":
        return self

    def __exit__(self, *_: object) -> None: ...

    def __getattr__(self, name: str) -> Any:
        def ask(*arguments: object) -> Any:
            self.asked.append((name, arguments))
            raise MissingEntry

        return ask


def test_overwriting_asks_for_cells_by_name_notebook_and_assignment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = _Recorded()
    monkeypatch.setattr("nbgrader.preprocessors.overwritecells.Gradebook", lambda url: book)
    notebook = new_notebook(cells=[new_code_cell("1", metadata=TEST)])
    told = {"student": "ada", "assignment": "ps1", "notebook": "unit", "db_url": "sqlite://"}
    OverwriteCells().preprocess(notebook, {"nbgrader": told})
    assert book.asked == [("find_source_cell", ("t", "unit", "ps1"))]
    assert not OverwriteCells().add_missing_cells


# --- the gradebook ------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gradebook]:
    monkeypatch.setenv("PATH", stock.path())
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "here") as book:
        book.add_assignment("ps1", duedate="2026-01-30 15:00:00 UTC")
        book.add_notebook("unit", "ps1", kernelspec='{"name": "python3"}')
        cells = {"t": ("code", True), "a": ("markdown", False)}
        for name, (kind, locked) in cells.items():
            known = {"cell_type": kind, "locked": locked, "source": name, "checksum": "c"}
            book.add_source_cell(name, "unit", "ps1", **known)
            book.add_grade_cell(name, "unit", "ps1", max_score=2, cell_type=kind)
        book.add_solution_cell("a", "unit", "ps1")
        book.add_task_cell("k", "unit", "ps1", max_score=1, cell_type="markdown")
        yield book


def test_an_assignment_has_notebooks_with_cells(book: Gradebook) -> None:
    (notebook,) = book.find_assignment("ps1").notebooks
    assert (notebook.name, notebook.kernelspec) == ("unit", '{"name": "python3"}')
    told = [(c.name, c.cell_type, c.source, c.locked, c.checksum) for c in notebook.source_cells]
    assert sorted(told) == [("a", "markdown", "a", False, "c"), ("t", "code", "t", True, "c")]
    assert {cell.name: cell.max_score for cell in notebook.grade_cells} == {"t": 2, "a": 2}
    assert {cell.name: cell.max_score for cell in notebook.task_cells} == {"k": 1}
    with pytest.raises(MissingEntry):
        book.find_assignment("ps2")


def submission(book: Gradebook, when: str = "2026-01-30 15:01:00 UTC") -> Any:
    book.update_or_create_student("ada")
    return book.update_or_create_submission("ps1", "ada", timestamp=parse_utc(when))


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_submission_has_grades_and_comments_that_are_set(book: Gradebook) -> None:
    entry = submission(book)
    (notebook,) = entry.notebooks
    grades = {grade.name: grade for grade in notebook.grades}
    comments = {comment.name: comment for comment in notebook.comments}
    assert (set(grades), set(comments)) == ({"t", "a", "k"}, {"a", "k"})
    grades["t"].auto_score, grades["t"].needs_manual_grade = 1.5, False
    grades["a"].auto_score, grades["a"].needs_manual_grade = None, True
    comments["a"].auto_comment = "No response."
    book.db.flush()
    assert (entry.score, entry.max_score, notebook.score) == (1.5, 5, 1.5)
    assert grades["a"].manual_score is None
    book.db.commit()
    assert submission(book).notebooks[0].grades[0].name in grades  # found again, not added
    assert len(book.assignment_submissions("ps1")) == 1


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_penalty_for_being_late_comes_from_the_plugin(book: Gradebook) -> None:
    entry = submission(book)
    assert entry.total_seconds_late == 60
    (notebook,) = entry.notebooks
    notebook.grades[0].auto_score = 1.5
    book.db.flush()
    rule = AssignLatePenalties()
    rule.init_plugin()
    assert rule.plugin_inst.late_submission_penalty("ada", notebook.score, 60) is None
    rule.plugin_inst.penalty_method = "zero"
    assert rule.plugin_inst.late_submission_penalty("ada", notebook.score, 60) == 1.5
    rule.log.disabled = True
    assert [rule._check_late_penalty(notebook, much) for much in (-1, 1, 9)] == [0, 1, 1.5]
    notebook.late_submission_penalty = 1
    book.db.commit()
    assert (entry.score, entry.late_submission_penalty) == (1.5, 1)
