"""The map of the course: the table on the start page, and the one in README.md."""

import re
from collections.abc import Sequence
from pathlib import Path

from labs.course.files import write_atomic
from labs.course.units import LEVELS, Unit, notebook_text, read_notebook
from labs.proof.coverage import Row, with_table
from labs.settings import ROOT

START_PAGE = ROOT / "notebooks" / "start.ipynb"
README = ROOT / "README.md"
BEGIN, END = "<!-- BEGIN UNITS -->", "<!-- END UNITS -->"

_AREAS = range(1, 16)  # the roadmap's 16th is a summary of the others
_REGION = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)


def unit_map(rows: Sequence[Row], units: Sequence[Unit]) -> str:
    """Markdown: where to begin, and each level's areas with links to the units written so far."""
    parts = [f"**Begin here:** {_link(units[0])}"] if units else []
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
    """The text with the map between its markers brought up to date."""
    return _REGION.sub(lambda _: f"{BEGIN}\n\n{unit_map(rows, units)}\n\n{END}", text)


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
