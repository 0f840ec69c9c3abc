"""Where to begin, and the map of the course: on the start page, and in README.md."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from labs.course.files import write_atomic
from labs.course.units import LEVELS, Unit, notebook_text, read_notebook
from labs.proof.coverage import Row, with_table
from labs.settings import ROOT

START_PAGE = ROOT / "notebooks" / "start.ipynb"
README = ROOT / "README.md"
_AREAS = range(1, 16)  # the roadmap's 16th is a summary of the others
_REGION = re.compile(r"<!-- BEGIN (?P<name>\w+) -->.*?<!-- END (?P=name) -->", re.DOTALL)


def first_unit(units: Sequence[Unit]) -> str:
    """Markdown: where to begin."""
    return f"**Begin here:** {_link(units[0])}" if units else "No unit is written yet."


def unit_map(rows: Sequence[Row], units: Sequence[Unit]) -> str:
    """Markdown: each level's areas with links to the units written so far."""
    parts = []
    for level in LEVELS.values():
        names = {row.area: row.area_name for row in rows if row.level == level}
        lines = [f"### {level.capitalize()}", "", "| | area | units |", "|---|---|---|"]
        for area in _AREAS:
            here = [unit for unit in units if unit.level == level and _area(unit) == area]
            links = " <br> ".join(map(_link, here)) or "to come"
            lines.append(f"| {area} | {names[area]} | {links} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def with_map(text: str, rows: Sequence[Row], units: Sequence[Unit]) -> str:
    """The text with what stands between markers, FIRST and UNITS, brought up to date."""
    made: Mapping[str, str] = {"FIRST": first_unit(units), "UNITS": unit_map(rows, units)}

    def renewed(match: re.Match[str]) -> str:
        name = match["name"]
        return f"<!-- BEGIN {name} -->\n\n{made[name]}\n\n<!-- END {name} -->"

    return _REGION.sub(renewed, text)


def write_tables(
    rows: Sequence[Row],
    units: Sequence[Unit],
    start_page: Path = START_PAGE,
    readme: Path = README,
) -> None:
    """Bring the start page's map and README's table of coverage up to date."""
    notebook = read_notebook(start_page)
    for cell in notebook.cells:
        cell.source = with_map(cell.source, rows, units)
    write_atomic(start_page, notebook_text(notebook))
    write_atomic(readme, with_table(readme.read_text(encoding="utf-8"), rows))


def _area(unit: Unit) -> int:
    return int(unit.number.split(".")[0])


def _link(unit: Unit) -> str:
    """Valid in the learner's folder as in this one: both have the same layout."""
    return f"[{unit.number} {unit.title}]({unit.level}/{unit.area}/{unit.path.name})"
