"""Rules about graded exercises."""

from collections.abc import Iterator

from labs.course.cells import Role, exercise, points, roadmap, role
from labs.proof.coverage import rows, wrong_claims
from labs.proof.shape.sheet import Sheet, place

EXERCISES = range(2, 5)
HINTS = 3

LONGEST_TEST = 8
"""Lines of a test cell: what is checked, with which data."""


def _exercises_are_neither_few_nor_many(sheet: Sheet) -> Iterator[str]:
    count = len(sheet.exercises)
    if count not in EXERCISES:
        yield (
            f"The unit has {count} exercises, not {EXERCISES.start} to {EXERCISES.stop - 1}."
            " Split it, or add one."
        )


def _every_part_belongs_to_an_exercise(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.having(Role.ANSWER, Role.TEST):
        if exercise(cell) is None:
            article = "an" if role(cell) is Role.ANSWER else "a"
            yield (
                f"{place(cell)} is {article} {role(cell)} of no exercise."
                " Add `exercise: E1`, or what it is called, to its metadata."
            )


def _exercises_are_complete(sheet: Sheet) -> Iterator[str]:
    for name in sheet.exercises:
        for part in (Role.TEXT, Role.ANSWER, Role.TEST, Role.WHY):
            if not sheet.of(name, part):
                yield f"Exercise {name} has no cell for its {part}. Add it (see labs/course/cells)."


def _exercises_are_in_order(sheet: Sheet) -> Iterator[str]:
    order = [Role.TEXT, Role.ANSWER, Role.TEST, Role.WHY]
    for name in sheet.exercises:
        cells = (cell for cell in sheet.cells if exercise(cell) == name)
        parts = [order.index(role(cell)) for cell in cells if role(cell) in order]
        if parts != sorted(parts):
            yield (
                f"Exercise {name} is not in the order text, answer, tests, explanation."
                " Move its cells."
            )


def _exercises_have_three_hints(sheet: Sheet) -> Iterator[str]:
    for name in sheet.exercises:
        texts = sheet.of(name, Role.TEXT)
        count = sum(cell.source.count("<details") for cell in texts)
        if texts and count != HINTS:
            yield (
                f"Exercise {name} has {count} folded hints, not {HINTS}."
                " Write each as <details><summary>Hint 1</summary>…</details>."
            )


def _solutions_are_marked(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.having(Role.ANSWER):
        begins, ends = (cell.source.count(f"{word} SOLUTION") for word in ("BEGIN", "END"))
        if begins != ends or not begins:
            yield (
                f"{place(cell)} has {begins} BEGIN SOLUTION and {ends} END SOLUTION;"
                " what is not between the two is handed to learners. Give it as many of each."
            )


def _tests_and_texts_are_locked(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.having(Role.TEST, Role.TEXT, Role.WHY):
        if not cell.metadata.get("nbgrader", {}).get("locked"):
            yield f"{place(cell)} can be changed by learners. Set `locked: true` for nbgrader."


def _tests_stand_open_and_are_short(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.having(Role.TEST):
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            yield f"{place(cell)} is folded. Take `source_hidden` away: it has nothing to hide."
        if (count := len(cell.source.splitlines())) > LONGEST_TEST:
            yield (
                f"{place(cell)} has {count} lines, more than {LONGEST_TEST}."
                " Move what it does into the unit's checks, in labs/units."
            )


def _tests_import_their_own_checks(sheet: Sheet) -> Iterator[str]:
    wanted = f"from labs.units.{sheet.unit.room} import checks"
    for cell in sheet.having(Role.TEST):
        if "checks." in cell.source and wanted not in cell.source.splitlines():
            yield f"{place(cell)} does not import its checks itself. Write `{wanted}` there."


def _tests_have_points(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.having(Role.TEST):
        if points(cell) <= 0:
            yield f"{place(cell)} is worth {points(cell):g} points. Give it some; an area has 20."


def _tests_have_a_hidden_part(sheet: Sheet) -> Iterator[str]:
    for name in sheet.exercises:
        tests = sheet.of(name, Role.TEST)
        if tests and not any("BEGIN HIDDEN TESTS" in cell.source for cell in tests):
            yield (
                f"Exercise {name} has no hidden test, so a written-out answer passes."
                " Call its check again, from another side, between the HIDDEN TESTS marks."
            )


def _passing_tests_say_so(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.having(Role.TEST):
        kinds = {output.output_type for output in cell.outputs}
        if "stream" not in kinds and cell.execution_count is not None:
            yield f"{place(cell)} says nothing when it passes. Let it print one line."
        if "execute_result" in kinds:
            yield (
                f"{place(cell)} ends with a value, which nbgrader reads as part of the points."
                " Print it, or leave it out."
            )


def _tests_prove_rows_of_the_roadmap(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.having(Role.TEST):
        if not roadmap(cell):
            yield f"{place(cell)} proves no row. Add `roadmap: [J05.01]` to its metadata."
    yield from wrong_claims(sheet.unit.name, sheet.notebook, rows())


RULES = (
    _exercises_are_neither_few_nor_many,
    _every_part_belongs_to_an_exercise,
    _exercises_are_complete,
    _exercises_are_in_order,
    _exercises_have_three_hints,
    _solutions_are_marked,
    _tests_and_texts_are_locked,
    _tests_stand_open_and_are_short,
    _tests_import_their_own_checks,
    _tests_have_points,
    _tests_have_a_hidden_part,
    _passing_tests_say_so,
    _tests_prove_rows_of_the_roadmap,
)
