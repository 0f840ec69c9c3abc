"""Each rule of the lesson standard is broken once, and nothing else is said."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from PIL import Image

from labs.proof.shape import RULES, problems
from labs.proof.shape.sheet import Sheet
from labs.proof.shape.text import words
from tests.support.notebooks import OPENING, STORY, cell_of, code, tiny_course

Edit = Callable[[NotebookNode], object]
CODE, PROSE, CLOSING = "j99-1-06", "j99-1-21", "j99-1-27"


def replace(cell: str, old: str, new: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        found = cell_of(notebook, cell)
        assert old in found.source
        found.source = found.source.replace(old, new)

    return edit


def add(cell: str, text: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        cell_of(notebook, cell).source += f"\n{text}"

    return edit


def remove(*cells: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        gone = [cell_of(notebook, cell) for cell in cells]
        notebook.cells = [cell for cell in notebook.cells if cell not in gone]

    return edit


def mark(cell: str, **metadata: object) -> Edit:
    return lambda notebook: cell_of(notebook, cell).metadata.update(metadata)


def grader(cell: str, **metadata: object) -> Edit:
    return lambda notebook: cell_of(notebook, cell).metadata.nbgrader.update(metadata)


def outputs(cell: str, *made: NotebookNode) -> Edit:
    return lambda notebook: cell_of(notebook, cell).update(outputs=list(made))


def more_code(number: int) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        notebook.cells[-1:-1] = [new_code_cell("1", id=f"more-{n}") for n in range(number)]

    return edit


def older_format(notebook: NotebookNode) -> None:
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]


def only_one_exercise(notebook: NotebookNode) -> None:
    kept = [cell for cell in notebook.cells if cell.metadata.get("exercise") != "E2"]
    notebook.cells = [*kept[:-1], *[code("1") for _ in range(3)], kept[-1]]
    for number, cell in enumerate(notebook.cells[:-1]):
        cell.id = f"cell-{number}"


def colourful() -> NotebookNode:
    """A figure in which each pixel has a colour of its own."""
    drawn = BytesIO()
    Image.linear_gradient("L").save(drawn, "PNG")
    return new_output("display_data", data={"image/png": b64encode(drawn.getvalue()).decode()})


PICTURE = new_output("display_data", data={"image/png": "", "text/plain": "a figure"})
PASSED = new_output("stream", name="stdout", text="passed")
VALUE = new_output("execute_result", data={"text/plain": "1"}, execution_count=1)
LONG = "\n".join(f"n{number} = {number}" for number in range(30))

BROKEN: dict[str, tuple[Edit, str]] = {
    "another kernel": (
        lambda notebook: notebook.metadata.kernelspec.update(name="ir"),
        "names the kernel 'ir'",
    ),
    "cells without ids": (older_format, "is of format 4.4, whose cells have no ids"),
    "a grade_id twice": (
        grader("E1-twice", grade_id="E1-counts"),
        "More than one cell has the grade_id E1-counts",
    ),
    "few code cells": (remove("j99-1-06", "j99-1-07"), "has 13 code cells besides its tests"),
    "many code cells": (more_code(16), "has 31 code cells besides its tests"),
    "a long cell": (add(CODE, LONG), f"Cell {CODE} has 31 lines, more than 25"),
    "a result before its prediction": (
        replace("j99-1-05", '"left"', '"right"'),
        "shows the result of 'right'",
    ),
    "a figure of many colours": (
        outputs(CODE, colourful(), PASSED),
        f"Cell {CODE} stores a figure of 256 colours, more than 64",
    ),
    "a figure without words": (
        outputs(CODE, PICTURE),
        f"Cell {CODE} draws a figure and says nothing",
    ),
    "no title": (replace("j99-1-01", "# Sell", "Sell"), "does not begin with a title"),
    "no objectives": (
        replace("j99-1-01", "After this you can", "Then you know"),
        "lacks 'After this you can'",
    ),
    "one objective": (
        lambda notebook: cell_of(notebook, "j99-1-01").update(
            source="\n".join(
                line for line in OPENING.splitlines() if not line.startswith(("- see", "- charge"))
            )
        ),
        "has 1 objectives, not 3 to 5",
    ),
    "no scope": (replace("j99-1-01", "**Not here:**", "**Later:**"), "lacks 'Not here'"),
    "no needs": (replace("j99-1-01", "**Needs**", "Needs"), "lacks '**Needs**'"),
    "no time": (replace("j99-1-01", "**Time**", "Time"), "a time from 30 to 60 minutes"),
    "too much time": (replace("j99-1-01", "30 minutes", "90 minutes"), "a time from 30 to 60"),
    "no way home": (
        replace("j99-1-01", "[Start page](../../start.ipynb)", "Start page"),
        "no link to the start page",
    ),
    "no production": (
        replace(CLOSING, "## What breaks", "## Where it breaks"),
        "## What breaks in",
    ),
    "no other stacks": (replace(CLOSING, "## In other", "## In many"), "## In other stacks"),
    "no recap": (replace(CLOSING, "## Recap", "## Summary"), "## Recap"),
    "nothing deeper": (replace(CLOSING, "Go deeper", "Read"), "There is no `**Go deeper:**`"),
    "no feedback": (replace(CLOSING, "#feedback", ""), "There is no feedback link"),
    "no ending": (remove("ending"), "not the one with this unit's `labs check`"),
    "another unit's ending": (replace("ending", "J99.1", "J99.2"), "`labs coverage --write`"),
    "something after the ending": (
        lambda notebook: notebook.cells.append(code("1")),
        "The last cell is not the one",
    ),
    "too few words": (replace("j99-1-03", STORY, "Story."), "words, not 800 to 1,800"),
    "too many words": (add(PROSE, STORY), "words, not 800 to 1,800"),
    "a dead link": (add(PROSE, "[there](98.1-gone.ipynb)"), "links to 98.1-gone.ipynb"),
    "an image without alt text": (add(PROSE, "![](../../start.ipynb)"), "image without alt text"),
    "an image tag without alt text": (add(PROSE, "<img src='a.png'>"), "image without alt text"),
    "an image from elsewhere": (
        add(PROSE, "![a stage](https://cdn.example.org/a.png)"),
        "loads an image from a network",
    ),
    "a call to the network": (
        add(CODE, "url = 'https://api.github.com/users'"),
        "names the host api.github.com",
    ),
    "an absolute path": (add(CODE, "open('/home" + "/ines/data.csv')"), "path /home" + "/ines"),
    "an absolute path in an output": (
        outputs(CODE, new_output("stream", name="stdout", text="/var/folders/x1/db")),
        "path /var/folders/x1",
    ),
    "one exercise": (only_one_exercise, "has 1 exercises, not 2 to 4"),
    "a test of no exercise": (
        lambda notebook: cell_of(notebook, "E1-twice").metadata.pop("exercise"),
        "Cell E1-twice is a graded test of no exercise",
    ),
    "no exercise text": (remove("E1-text"), "Exercise E1 has no cell for its exercise text"),
    "no explanation": (remove("E1-why"), "Exercise E1 has no cell for its explanation"),
    "no tests": (remove("E1-counts", "E1-twice"), "Exercise E1 has no cell for its graded test"),
    "no answer": (
        lambda notebook: (remove("E1-answer")(notebook), more_code(1)(notebook)),
        "Exercise E1 has no cell for its answer",
    ),
    "parts in another order": (
        lambda notebook: notebook.cells.insert(15, notebook.cells.pop(16)),
        "Exercise E1 is not in the order text, answer, tests, explanation",
    ),
    "two hints": (
        replace("E1-text", "<details><summary>Hint 3</summary>One line is enough.</details>", ""),
        "Exercise E1 has 2 folded hints, not 3",
    ),
    "a solution without an end": (
        replace("E1-answer", "### END SOLUTION", ""),
        "Cell E1-answer has 1 BEGIN SOLUTION and 0 END SOLUTION",
    ),
    "a folded test": (
        mark("E1-twice", jupyter={"source_hidden": True}),
        "Cell E1-twice is folded",
    ),
    "a long test": (add("E1-twice", "1\n2"), "Cell E1-twice has 10 lines, more than 8"),
    "a test with checks of another cell": (
        replace("E1-twice", "check(", "checks.twice("),
        "Write `from labs.units.j99_1 import checks` there",
    ),
    "an unlocked test": (grader("E1-twice", locked=False), "E1-twice can be changed by learners"),
    "an unlocked text": (grader("E1-text", locked=False), "E1-text can be changed by learners"),
    "a test without points": (grader("E1-twice", points=0), "Cell E1-twice is worth 0 points"),
    "no hidden test": (
        lambda notebook: [
            replace(f"E1-{part}", "HIDDEN TESTS", "OTHERS")(notebook)
            for part in ("counts", "twice")
        ],
        "Exercise E1 has no hidden test",
    ),
    "a silent test": (outputs("E1-twice"), "Cell E1-twice says nothing when it passes"),
    "a test with a value": (outputs("E1-twice", PASSED, VALUE), "E1-twice ends with a value"),
    "a test without a row": (mark("E1-twice", roadmap=[]), "Cell E1-twice proves no row"),
    "an unknown row": (mark("E1-twice", roadmap=["J05.99"]), "claims J05.99, which is no row"),
    "a row without a test": (mark(CODE, roadmap=["J05.04"]), "claims J05.04, but is not graded"),
}


def test_a_unit_that_keeps_all_rules_has_no_problems(tmp_path: Path) -> None:
    assert problems(tiny_course(tmp_path)) == []


@pytest.mark.parametrize("fault", BROKEN)
def test_one_fault_gives_one_problem(fault: str, tmp_path: Path) -> None:
    edit, phrase = BROKEN[fault]
    (problem,) = problems(tiny_course(tmp_path, edit=edit))
    assert phrase in problem
    assert problem.count(". ") >= 1  # what is wrong, and what to do


def test_no_prediction_at_all_is_one_problem(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path, sources={"j99-1-04": "1", "j99-1-05": "2"})
    (problem,) = problems(unit)
    assert "asks for no prediction" in problem


def test_a_folder_that_holds_more_than_notebooks_is_caught(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path)
    (unit.path.parent / "prices.csv").touch()
    (unit.path.parent / ".ipynb_checkpoints").mkdir()
    (problem,) = problems(unit)
    assert "The folder 99-trial holds prices.csv" in problem


def test_an_id_on_two_cells_is_caught(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path)
    text = unit.path.read_text(encoding="utf-8")
    unit.path.write_text(text.replace('"j99-1-08"', '"j99-1-09"'), encoding="utf-8")
    (problem,) = problems(unit)
    assert "More than one cell has the id j99-1-09" in problem


def test_every_rule_is_broken_by_some_test(tmp_path: Path) -> None:
    """A rule that no fault sets off would be a rule that nothing keeps."""
    sheets = [
        Sheet(tiny_course(tmp_path / str(number), edit=edit))
        for number, (edit, _) in enumerate(BROKEN.values())
    ]
    never = [rule.__name__ for rule in RULES if not any(list(rule(sheet)) for sheet in sheets)]
    assert never == ["_folder_holds_only_notebooks"]  # it is broken by a file, above


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/x", "http://localhost/", "http://{host}/", "https://shop.example/a"],
)
def test_code_may_name_this_machine_and_examples(url: str, tmp_path: Path) -> None:
    assert problems(tiny_course(tmp_path, edit=add(CODE, f"url = '{url}'"))) == []


def test_text_may_link_to_documents_and_files_being_written_may_be_long(tmp_path: Path) -> None:
    def edit(notebook: NotebookNode) -> None:
        add(PROSE, "[docs](https://docs.python.org/3/) and [below](#recap)")(notebook)
        cell_of(notebook, CODE).source = f"%%program quote.mjs\n{LONG}"

    assert problems(tiny_course(tmp_path, edit=edit)) == []


def test_words_leave_out_hints_hidden_lines_markup_and_addresses() -> None:
    text = """Two **words**, [a link](../some/where.ipynb) | --- |
<details><summary>Hint</summary>not these</details>
<!-- BEGIN HIDDEN TESTS -->
nor these
<!-- END HIDDEN TESTS -->"""
    assert words(text) == 4
