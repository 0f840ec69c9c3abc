"""What learners get: nbgrader's release, and nothing that they should find out for themselves."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from labs.course.cells import Role, role, stub
from labs.course.release import ReleaseError, leaks, release
from labs.course.units import Unit, read_notebook
from tests.support.notebooks import cell_of, tiny_course
from tests.support.stock import nbgrader, use_config


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    return tiny_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def released(unit: Unit) -> NotebookNode:
    return release(unit)


def test_the_copy_equals_what_stock_nbgrader_releases(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path)
    use_config(tmp_path)
    nbgrader(tmp_path, "generate_assignment", unit.area)
    theirs = tmp_path / "build" / "junior" / "release" / unit.area / unit.path.name
    assert read_notebook(theirs) == release(unit)


def test_an_answer_becomes_a_stub_that_raises(released: NotebookNode) -> None:
    assert cell_of(released, "E1-answer").source == (
        f"def free_seats(sold):\n    # YOUR CODE HERE\n    {stub('')}"
    )


def test_visible_tests_stay_and_hidden_ones_go(released: NotebookNode) -> None:
    test = cell_of(released, "E1-counts")
    assert "check({(3,): 39, (): 40})" in test.source
    assert "(1, 2)" not in test.source
    assert test.metadata.exercise == "E1"


def test_an_explanation_keeps_its_visible_line_alone(released: NotebookNode) -> None:
    assert cell_of(released, "E1-why").source == (
        "**Why this answer.** Explained after you hand in, or by `labs check`."
    )


def test_a_released_copy_is_a_valid_notebook_without_outputs(
    unit: Unit, released: NotebookNode
) -> None:
    nbformat.validate(released)
    assert all(not cell.get("outputs") for cell in released.cells)
    assert [cell.id for cell in released.cells] == [cell.id for cell in unit.read().cells]


def test_learners_cannot_delete_what_is_graded(released: NotebookNode) -> None:
    graded = [cell for cell in released.cells if role(cell) in (Role.ANSWER, Role.TEST)]
    assert len(graded) == 6
    assert all(cell.metadata.deletable is False for cell in graded)


def test_the_source_is_not_changed(unit: Unit) -> None:
    source = unit.read()
    release(source)
    assert source == unit.read()


def test_an_open_solution_is_refused_by_name(tmp_path: Path) -> None:
    broken = {"E1-answer": "def free_seats(sold):\n    ### BEGIN SOLUTION\n    return 0"}
    unit = tiny_course(tmp_path, sources=broken, executed=False)
    with pytest.raises(ReleaseError, match=r"J99\.1 cannot be released: no end solution"):
        release(unit)


def test_a_clean_copy_leaks_nothing(unit: Unit, released: NotebookNode) -> None:
    assert leaks(unit.read(), released) == []


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("E2-answer", "    share = pence // 10", "cell E2-answer holds the hidden line 'share"),
        ("E1-counts", "check({(1, 2): 38})", "cell E1-counts holds the hidden line"),
        ("E1-why", "A set keeps each seat once.", "cell E1-why holds the hidden line"),
        ("j99-1-03", "See max(50, share), or `return max(50, share)`.", "cell j99-1-03 holds"),
        ("E2-answer", "### END SOLUTION", "cell E2-answer still has the marker 'END SOLUTION'"),
    ],
)
def test_a_line_that_came_through_is_found(
    unit: Unit, released: NotebookNode, cell: str, text: str, said: str
) -> None:
    cell_of(released, cell).source += f"\n{text}"
    assert any(leak.startswith(said) for leak in leaks(unit.read(), released))


def test_an_output_that_came_through_is_found(unit: Unit, released: NotebookNode) -> None:
    cell_of(released, "E2-share").outputs = [new_output("stream", name="stdout", text="hello")]
    assert leaks(unit.read(), released) == ["cell E2-share still has its output"]


def test_a_solution_in_the_metadata_is_found(unit: Unit, released: NotebookNode) -> None:
    released.metadata["draft"] = {"fee": ["return max(50, share)"]}
    assert leaks(unit.read(), released) == [
        "the notebook's metadata hold 'return max(50, share)'",
    ]


def test_an_answer_that_was_never_cut_is_found(unit: Unit) -> None:
    source = unit.read()
    cell_of(source, "E1-answer").source = "def free_seats(sold):\n    return SEATS - len(set(sold))"
    uncut = release(source)
    cell_of(uncut, "E1-answer").source = cell_of(source, "E1-answer").source
    assert "cell E1-answer is an answer without the stub 'raise NotImplementedError()'" in (
        leaks(source, uncut)
    )


def test_a_line_that_the_unit_shows_openly_is_no_secret(tmp_path: Path) -> None:
    shown = {"j99-1-11": "print(SEATS - len(set([1])))  # return SEATS - len(set(sold))"}
    unit = tiny_course(tmp_path, sources=shown)
    assert leaks(unit.read(), release(unit)) == []
