"""Which rows of the roadmap are proved by graded cells that exist."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from nbformat import NotebookNode
from pydantic import BaseModel

from labs.course.cells import Role, grade_id, roadmap, role
from labs.course.units import Unit
from labs.settings import ROOT

ROADMAP = ROOT / "data" / "roadmap.csv"
BEGIN, END = "<!-- coverage:begin -->", "<!-- coverage:end -->"

_REGION = re.compile(f"{re.escape(BEGIN)}\n(.*?){re.escape(END)}", re.DOTALL)


class ClaimError(LookupError):
    """A cell claims a row that is not in the roadmap, or claims one without being graded."""


class Proof(BaseModel, frozen=True):
    """A graded cell that proves a row."""

    unit: str
    grade_id: str
    path: str
    """The notebook, from the root of the course."""


class Row(BaseModel, frozen=True):
    """One requirement of the roadmap, and the graded cells that prove it."""

    id: str
    level: str
    area: int
    area_name: str
    words: str
    proofs: list[Proof] = []
    """Empty while the row is open."""


def rows(path: Path = ROADMAP) -> list[Row]:
    """Every row of the roadmap, in its order, with no proofs yet."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row.model_validate({**line, "words": line["seed_words"]})
            for line in csv.DictReader(file)
        ]


def coverage(units: Iterable[Unit], path: Path = ROADMAP) -> list[Row]:
    """Every row of the roadmap with its proofs; open rows have none.

    Raises ClaimError, naming every cell, if a claim is not one.
    """
    units = list(units)
    known = rows(path)
    if wrong := [
        problem for unit in units for problem in wrong_claims(unit.name, unit.read(), known)
    ]:
        raise ClaimError("\n".join(wrong))
    proofs: dict[str, list[Proof]] = {row.id: [] for row in known}
    for unit in units:
        notebook = unit.path.relative_to(unit.path.parents[3]).as_posix()
        for cell in unit.read().cells:
            for row_id in roadmap(cell):
                proofs[row_id].append(Proof(unit=unit.name, grade_id=grade_id(cell), path=notebook))
    return [row.model_copy(update={"proofs": proofs[row.id]}) for row in known]


def wrong_claims(unit: str, notebook: NotebookNode, known: Sequence[Row]) -> list[str]:
    """What is wrong with the claims in the notebook of the unit called `unit`."""
    ids = [row.id for row in known]
    found = []
    for cell in notebook.cells:
        where = f"{unit}, cell {grade_id(cell) or cell.get('id')}"
        for row_id in roadmap(cell):
            if role(cell) is not Role.TEST:
                found.append(
                    f"{where} claims {row_id}, but is not graded. Move the claim to the graded"
                    " cell that proves it."
                )
            if row_id not in ids:
                own = [i for i in ids if i.partition(".")[0] == row_id.partition(".")[0]]
                near = f"Its area has {own[0]} to {own[-1]}." if own else "There is no such area."
                found.append(f"{where} claims {row_id}, which is no row of the roadmap. {near}")
    return found


def table(known: Sequence[Row]) -> str:
    """A Markdown table with one line for each area: how many rows are proved, and where."""
    lines = ["| area | rows proved | units |", "|---|---|---|"]
    for area in dict.fromkeys(map(_area, known)):
        own = [row for row in known if _area(row) == area]
        proved = sum(bool(row.proofs) for row in own)
        units = sorted({(proof.unit, proof.path) for row in own for proof in row.proofs})
        links = " · ".join(f"[{name}]({path})" for name, path in units)
        lines.append(f"| {area} {own[0].area_name} | {proved} / {len(own)} | {links} |")
    return "\n".join(lines) + "\n"


def region(text: str) -> str | None:
    """The table that stands between the markers in a text; None if it has no markers."""
    match = _REGION.search(text)
    return match[1] if match else None


def with_table(text: str, known: Sequence[Row]) -> str:
    """The text with the table between its markers brought up to date."""
    return _REGION.sub(lambda _: f"{BEGIN}\n{table(known)}{END}", text)


def _area(row: Row) -> str:
    """Such as `J05`."""
    return row.id.partition(".")[0]
