"""The start page: its map is that of the units on disk, and each of its links leads somewhere."""

import re
from pathlib import Path
from urllib.parse import unquote

from labs.course.units import all_units, read_notebook
from labs.proof.coverage import BEGIN, END, coverage
from labs.proof.start_page import START_PAGE, with_map, write_tables


def text() -> str:
    return "\n\n".join(cell.source for cell in read_notebook(START_PAGE).cells)


def test_the_map_is_up_to_date() -> None:
    units = all_units()
    assert text() == with_map(text(), coverage(units), units), "run `labs coverage --write`"


def test_the_map_names_thirty_areas_and_links_every_unit() -> None:
    assert len(re.findall(r"^\| \d+ \|", text(), re.MULTILINE)) == 30
    links = re.findall(r"\]\(([^)#]+\.ipynb)\)", text())
    assert {unit.path for unit in all_units()} == {
        START_PAGE.parent / unquote(link) for link in links
    }


def test_an_area_without_a_unit_is_to_come() -> None:
    rows, units = coverage([]), all_units()
    begin, end = "<!-- BEGIN UNITS -->", "<!-- END UNITS -->"
    assert with_map(f"{begin}{end}", rows, []).count("to come") == 30
    assert with_map(f"{begin}{end}", rows, units[:1]).count("to come") == 29


def test_the_first_thing_on_it_is_the_first_unit() -> None:
    first = all_units()[0]
    (link,) = re.findall(r"\*\*Begin here:\*\* \[[^]]+\]\(([^)]+)\)", text())
    assert START_PAGE.parent / link == first.path
    assert re.findall(r"\]\(([^)]+)\)", text())[0] == link


def test_there_is_a_place_for_feedback() -> None:
    assert 'id="feedback"' in text()


def test_writing_the_tables_again_changes_nothing(tmp_path: Path) -> None:
    units = all_units()
    page, readme = tmp_path / "start.ipynb", tmp_path / "README.md"
    page.write_bytes(START_PAGE.read_bytes())
    readme.write_text(f"# Course\n{BEGIN}\nto be replaced\n{END}\n")
    write_tables(coverage(units), units, page, readme)
    assert page.read_bytes() == START_PAGE.read_bytes()
    assert "to be replaced" not in readme.read_text()
    assert "| J05 Caching |" in readme.read_text()
