"""Which rows of the roadmap graded cells prove."""

from pathlib import Path

import pytest
from nbformat import NotebookNode

from labs.course.units import Unit
from labs.proof.coverage import ClaimError, coverage, region, rows, table, with_table
from tests.support.notebooks import cell_of, tiny_course


def claiming(root: Path, cell: str, *ids: str) -> Unit:
    def claim(notebook: NotebookNode) -> None:
        cell_of(notebook, cell).metadata["roadmap"] = list(ids)

    return tiny_course(root, edit=claim)


def test_the_roadmap_has_402_different_rows() -> None:
    ids = [row.id for row in rows()]
    assert len(ids) == len(set(ids)) == 402
    assert {row.level for row in rows()} == {"junior", "senior"}


def test_a_row_is_proved_by_the_graded_cells_that_claim_it(tmp_path: Path) -> None:
    found = {row.id: row for row in coverage([tiny_course(tmp_path)])}
    proofs = [(proof.unit, proof.grade_id) for proof in found["J05.03"].proofs]
    assert proofs == [("J99.1", "E2-share"), ("J99.1", "E2-least")]


def test_open_rows_are_listed_too(tmp_path: Path) -> None:
    found = coverage([tiny_course(tmp_path)])
    assert len(found) == len(rows())
    assert [row.id for row in found if row.proofs] == ["J05.01", "J05.02", "J05.03"]


def test_an_unknown_row_is_an_error_that_names_those_of_its_area(tmp_path: Path) -> None:
    with pytest.raises(
        ClaimError, match=r"J99.1, cell E1-twice claims J05.99, .* J05.01 to J05.07"
    ):
        coverage([claiming(tmp_path, "E1-twice", "J05.99")])


def test_a_claim_without_a_graded_cell_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match=r"claims J05.04, but is not graded"):
        coverage([claiming(tmp_path, "j99-1-05", "J05.04")])


def test_the_table_has_a_line_for_each_area(tmp_path: Path) -> None:
    known = coverage([tiny_course(tmp_path)])
    lines = table(known).splitlines()
    assert len(lines) == 2 + len({row.id.partition(".")[0] for row in known})
    link = "[J99.1](notebooks/junior/99-trial/99.1-a-trial-unit.ipynb)"
    assert f"| J05 Caching | 3 / 7 | {link} |" in lines


def test_the_table_between_markers_is_replaced_and_found_again() -> None:
    text = "before\n<!-- coverage:begin -->\nold\n<!-- coverage:end -->\nafter\n"
    new = with_table(text, rows())
    assert region(new) == table(rows())
    assert new.startswith("before\n")
    assert new.endswith("after\n")


def test_a_text_without_markers_has_no_table() -> None:
    assert region("no markers") is None
    assert with_table("no markers", rows()) == "no markers"
