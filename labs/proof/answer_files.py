"""The answers kept beside a unit: wrong ones, which a test must refuse, and right ones.

    tests/wrong_answers/junior/05.1/E1-accounting.never_stores.py
    tests/right_answers/junior/05.1/E1.one_return.py

A wrong answer is named after the graded cell that must refuse it; its first line is
`# must say: ` and a part of the failure's message. Each file holds the source of the answer
cell. Where an exercise has several, a line `# cell: E1-answer-b` names the one; without it,
it is the first.

An answer in another language is a file of that language, without the cell's `%%program` line:
its header is `// must say: …` in JavaScript.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from labs.course.cells import exercise, grade_id, magic
from labs.course.units import Unit
from labs.proof.trial import answer_cells, exercises, graded_cells
from labs.proof.verdicts import Result, Variant, Verdict

FEWEST_WRONG = 2
"""Each exercise has at least so many wrong answers."""

FEWEST_WITHOUT_MUTANTS = 4
"""So many if it is answered in another language, since mutants are made of Python alone."""

_HEADER = re.compile(r"^\W*(?P<key>must say|cell):\s*(?P<value>.+)$")
_KEYS = 2


class AnswerFileError(ValueError):
    """An answer file that names no cell of its unit, or does not say what it must."""


@dataclass(frozen=True)
class AnswerFile:
    """One answer to one exercise."""

    path: Path
    exercise: str
    cell: str
    """The grade_id of the answer cell that it replaces."""
    must_say: str = ""
    """What a wrong answer's failure says; empty for a right answer."""
    magic: str = ""
    """The first line of the answer cell, where it is a program in another language."""

    @property
    def name(self) -> str:
        """Such as `E1-accounting.never_stores`."""
        return self.path.stem

    @property
    def target(self) -> str:
        """What the file is named after: a graded cell if wrong, an exercise if right."""
        return self.path.name.split(".", 1)[0]

    @property
    def variant(self) -> Variant:
        """The unit with this answer, judged on its exercise alone, and no further than needed."""
        return Variant(
            name=self.name,
            answers={self.cell: self._source()},
            only=self.exercise,
            until=self.target if self.must_say else None,
        )

    def _source(self) -> str:
        text = self.path.read_text(encoding="utf-8")
        return f"{self.magic}\n{text}" if self.magic else text

    def problem(self, verdict: Verdict) -> str:
        """Why this verdict on the answer shows a test that judges badly; empty if it does not."""
        if not self.must_say:
            return "" if verdict.full_points else f"{self.path.name} is right, yet:\n{verdict}"
        result = verdict.result(self.target)
        if result.passed:
            return f"{self.path.name} is wrong, yet {self.target} gives it its points."
        if _squeezed(self.must_say) not in _squeezed(result.message):
            return (
                f"{self.path.name} is refused, but not for the reason it states.\n"
                f"must say: {self.must_say}\nsays:     {_said(result)}"
            )
        return ""


def wrong_answers(unit: Unit) -> list[AnswerFile]:
    """The unit's wrong answers.

    Raises AnswerFileError if one is named after no graded cell or has no `must say` line.
    """
    owners = {grade_id(cell): exercise(cell) or "" for cell in graded_cells(unit)}
    files = []
    for path in _files("wrong_answers", unit):
        file = _read(path, unit, owners, "graded cell")
        if not file.must_say:
            raise AnswerFileError(f"{path.name} must begin with `# must say: ` and a message.")
        files.append(file)
    return files


def right_answers(unit: Unit) -> list[AnswerFile]:
    """The unit's right answers in another style; raises AnswerFileError as `wrong_answers`."""
    owners = {name: name for name in exercises(unit)}
    return [_read(path, unit, owners, "exercise") for path in _files("right_answers", unit)]


def too_few_wrong(unit: Unit) -> list[str]:
    """The exercises that have fewer wrong answers than they need."""
    has = [file.exercise for file in wrong_answers(unit)]
    return [name for name in exercises(unit) if has.count(name) < _fewest(unit, name)]


def _fewest(unit: Unit, name: str) -> int:
    elsewhere = any(magic(cell.source) for cell in answer_cells(unit, name))
    return FEWEST_WITHOUT_MUTANTS if elsewhere else FEWEST_WRONG


def beside(unit: Unit, kind: str) -> Path:
    """Where the tests keep material of this kind for the unit: tests/<kind>/junior/05.1."""
    return unit.path.parents[3] / "tests" / kind / unit.level / unit.number


def _files(kind: str, unit: Unit) -> Iterator[Path]:
    return (path for path in sorted(beside(unit, kind).glob("*")) if path.is_file())


def _read(path: Path, unit: Unit, owners: dict[str, str], what: str) -> AnswerFile:
    target = path.name.split(".", 1)[0]
    if target not in owners:
        known = ", ".join(owners)
        raise AnswerFileError(
            f"{path.name} is named after {target!r}, which is no {what} of {unit.name}."
            f" Rename it after one of: {known}."
        )
    said = _headers(path)
    cells = {grade_id(cell): cell for cell in answer_cells(unit, owners[target])}
    cell = said.get("cell", next(iter(cells), ""))
    if cell not in cells:
        raise AnswerFileError(
            f"{path.name} is for the cell {cell!r}, which is no answer cell of"
            f" {owners[target]}. It has: {', '.join(cells) or 'none'}."
        )
    first_line = magic(cells[cell].source)
    return AnswerFile(path, owners[target], cell, said.get("must say", ""), first_line)


def _headers(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()[:_KEYS]
    return {match["key"]: match["value"].strip() for match in map(_HEADER.match, lines) if match}


def _squeezed(text: str) -> str:
    """Without differences that come from wrapping a message's lines."""
    return " ".join(text.split())


def _said(result: Result) -> str:
    return f"{result.error}: {_squeezed(result.message)}"
