"""Rules about the file and its cells."""

import re
from collections.abc import Iterator

from labs.course.cells import Role, grade_id, role
from labs.proof.figures import COLOURS, colours
from labs.proof.shape.sheet import Sheet, place, repeated

CODE_CELLS = range(15, 31)
"""How many code cells a unit has besides its locked tests."""

LONGEST = 25
"""Lines of a code cell, tests and files that are written excepted."""

_MARK = re.compile(r"(BEGIN|END) SOLUTION")
_PREDICT = re.compile(r"\bpredict\(\s*[\"']([^\"']+)")
_PREDICTED = re.compile(r"\bpredicted\(\s*[\"']([^\"']+)")


def _kernel_is_python3(sheet: Sheet) -> Iterator[str]:
    name = sheet.notebook.metadata.get("kernelspec", {}).get("name")
    if name != "python3":
        yield f"The notebook names the kernel {name!r}. Set it to 'python3'."


def _cells_have_ids(sheet: Sheet) -> Iterator[str]:
    version = (sheet.notebook.nbformat, sheet.notebook.nbformat_minor)
    if version < (4, 5) or any("id" not in cell for cell in sheet.cells):
        yield (
            f"The notebook is of format {version[0]}.{version[1]}, whose cells have no ids."
            " Save it as format 4.5 and give each cell an id such as j05-1-07."
        )


def _ids_are_unique(sheet: Sheet) -> Iterator[str]:
    for name in repeated(sheet.cells, lambda cell: str(cell.get("id", ""))):
        yield f"More than one cell has the id {name}. Give the second another."
    for name in repeated(sheet.cells, grade_id):
        yield f"More than one cell has the grade_id {name}. Rename the second."


def _folder_holds_only_notebooks(sheet: Sheet) -> Iterator[str]:
    for path in sorted(sheet.unit.path.parent.iterdir()):
        if path.suffix != ".ipynb" and not path.name.startswith("."):
            yield (
                f"The folder {sheet.unit.area} holds {path.name}; all that stands there is"
                " handed to learners. Move data to `data/` and code to `labs/`."
            )


def _code_cells_are_neither_few_nor_many(sheet: Sheet) -> Iterator[str]:
    count = len(sheet.having(Role.SETUP, Role.CODE, Role.ANSWER))
    if count not in CODE_CELLS:
        yield (
            f"The unit has {count} code cells besides its tests, not {CODE_CELLS.start} to"
            f" {CODE_CELLS.stop - 1}. Split it, or let the learner try more."
        )


def _code_cells_are_short(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.code:
        if role(cell) is Role.TEST or cell.source.startswith(("%%program", "%%writefile")):
            continue
        count = sum(not _MARK.search(line) for line in cell.source.splitlines())
        if count > LONGEST:
            yield (
                f"{place(cell)} has {count} lines, more than {LONGEST}."
                " Split it, or move what is not the lesson to `labs`."
            )


def _predictions_come_first(sheet: Sheet) -> Iterator[str]:
    asked: set[str] = set()
    for cell in sheet.code:
        for name in _PREDICTED.findall(cell.source):
            if name not in asked:
                yield (
                    f"{place(cell)} shows the result of {name!r}, which nobody was asked to"
                    f' predict. Put predict("{name}", ...) into a cell before it.'
                )
        asked.update(_PREDICT.findall(cell.source))
    if not asked:
        yield "The unit asks for no prediction. Let the learner predict before a run."


def _figures_have_a_summary(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.code:
        kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
        printed = any(output.output_type == "stream" for output in cell.outputs)
        if any(kind.startswith("image/") for kind in kinds) and not printed:
            yield (
                f"{place(cell)} draws a figure and says nothing about it in words."
                " Print a line that says what it shows."
            )


def _figures_have_few_colours(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.code:
        if (most := max(map(colours, cell.outputs), default=0)) > COLOURS:
            yield (
                f"{place(cell)} stores a figure of {most} colours, more than {COLOURS}."
                " Store it with `labs render`, which takes a third of the bytes."
            )


RULES = (
    _kernel_is_python3,
    _cells_have_ids,
    _ids_are_unique,
    _folder_holds_only_notebooks,
    _code_cells_are_neither_few_nor_many,
    _code_cells_are_short,
    _predictions_come_first,
    _figures_have_a_summary,
    _figures_have_few_colours,
)
