"""A tiny but complete course, built in a temporary folder for tests of the course's machinery.

Its one unit keeps every rule of the lesson standard, so that a test may break one rule and
see what is said about it. It needs no server and no other part of `labs`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from labs.course.units import Unit
from labs.proof.answers import path_of
from labs.proof.ending import CELL, ending

UNIT = "notebooks/junior/99-trial/99.1-a-trial-unit.ipynb"

OPENING = """# Sell what is left

Priya has forty chairs and a notebook. On Friday she sold one of them twice.

**After this you can**
- count the seats that are left;
- see a seat that was sold twice;
- charge a fee that is never too small.

**Not here:** payments (J12).

**Time** 30 minutes · **Needs** nothing, 50 MB · [Start page](../../start.ipynb)"""

SETUP = """SEATS = 40
guesses = {}


def predict(name, guess, unit):
    guesses[name] = guess


def predicted(name, result):
    print(f"{name}: you said {guesses[name]}, it is {result}")


print("seats:", SEATS)"""

EXPERIMENT = """sold = [3, 7, 7, 9]
predicted("left", SEATS - len(set(sold)))"""

HINTS = """
<details><summary>Hint 1</summary>Look at the text again.</details>
<details><summary>Hint 2</summary>Try it on paper.</details>
<details><summary>Hint 3</summary>One line is enough.</details>"""

ANSWERS = {
    "E1": """def free_seats(sold):
    ### BEGIN SOLUTION
    return SEATS - len(set(sold))
    ### END SOLUTION""",
    "E2": """def fee(pence):
    ### BEGIN SOLUTION
    share = pence // 10
    return max(50, share)
    ### END SOLUTION""",
}

TEXTS = {
    "E1": "### Exercise E1 * · free seats\nWrite `free_seats(sold)`: a seat counts once.",
    "E2": "### Exercise E2 ** · the fee\nWrite `fee(pence)`: a tenth, but never less than 50.",
}

# exercise, grade_id, roadmap row, function, visible calls, hidden calls, what a failure says
TESTS = [
    ("E1", "E1-counts", "J05.01", "free_seats", {(3,): 39, (): 40}, {(1, 2): 38}, "count them"),
    ("E1", "E1-twice", "J05.02", "free_seats", {(3, 3): 39}, {(9, 9, 9): 39}, "sold twice"),
    ("E2", "E2-share", "J05.03", "fee", {1000: 100, 2019: 201}, {909: 90}, "a tenth"),
    ("E2", "E2-least", "J05.03", "fee", {40: 50, 499: 50}, {0: 50, 510: 51}, "never less"),
]

CLOSING = """## What breaks in production
Two box offices sell at once.

## In other stacks
Spring, Rails and Laravel count in the database.

## Recap
1. A seat is counted once.
2. A fee has a floor.

**Go deeper:** a good book. **Was something unclear?** [Tell us](../../start.ipynb#feedback)"""

STORY = "The queue at the door grows and Priya counts her chairs once more before it opens. " * 55


def tiny_course(
    root: Path,
    *,
    sources: Mapping[str, str] | None = None,
    edit: Callable[[NotebookNode], Any] | None = None,
    executed: bool = True,
) -> Unit:
    """Write a course of one unit, J99.1, and a start page under `root`.

    `sources` replaces the sources of cells, by cell id or grade_id, before the notebook is
    executed; `edit` changes the finished notebook in place before it is written.
    """
    notebook = tiny_notebook(sources or {})
    if executed:
        execute(notebook)
    if edit:
        edit(notebook)
    unit = Unit(root / UNIT)
    unit.path.parent.mkdir(parents=True, exist_ok=True)
    start = root / "notebooks" / "start.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Start", id="start-01")]), start)
    nbformat.write(notebook, unit.path)
    return unit


