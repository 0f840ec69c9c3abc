"""The tables that the checks of J02.1 stand on are those that the notebook gives."""

import ast
import sqlite3

from labs.course.units import find_unit
from labs.judges import relations
from labs.judges.relations import Relations
from labs.units.j02_1 import given


def notebook_s(name: str) -> str:
    """The text that the notebook gives this name."""
    cells = (cell.source for cell in find_unit("J02.1").read().cells if f"{name} = " in cell.source)
    (value,) = (
        ast.literal_eval(step.value)
        for source in cells
        for step in ast.parse(source).body
        if isinstance(step, ast.Assign) and ast.unparse(step.targets[0]) == name
    )
    return str(value)


def made_by(*ddl: str) -> Relations:
    db = sqlite3.connect(":memory:")
    db.executescript("".join(ddl))
    return relations(db)


def test_the_tables_of_evenings_are_the_notebook_s() -> None:
    theirs = made_by(notebook_s("SHOWS"), notebook_s("ORDERS_FOR_NOW"))
    assert made_by(given.SHOWS, given.ORDERS_FOR_NOW) == theirs


def test_the_tables_of_people_and_orders_are_the_notebook_s() -> None:
    payment = "CREATE TABLE payment (id INTEGER PRIMARY KEY);"
    assert made_by(given.READY, payment) == made_by(notebook_s("READY"), payment)
