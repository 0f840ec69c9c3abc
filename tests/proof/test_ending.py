"""The end of each unit: its own check, and the link to the next."""

import re
from pathlib import Path

import pytest

from labs.course.units import Unit, all_units
from labs.proof.ending import CELL, ending, write_endings
from labs.proof.new_unit import new_unit
from tests.support.notebooks import cell_of, tiny_course


def test_a_unit_leads_to_the_next_of_its_area_then_of_the_next_area_and_level(
    tmp_path: Path,
) -> None:
    for name in ("J02.9", "J02.10", "J05.1", "S02.1"):
        new_unit(name, "Ask in SQL", root=tmp_path)
    units = all_units(tmp_path)
    links = [re.findall(r"\*\*Next:\*\* \[[^]]+\]\(([^)]+)\)", said(unit)) for unit in units]
    assert links == [
        ["02.10-ask-in-sql.ipynb"],
        ["../05-caching/05.1-ask-in-sql.ipynb"],
        ["../../senior/02-databases/02.1-ask-in-sql.ipynb"],
        [],
    ]
    for unit, found in zip(units, links, strict=True):
        assert all((unit.path.parent / link).exists() for link in found)
    assert "this was the last unit so far · [Start page](../../start.ipynb)" in said(units[-1])


@pytest.mark.parametrize("unit", all_units(), ids=lambda unit: unit.name)
def test_a_unit_names_its_own_check(unit: Unit) -> None:
    assert f"\nlabs check {unit.name}\n" in ending(unit, all_units())


def test_writing_them_again_changes_nothing_and_one_that_is_wrong_is_put_right(
    tmp_path: Path,
) -> None:
    unit = tiny_course(tmp_path)
    before = unit.path.read_bytes()
    write_endings([unit])
    assert unit.path.read_bytes() == before
    unit.path.write_text(unit.path.read_text().replace("labs check J99.1", "labs check J1.1"))
    write_endings([unit])
    assert unit.path.read_bytes() == before


def said(unit: Unit) -> str:
    """What the last cell says."""
    notebook = unit.read()
    assert notebook.cells[-1].id == CELL
    return str(cell_of(notebook, CELL).source)