def tiny_notebook(sources: Mapping[str, str] | None = None) -> NotebookNode:
    """The unit's notebook, not executed."""
    cells = [
        prose(OPENING),
        code(SETUP, tags=["setup"]),
        prose(f"## 1 · How many are left?\n\n{STORY}\n\n**Predict.** Four sales, forty seats."),
        code('predict("left", ..., "seats")'),
        code(EXPERIMENT),
        *(code(f'print("row {row}:", SEATS // {row})') for row in range(1, 11)),
        *_exercise("E1"),
        prose("## 2 · The fee"),
        *_exercise("E2"),
        prose(CLOSING),
    ]
    for number, cell in enumerate(cells, 1):
        cell.id = f"j99-1-{number:02}"
    only = Unit(Path(UNIT))
    cells.append(new_markdown_cell(ending(only, [only]), id=CELL))
    for cell in cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = (sources or {}).get(cell.id, (sources or {}).get(name, cell.source))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(
        cells=cells,
        metadata={"kernelspec": kernel, "language_info": {"name": "python"}},
    )
    notebook.nbformat_minor = 5
    return notebook


def execute(notebook: NotebookNode) -> None:
    """Give each code cell its count and what it prints, as a kernel would, without one."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    code_cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    for count, cell in enumerate(code_cells, 1):
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(cell.source, f"<{cell.id}>", "exec"), namespace)  # noqa: S102
        text = printed.getvalue()
        cell.outputs = [new_output("stream", name="stdout", text=text)] if text else []
        cell.execution_count = count


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell with this grade_id or cell id."""
    for cell in notebook.cells:
        if name in (cell.id, cell.metadata.get("nbgrader", {}).get("grade_id")):
            return cell
    raise LookupError(f"no cell {name!r}")


def prose(source: str) -> NotebookNode:
    """A markdown cell."""
    return new_markdown_cell(source)


def code(source: str, tags: Iterable[str] = ()) -> NotebookNode:
    """A plain code cell."""
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def graded(cell: NotebookNode, exercise: str, part: str, **extra: Any) -> NotebookNode:
    """The cell with the metadata of a part of an exercise; `points` makes it a graded test."""
    grader = {
        "grade": "points" in extra,
        "grade_id": f"{exercise}-{part}",
        "locked": part != "answer",
        "schema_version": 3,
        "solution": part == "answer",
        "task": False,
    }
    if "points" in extra:
        grader["points"] = extra["points"]
        cell.metadata.update(roadmap=extra["roadmap"])
    cell.metadata.update(exercise=exercise, nbgrader=grader)
    return cell


def _exercise(name: str) -> list[NotebookNode]:
    why = (
        "**Why this answer.** Explained after you hand in, or by `labs check`.\n"
        "<!-- BEGIN HIDDEN TESTS -->\nA set keeps each seat once.\n<!-- END HIDDEN TESTS -->"
    )
    tests = [
        graded(code(_test(*test[1:2], *test[3:])), name, part, points=1, roadmap=[test[2]])
        for test in TESTS
        if test[0] == name and (part := test[1].split("-", 1)[1])
    ]
    return [
        graded(prose(TEXTS[name] + "\n" + HINTS), name, "text"),
        graded(code(ANSWERS[name]), name, "answer"),
        *tests,
        graded(prose(why), name, "why"),
    ]


def _test(
    grade_id: str,
    function: str,
    visible: Mapping[Any, int],
    hidden: Mapping[Any, int],
    likely: str,
) -> str:
    """A test as short as a unit's, but with its check in it: a visible and a hidden call."""
    return f'''def check(cases, call={function}):
    for given, expected in cases.items():
        assert call(given) == expected, f"{function}({{given}}) gave {{call(given)}}: {likely}"
check({visible!r})
### BEGIN HIDDEN TESTS
check({hidden!r})
### END HIDDEN TESTS
print("\N{HEAVY CHECK MARK} {grade_id}")'''


def write_answers(unit: Unit, answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the unit's file of answers: what each table holds, by its name."""
    lines = []
    for name, table in answers.items():
        lines.append(f"[{name}]")
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()
        ]
    path = path_of(unit)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
