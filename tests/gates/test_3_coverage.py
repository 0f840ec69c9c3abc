"""Gate 3: what is claimed of the roadmap is proved, and what is open is not hidden."""

from labs.course.coverage import coverage, region, table
from labs.course.units import Unit
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
