"""Gate 3: what is claimed of the roadmap is proved, and what is open is not hidden."""

from labs.course.cells import points
from labs.course.units import Unit
from labs.proof.coverage import coverage, region, table
from labs.settings import ROOT
from tests.support.units import UNITS, each_unit


@each_unit
def test_a_unit_proves_rows_of_its_own_area(unit: Unit) -> None:
    area = unit.name.split(".", 1)[0]
    proved = [row.id for row in coverage([unit]) if row.proofs]
    assert any(row_id.startswith(f"{area}.") for row_id in proved), proved


def test_the_table_in_the_readme_is_the_generated_one() -> None:
    stored = region((ROOT / "README.md").read_text(encoding="utf-8"))
    assert stored == table(coverage(UNITS)), "Run `labs coverage --write`."


def test_an_area_whose_rows_are_all_proved_gives_20_points() -> None:
    rows = coverage(UNITS)
    areas = {row.id.split(".", 1)[0] for row in rows}
    whole = {
        area for area in areas if all(row.proofs for row in rows if row.id.startswith(f"{area}."))
    }
    given = {
        area: sum(
            points(cell)
            for unit in UNITS
            if unit.name.startswith(f"{area}.")
            for cell in unit.read().cells
        )
        for area in whole
    }
    assert given == dict.fromkeys(whole, 20)
    assert "J05" in given
