"""A foreign course of one heavy notebook: pandas, DuckDB and SQLAlchemy, in forty cells.

Its weight is that of a usual homework: two seconds of imports, two of reading and tidying the
data, which is the same for everybody, then a fifth of a second in the exercises.
"""

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

_IMPORTS = """import duckdb
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sqlalchemy as sa"""

_DATA = """rng = np.random.default_rng(1)
minutes = pd.to_timedelta(rng.integers(0, 525_600, 120_000), 'min')
raw = pd.DataFrame({
    'a': rng.integers(0, 50, 120_000),
    'b': rng.random(120_000).round(4).astype(str),
    'sold': (pd.Timestamp('2031-01-01') + minutes).astype(str),
})"""

_TIDY = """sold = pd.to_datetime(raw.sold, format='%Y-%m-%d %H:%M:%S')
tidy = raw.assign(b=raw.b.astype(float), sold=sold, night=sold.dt.strftime('%a %d %b'))
tidy = tidy.sort_values('sold').drop_duplicates()
frame = tidy.loc[tidy.sold < '2031-05-01', ['a', 'b']]
engine = sa.create_engine('sqlite://')
frame.head(500).to_sql('t', engine)
tidy.groupby('night').b.describe()"""

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
        "with engine.connect() as connection:\n"
        "    query = sa.text('select count(*) from t where a < :k')\n"
        "    return connection.execute(query, {'k': k}).scalar()",
        "assert answer(0) == 0",
        "assert answer(50) == 500",
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
    yield _text("# Tables\n\nAnswer with the tool that each exercise names.")
    yield from map(_code, [_IMPORTS, _DATA, _TIDY])
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
