"""The lesson standard, as far as a machine can see it: one small function for each rule."""

from collections.abc import Callable, Iterator

from labs.course.units import Unit
from labs.proof.shape import exercises, notebook, text
from labs.proof.shape.sheet import Sheet

Rule = Callable[[Sheet], Iterator[str]]

RULES: tuple[Rule, ...] = (*notebook.RULES, *text.RULES, *exercises.RULES)


def problems(unit: Unit) -> list[str]:
    """Where the unit departs from the standard: each says what, where, and what to do."""
    sheet = Sheet(unit)
    return [problem for rule in RULES for problem in rule(sheet)]
