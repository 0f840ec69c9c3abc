"""A foreign course of one heavy notebook: pandas, DuckDB and SQLAlchemy, in forty cells."""

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import indent

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from labs.grading.bench import stock
from labs.grading.bench.classes import Class

ASSIGNMENT, NOTEBOOK = "ps1", "tables"

_CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'heavy'\nc.Execute.iopub_timeout = 60\n"
_EXERCISES = 12

_IMPORTS = "import duckdb\nimport numpy as np\nimport pandas as pd\nimport sqlalchemy as sa"
_DATA = """rng = np.random.default_rng(1)
frame = pd.DataFrame({'a': rng.integers(0, 50, 200_000), 'b': rng.random(200_000)})"""

# A body, the test that learners see, the hidden one; `answer` stands for the function's name.
_KINDS = [
    (
        "return frame.groupby('a').b.sum().sort_values().tail(k)",
        "assert len(answer(3)) == 3",
        "assert answer(4).index[-1] == frame.groupby('a').b.sum().idxmax()",
    ),
    (
        "query = 'select a, sum(b) s from frame group by a order by s desc limit '\n"
        "return duckdb.sql(query + str(k)).fetchall()",
        "assert len(answer(3)) == 3",
        "assert answer(4)[0][1] > 100",
    ),
    (
        "engine = sa.create_engine('sqlite://')\n"
        "frame.head(2000).to_sql('t', engine)\n"
        "with engine.connect() as connection:\n"
        "    query = sa.text('select count(*) from t where a < :k')\n"
        "    return connection.execute(query, {'k': k}).scalar()",
        "assert answer(0) == 0",
        "assert answer(50) == 2000",
    ),
]


def make(root: Path, size: int) -> Class:
    """The course, released, with a class of this size.

    Raises:
        StockError: nbgrader does not release it.
    """
    course = Class(root, ASSIGNMENT, {f"student-{n:03}": NOTEBOOK for n in range(size)})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    source = new_notebook(  # type: ignore[no-untyped-call]
        cells=list(_cells()), metadata={"kernelspec": kernel}
    )
    folder = root / "source" / ASSIGNMENT
    folder.mkdir(parents=True)
    nbformat.write(source, folder / f"{NOTEBOOK}.ipynb")  # type: ignore[no-untyped-call]
    (root / "nbgrader_config.py").write_text(_CONFIG)
    stock.release(course)
    given = nbformat.read(  # type: ignore[no-untyped-call]
        root / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4
    )
    for number, student in enumerate(course.students):
        path = course.notebook("submitted", student)
        path.parent.mkdir(parents=True)
        nbformat.write(_handed_in(given, number), path)  # type: ignore[no-untyped-call]
    return course


def _cells() -> Iterator[NotebookNode]:
    yield _text("# Tables")
    yield _code(_IMPORTS)
    yield _code(_DATA)
    yield _text("Answer with the tool that each exercise names.")
    for number in range(_EXERCISES):
        _, seen, hidden = _KINDS[number % len(_KINDS)]
        name = f"answer{number}"
        body = f"### BEGIN SOLUTION\n{_body(number)}\n### END SOLUTION"
        test = f"{seen}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        yield _code(_function(number, body), _marks(name))
        yield _code(f"try:\n    print({name}(2))\nexcept NotImplementedError:\n    print('later')")
        yield _code(test.replace("answer(", f"{name}("), _marks(f"test{number}", points=2))


def _text(source: str) -> NotebookNode:
    return new_markdown_cell(source)  # type: ignore[no-untyped-call, no-any-return]


def _code(source: str, metadata: Mapping[str, object] | None = None) -> NotebookNode:
    return new_code_cell(source, metadata=metadata or {})  # type: ignore[no-untyped-call, no-any-return]


def _body(number: int) -> str:
    return _KINDS[number % len(_KINDS)][0]


def _function(number: int, body: str) -> str:
    return f"def answer{number}(k):\n{indent(body, '    ')}"


def _marks(name: str, points: int = 0) -> dict[str, object]:
    """nbgrader's metadata of an answer, or of a test worth points."""
    test = bool(points)
    told = {"grade": test, "solution": not test, "locked": test, "grade_id": name}
    rest = {"points": points} if test else {}
    return {"nbgrader": {**told, **rest, "schema_version": 3, "task": False}}


def _handed_in(given: NotebookNode, student: int) -> NotebookNode:
    """Right answers in the main; some exercises are left out, wrong, or no Python at all."""
    notebook = copy.deepcopy(given)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for number in range(_EXERCISES):
        if student % 5 == 0 or (student + number) % 4 != 3:
            cells[f"answer{number}"].source = _function(number, _body(number))
    if student % 7 == 3:
        cells["answer2"].source = _function(2, "return 17")
    if student % 7 == 5:
        cells["answer4"].source = "def answer4(k:"
    return notebook
