"""`labs check` judges a saved copy as nbgrader would, and helps where the copy is damaged."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from labs.course.check import check
from labs.course.check_report import CheckedExercise, CheckReport, ago
from labs.course.options import nbgrader_options
from labs.course.release import release
from labs.course.repair import CopyError, read_copy, with_graded_cells
from labs.course.scores import complaint, score
from labs.course.units import Unit
from tests.support.notebooks import ANSWERS, cell_of, tiny_course

RIGHT = {f"{name}-answer": source for name, source in ANSWERS.items()}


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    return tiny_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def released(unit: Unit) -> NotebookNode:
    return release(unit)


@pytest.fixture
def copy(released: NotebookNode, tmp_path: Path) -> Callable[..., Path]:
    def write(change: Callable[[NotebookNode], Any] | None = None, **answers: str) -> Path:
        notebook = nbformat.from_dict(released)
        for name, source in answers.items():
            cell_of(notebook, name.replace("_", "-")).source = source
        if change:
            change(notebook)
        path = tmp_path / "copy.ipynb"
        nbformat.write(notebook, path)
        return path

    return write


def right(notebook: NotebookNode) -> None:
    for name, source in RIGHT.items():
        cell_of(notebook, name).source = source


def messages(report: CheckReport) -> dict[str, str]:
    return {test.name: test.message for exercise in report.exercises for test in exercise.tests}


def repaired(unit: Unit, copy: Path) -> tuple[list[str], list[str]]:
    """The names of the graded and answer cells in the order in which they would run; notes."""
    own = read_copy(unit, copy)
    notes = with_graded_cells(unit, unit.read(), own)
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in own.cells]
    return [name for name in names if name and not name.endswith(("text", "why"))], notes


IN_ORDER = ["E1-answer", "E1-counts", "E1-twice", "E2-answer", "E2-share", "E2-least"]


def test_a_copy_with_one_exercise_done(unit: Unit, copy: Callable[..., Path]) -> None:
    path = copy(E1_answer=ANSWERS["E1"])
    saved = path.read_bytes()
    seen: list[tuple[int, int]] = []

    report = check(unit, path, watch=lambda *at: seen.append(at))

    first, second = report.exercises
    assert (report.points, report.of, report.passed) == (2, 4, False)
    assert (first.name, first.title, first.passed) == ("E1", "Exercise E1 * · free seats", True)
    assert first.explanation == "A set keeps each seat once."
    assert (second.points, second.explanation) == (0, "")
    assert (first.written, second.written) == (True, False)
    assert messages(report)["E2-share"] == "NotImplementedError"
    assert path.read_bytes() == saved
    assert seen[-1] == (7, 7), "one cell that prepares, two answers, four tests"


def test_each_exercise_is_told_as_soon_as_it_is_judged(
    unit: Unit, copy: Callable[..., Path]
) -> None:
    told: list[object] = []
    check(
        unit,
        copy(E1_answer=ANSWERS["E1"]),
        watch=lambda ran, of: told.append(ran),
        tell=lambda found: told.append(found.name if isinstance(found, CheckedExercise) else found),
    )
    assert told == [1, 2, 3, "E1", 4, 5, 6, "E2", 7]


def test_all_cells_are_run_if_asked_for_and_cells_of_the_learner_always(
    unit: Unit, copy: Callable[..., Path]
) -> None:
    def change(notebook: NotebookNode) -> None:
        cell_of(notebook, "j99-1-05").source = "SEATS = 39"
        own = new_code_cell("def different(seats):\n    return len(set(seats))")
        notebook.cells.insert(0, own)

    path = copy(change, E1_answer="def free_seats(sold):\n    return SEATS - different(sold)")
    assert check(unit, path).points == 2
    everything = check(unit, path, everything=True)
    assert (everything.points, everything.everything) == (0, True)


def test_hidden_tests_catch_an_answer_that_knows_the_visible_ones(
    unit: Unit, copy: Callable[..., Path]
) -> None:
    cheat = "def free_seats(sold):\n    return {(3,): 39, (3, 3): 39}.get(sold, 40)"
    said = messages(check(unit, copy(E1_answer=cheat, E2_answer=ANSWERS["E2"])))
    assert said["E1-counts"].startswith("AssertionError: free_seats((1, 2)) gave 40: count them")
    assert said["E2-share"] == said["E2-least"] == ""


def test_trouble_in_an_answer_is_told_with_its_line(unit: Unit, copy: Callable[..., Path]) -> None:
    def change(notebook: NotebookNode) -> None:
        cell_of(notebook, "j99-1-01").source = "Not the learner's text"
        cell_of(notebook, "E2-share").source = "pass  # a changed test changes nothing"
        cell_of(notebook, "j99-1-05").source = "guess ="

    broken = copy(change, E1_answer="def free_seats(sold)\n    return 40")
    report = check(unit, broken, everything=True)
    assert report.exercises[0].written
    assert report.exercises[0].trouble == "SyntaxError: expected ':' (line 1)"
    assert messages(report)["E1-counts"] == "NameError: name 'free_seats' is not defined"
    assert messages(report)["E2-share"] == "NotImplementedError"
    assert report.notes == ["The cell 'guess =' failed: SyntaxError: invalid syntax (line 1)"]


def test_writing_to_stderr_costs_the_points(unit: Unit, copy: Callable[..., Path]) -> None:
    noisy = f"import sys\n{ANSWERS['E1']}\n    print('hm', file=sys.stderr)"
    noisy = noisy.replace("return", "print('hm', file=sys.stderr); return")
    report = check(unit, copy(E1_answer=noisy))
    assert report.points == 0
    assert messages(report)["E1-counts"].startswith(
        "It wrote to stderr, for which nbgrader gives 0 points:\nhm"
    )


def test_an_answer_that_ends_the_kernel_keeps_the_points_before_it(
    unit: Unit, copy: Callable[..., Path]
) -> None:
    report = check(unit, copy(E1_answer=ANSWERS["E1"], E2_answer="import os\nos._exit(1)"))
    assert [exercise.points for exercise in report.exercises] == [2, 0]
    assert messages(report)["E2-least"].startswith(
        "Not run, since the run ended in the cell 'import os'.\nThe kernel ended."
    )


def test_an_answer_that_never_ends_is_stopped(
    unit: Unit, copy: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(nbgrader_options().Execute, "timeout", 2)
    endless = "def free_seats(sold):\n    while True: pass"
    report = check(unit, copy(E1_answer=endless, E2_answer=ANSWERS["E2"]))
    assert [exercise.points for exercise in report.exercises] == [0, 2]
    assert messages(report)["E1-twice"] == "It ran for more than 2 s and was stopped."


def test_no_copy_says_how_to_get_one(unit: Unit, tmp_path: Path) -> None:
    with pytest.raises(CopyError, match=r"no copy of J99\.1 at .*\n`make lab` writes it"):
        check(unit, tmp_path / "none.ipynb")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("{", "not valid JSON"),
        ("[]", "not a notebook"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "is not a copy of"),
    ],
)
def test_a_broken_copy_says_what_to_do(unit: Unit, tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "copy.ipynb"
    path.write_text(content)
    with pytest.raises(CopyError, match=rf"(?s){said}.*`make lab`"):
        check(unit, path)


def test_an_undamaged_copy_needs_no_note(unit: Unit, copy: Callable[..., Path]) -> None:
    assert repaired(unit, copy()) == (IN_ORDER, [])


def test_a_cell_of_the_learners_own_may_stand_anywhere(
    unit: Unit, copy: Callable[..., Path]
) -> None:
    def change(notebook: NotebookNode) -> None:
        answer = notebook.cells.index(cell_of(notebook, "E1-answer"))
        notebook.cells.insert(answer + 1, new_code_cell("sold = 'mine'"))

    path = copy(change)
    assert repaired(unit, path) == (IN_ORDER, [])
    own = read_copy(unit, path)
    with_graded_cells(unit, unit.read(), own)
    sources = [cell.source for cell in own.cells]
    assert sources.index("sold = 'mine'") == sources.index(cell_of(own, "E1-counts").source) - 1


@pytest.mark.parametrize("lost", [["E1-counts"], ["E1-twice"], ["E1-counts", "E1-twice", "E1-why"]])
def test_a_deleted_test_is_put_back(unit: Unit, copy: Callable[..., Path], lost: list[str]) -> None:
    def change(notebook: NotebookNode) -> None:
        for name in lost:
            notebook.cells.remove(cell_of(notebook, name))

    order, notes = repaired(unit, copy(change))
    assert order == IN_ORDER
    assert notes == [
        f"{name}: this check is not in your copy. It was put in its place for now."
        for name in lost
        if name != "E1-why"
    ]


def test_a_test_before_its_answer_is_put_after_it(unit: Unit, copy: Callable[..., Path]) -> None:
    def change(notebook: NotebookNode) -> None:
        test = cell_of(notebook, "E2-share")
        notebook.cells.remove(test)
        notebook.cells.insert(0, test)

    order, notes = repaired(unit, copy(change))
    assert order == IN_ORDER
    assert notes == [
        "E2-share: this check stands before its answer. It was put in its place for now."
    ]


def test_of_two_answers_the_last_counts(unit: Unit, copy: Callable[..., Path]) -> None:
    def change(notebook: NotebookNode) -> None:
        answer = cell_of(notebook, "E1-answer")
        notebook.cells.insert(0, nbformat.from_dict({**answer, "id": "again"}))

    order, notes = repaired(unit, copy(change))
    assert order == IN_ORDER
    (note,) = notes
    assert note.startswith("E1-answer: this cell is in your copy twice. The last one counts here")


def test_a_lost_answer_is_told_and_the_others_still_count(
    unit: Unit, copy: Callable[..., Path]
) -> None:
    def change(notebook: NotebookNode) -> None:
        right(notebook)
        notebook.cells.remove(cell_of(notebook, "E1-answer"))

    report = check(unit, copy(change))
    assert [exercise.points for exercise in report.exercises] == [0, 2]
    assert report.notes == ["E1-answer: the answer cell is not in your copy."]


def test_cells_are_known_by_their_ids_if_the_metadata_are_lost(
    unit: Unit, copy: Callable[..., Path]
) -> None:
    def change(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            cell.metadata = NotebookNode()

    assert repaired(unit, copy(change)) == (IN_ORDER, [])


def test_without_metadata_and_ids_it_is_no_copy(unit: Unit, copy: Callable[..., Path]) -> None:
    def change(notebook: NotebookNode) -> None:
        for number, cell in enumerate(notebook.cells):
            cell.metadata, cell.id = NotebookNode(), str(number)

    with pytest.raises(CopyError, match=r"not a copy of J99\.1"):
        repaired(unit, copy(change))


def test_an_answer_turned_into_text_is_turned_back(unit: Unit, copy: Callable[..., Path]) -> None:
    def change(notebook: NotebookNode) -> None:
        right(notebook)
        place = notebook.cells.index(cell_of(notebook, "E2-answer"))
        old = notebook.cells[place]
        notebook.cells[place] = new_markdown_cell(old.source, id=old.id, metadata=old.metadata)

    own = read_copy(unit, copy(change))
    notes = with_graded_cells(unit, unit.read(), own)
    assert cell_of(own, "E2-answer").cell_type == "code"
    assert notes == [
        "E2-answer: it was turned into another type of cell, and is turned back.",
    ]


OUTPUTS = {
    "nothing": [],
    "text": [new_output("stream", name="stdout", text="fine")],
    "stderr": [new_output("stream", name="stderr", text="hm")],
    "error": [new_output("error", ename="ValueError", evalue="no", traceback=[])],
    "half": [new_output("execute_result", data={"text/plain": "0.5"}, execution_count=1)],
    "zero": [new_output("execute_result", data={"text/plain": "0"}, execution_count=1)],
    "negative": [new_output("execute_result", data={"text/plain": "-1"}, execution_count=1)],
    "words": [new_output("execute_result", data={"text/plain": "'ok'"}, execution_count=1)],
    "figure": [new_output("display_data", data={"image/png": "aGk="})],
}


@pytest.mark.parametrize("outputs", OUTPUTS.values(), ids=OUTPUTS)
def test_the_score_is_nbgraders(unit: Unit, outputs: list[NotebookNode]) -> None:
    from nbgrader.utils import determine_grade

    cell = cell_of(unit.read(), "E1-counts")
    cell.outputs = outputs
    assert score(cell) == determine_grade(cell)[0]


def test_a_long_message_is_cut_to_twelve_lines() -> None:
    long = new_output("error", ename="CheckFailed", evalue="\n".join("abcdefghijklmnop"))
    assert complaint([long]).splitlines() == [*"abcdefghijk", "…"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (4.9, "just now"),
        (5, "5 seconds ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7_300, "2 hours ago"),
        (200_000, "2 days ago"),
    ],
)
def test_the_time_of_saving_in_words(seconds: float, words: str) -> None:
    assert ago(seconds) == words


def test_the_report_says_when_the_copy_was_saved(unit: Unit, copy: Callable[..., Path]) -> None:
    path = copy(right)
    os.utime(path, (time.time() - 200,) * 2)
    report = check(unit, path)
    assert report.passed
    assert (report.copy, report.saved_ago) == (path, "3 minutes ago")
