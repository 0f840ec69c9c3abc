"""Handing in packs an area's copies as they are saved, or says what is wrong with which."""

import getpass
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import nbformat
import pytest
from nbformat import NotebookNode

from labs.course.copies import copy_path, write_copies
from labs.course.handin import HandInError, login_name, make_zip
from labs.course.units import read_notebook
from tests.support.notebooks import cell_of, tiny_course


class Learner:
    """A learner's folder, with a copy of the tiny course."""

    def __init__(self, folder: Path) -> None:
        self.root, self.work = folder / "course", folder / "my work"
        self.copy = copy_path(tiny_course(self.root), self.work)
        write_copies(self.work, self.root)

    def edit(self, change: Callable[[NotebookNode], Any]) -> None:
        notebook = read_notebook(self.copy)
        change(notebook)
        nbformat.write(notebook, self.copy)

    def hand_in(self, area: str = "J99", student: str = "ana") -> Path:
        return make_zip(area, student, self.work, self.root)

    def is_refused(self, *words: str, **given: str) -> None:
        before = self.copy.read_bytes() if self.copy.exists() else b""
        with pytest.raises(HandInError) as refused:
            self.hand_in(**given)
        assert all(word in str(refused.value) for word in words), refused.value
        assert not (self.work / "handin").exists()
        assert before == (self.copy.read_bytes() if self.copy.exists() else b"")


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return Learner(tmp_path)


@pytest.mark.parametrize("area", ["J99", "j99", "99"])
def test_the_copies_go_in_byte_for_byte_under_level_area_student_and_time(
    learner: Learner, area: str
) -> None:
    saved = learner.copy.read_bytes() + b"\n"
    learner.copy.write_bytes(saved)
    archive = learner.hand_in(area)
    assert archive.parent == learner.work / "handin"
    _, student, stamp = archive.stem.split("-")
    with ZipFile(archive) as packed:
        (name,) = packed.namelist()
        assert packed.read(name) == saved
    assert name == f"junior/99-trial/{student}/{stamp}/99.1-a-trial-unit.ipynb"
    assert [*archive.parent.iterdir()] == [archive], "no unfinished file is left"
    assert learner.copy.read_bytes() == saved


def test_an_unknown_area_is_refused_with_the_known_ones(learner: Learner) -> None:
    learner.is_refused("no area 'J99.1'", "handed in whole", "have units: J99", area="J99.1")


@pytest.mark.parametrize("student", ["", "../ana", "ana/05", ".ana", "ana b", "*", "a" * 65])
def test_a_student_id_that_cannot_be_a_folder_is_refused(learner: Learner, student: str) -> None:
    learner.is_refused(repr(student), "--student", student=student)


def test_a_missing_copy_is_named(learner: Learner) -> None:
    learner.copy.unlink()
    learner.is_refused("no copy of J99.1", str(learner.copy), "make lab")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        ('{"cells": [', "not valid JSON"),
        ('{"cells": [], "metadata": {}}', "no valid notebook"),
    ],
)
def test_a_broken_copy_is_named_with_what_is_wrong(learner: Learner, text: str, words: str) -> None:
    learner.copy.write_text(text)
    learner.is_refused(str(learner.copy), words, "rename it")


def test_a_copy_of_another_version_is_refused_with_the_cells_that_differ(learner: Learner) -> None:
    def older(notebook: NotebookNode) -> None:
        cell_of(notebook, "E2-share").metadata.nbgrader.grade_id = "E2-tenth"

    learner.edit(older)
    learner.is_refused("E2-share are missing", "E2-tenth are not of this version", "make lab")


def test_a_copy_without_its_metadata_is_refused(learner: Learner) -> None:
    learner.edit(lambda notebook: [cell.metadata.clear() for cell in notebook.cells])
    learner.is_refused("E1-answer", "E2-why", "are missing")


def test_a_doubled_cell_is_refused(learner: Learner) -> None:
    def doubled(notebook: NotebookNode) -> None:
        notebook.cells.append(deepcopy(cell_of(notebook, "E1-answer")))
        notebook.cells[-1].id = "another"

    learner.edit(doubled)
    learner.is_refused("E1-answer are there more than once", "Delete what is there twice")


def test_every_copy_with_a_problem_is_named_at_once(learner: Learner) -> None:
    first = learner.root / "notebooks/junior/99-trial/99.1-a-trial-unit.ipynb"
    first.with_name("99.2-another-unit.ipynb").write_bytes(first.read_bytes())
    learner.copy.unlink()
    learner.is_refused("no copy of J99.1", "no copy of J99.2")


def test_a_folder_that_cannot_be_written_is_named(learner: Learner) -> None:
    (learner.work / "handin").write_text("a file, where the folder should be")
    with pytest.raises(HandInError, match=r"handin.*cannot be written: File exists"):
        learner.hand_in()


def test_the_login_name_is_the_default_unless_all_have_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "ana")
    assert login_name() == "ana"
    monkeypatch.setattr(getpass, "getuser", lambda: "jovyan")
    with pytest.raises(HandInError, match=r"logged in as jovyan[\s\S]*--student"):
        login_name()
