"""What nbgrader knows of a course: its configuration, its gradebook, what was handed in.

This module, `honoured.py`, `preprocess.py` and `write.py` are the only ones that know nbgrader.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from subprocess import CalledProcessError

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from nbgrader.utils import find_all_files, is_grade, is_solution, parse_utc
from sqlalchemy.exc import SQLAlchemyError
from tornado.log import app_log

from labs.grading.basis import basis, imported
from labs.grading.handed_in import HandedIn, read

CONFIG = "nbgrader_config.py"
TIMESTAMP = "timestamp.txt"


class CourseError(ValueError):
    """The course cannot be graded so; the message says why and what to do."""


@dataclass(frozen=True)
class SourceCell:
    """A cell of the gradebook: what it must be in every submission."""

    name: str
    cell_type: str
    source: str
    locked: bool
    checksum: str | None
    max_score: float | None
    """Points, if it is graded."""
    kinds: tuple[str, ...] = ()
    """What it is to nbgrader: grade, solution, task."""


@dataclass(frozen=True)
class Release:
    """One notebook of the assignment, as the gradebook and the release have it."""

    name: str
    kernel: str | None
    """The kernelspec as JSON."""
    cells: dict[str, SourceCell]
    notebook: NotebookNode | None
    """What learners were given; None if the release is not there any more."""

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """The code cells before the first that a learner answers or that is graded."""
        found: list[str] = []
        for cell in self.notebook.cells if self.notebook else []:
            if is_solution(cell) or is_grade(cell):
                break
            if cell.cell_type == "code":
                found.append(cell.source)
        return tuple(found)

    @property
    def basis(self) -> str:
        """A digest of what its scores rest on."""
        given = self.notebook.cells if self.notebook else []
        kept = [cell.source for cell in self.cells.values() if cell.cell_type == "code"]
        return basis([*kept, *(cell.source for cell in given if cell.cell_type == "code")])

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """What its tests import."""
        tests = [cell for cell in self.cells.values() if cell.locked and "grade" in cell.kinds]
        names = (name for cell in tests for name in imported(cell.source))
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Submission:
    """What one student handed in for the assignment."""

    student: str
    folder: Path


class Course:
    """An assignment of an nbgrader course.

    Raises:
        CourseError: there is no such course, no such assignment, or nothing was handed in.
    """

    def __init__(self, root: Path, assignment: str) -> None:
        self.root = root.resolve()
        if not (self.root / CONFIG).exists():
            raise CourseError(
                f"{self.root} is no nbgrader course: it has no {CONFIG}. Go to the course's "
                "folder, or name it with --course-dir."
            )
        self.assignment = assignment
        with _inside(self.root):
            app = AutogradeApp()
            try:
                app.initialize([f"--assignment={assignment}", "--log-level=ERROR"])
            except SystemExit as error:  # nbgrader's way to refuse; it has said why
                raise CourseError(
                    f"nbgrader refuses the assignment {assignment!r} or {self.root / CONFIG}: "
                    f"{error.code if isinstance(error.code, str) else 'its words stand above'}."
                ) from None
        self.directory = app.coursedir
        self.converter = Autograde(coursedir=app.coursedir, parent=app)
        self.config = app.config

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """The open gradebook; it is made if there is none.

        Raises:
            CourseError: it cannot be opened or made, such as on a full disk.
        """
        with _inside(self.root):
            try:
                book = Gradebook(self.directory.db_url, self.directory.course_id)
            except (SQLAlchemyError, CalledProcessError) as error:
                why = getattr(error, "orig", None) or error
                raise CourseError(
                    f"The gradebook {self.directory.db_url} cannot be opened: {why}. Nothing was "
                    "graded: put that right, then run this again."
                ) from error
            app_log.setLevel("CRITICAL")  # the gradebook's errors reach the teacher as ours, once
            with book:
                yield book

    def place(self, step: str, student: str = ".") -> Path:
        """The folder of a step, such as `submitted`, for a student."""
        directory = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(directory, student, self.assignment))

    @property
    def notes(self) -> Path:
        """The folder for what was graded and how, beside that of the autograded files."""
        return Path(self.root, self.directory.autograded_directory).parent / ".labs-grade"

    @property
    def cell_seconds(self) -> float:
        """How long a cell may run, by the course's configuration; 0 is for ever."""
        return float(Execute(parent=self.converter).timeout or 0)

    def submissions(self) -> list[Submission]:
        """All that were handed in, by student."""
        pattern = re.compile(
            self.directory.format_path(
                self.directory.submitted_directory,
                "(?P<student_id>.*)",
                self.assignment,
                escape=True,
            )
        )
        found = []
        for folder in sorted(
            self.root.glob(str(self.place("submitted", "*").relative_to(self.root)))
        ):
            match = pattern.fullmatch(str(folder))
            if match and folder.is_dir():
                found.append(Submission(match["student_id"], folder))
        excluded = (self.directory.student_id_exclude or "").split(",")
        return [one for one in found if one.student not in excluded]

    @cached_property
    def releases(self) -> dict[str, Release]:
        """The notebooks of the assignment, by name."""
        with self.gradebook() as book:
            try:
                notebooks = book.find_assignment(self.assignment).notebooks
            except MissingEntry:
                raise CourseError(
                    f"The gradebook has no assignment {self.assignment!r}. Make it with "
                    f"`nbgrader generate_assignment {self.assignment!r}`."
                ) from None
            return {one.name: self._release(one) for one in notebooks}

    def _release(self, notebook: object) -> Release:
        graded = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}  # type: ignore[attr-defined]
        graded |= {cell.name: float(cell.max_score) for cell in notebook.task_cells}  # type: ignore[attr-defined]
        kinds = {
            kind: {cell.name for cell in getattr(notebook, f"{kind}_cells")}
            for kind in ("grade", "solution", "task")
        }
        cells = {
            cell.name: SourceCell(
                cell.name,
                cell.cell_type,
                cell.source,
                bool(cell.locked),
                cell.checksum,
                graded.get(cell.name),
                tuple(kind for kind, names in kinds.items() if cell.name in names),
            )
            for cell in notebook.source_cells  # type: ignore[attr-defined]
        }
        path = self.place("release") / f"{notebook.name}.ipynb"  # type: ignore[attr-defined]
        given = None
        if path.exists():
            given = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        return Release(notebook.name, notebook.kernelspec, cells, given)  # type: ignore[attr-defined]

    def handed_in(self, submission: Submission) -> HandedIn:
        """What the student handed in, within the sizes of the course's configuration."""
        thousand = 1_000  # nbgrader's kilobytes
        return read(
            submission.folder,
            self.directory.ignore,
            largest=self.directory.max_file_size * thousand,
            in_all=self.directory.max_dir_size * thousand,
        )

    def beside(self, handed_in: HandedIn) -> dict[str, bytes]:
        """What lies beside the notebooks, the course's own files over those handed in."""
        excluded = self.converter.exclude_overwriting.get(self.assignment, [])
        own = {name: content for name, content in self.own_files.items() if name not in excluded}
        folders = {str(parent) for name in own for parent in Path(name).parents}
        theirs = {
            name: content
            for name, content in handed_in.files.items()
            if name not in folders and own.keys().isdisjoint(map(str, Path(name).parents))
        }
        return theirs | own

    @cached_property
    def own_files(self) -> dict[str, bytes]:
        """What lies beside the course's own notebooks, by relative path."""
        folder = self.place("source")
        found = find_all_files(str(folder), [*self.directory.ignore, "*.ipynb"])
        return {os.path.relpath(name, folder): Path(name).read_bytes() for name in found}


def handed_in_at(handed_in: HandedIn) -> datetime | None:
    """When it was handed in, by the file that nbgrader's exchange adds; None if it does not say."""
    text = handed_in.files.get(TIMESTAMP, b"").decode(errors="replace").strip()
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """nbgrader's paths are relative to the course; and it starts `alembic` by its bare name."""
    before, programs = Path.cwd(), os.environ.get("PATH", os.defpath)
    os.chdir(folder)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), programs])
    try:
        yield
    finally:
        os.environ["PATH"] = programs
        os.chdir(before)
