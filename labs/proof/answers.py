"""The answers kept beside a unit: wrong ones, which a test must refuse, and right ones.

All of a unit stand in one file, tests/answers/<level>/<unit>.toml:

    [wrong.E1-accounting.counters_swapped]
    replace = "counts.hits += 1"
    with = "counts.misses += 1"
    says = "hits and misses are the wrong way round."

    [right.E1.one_return]
    answer = '''
    def read_page(page_id, cache, origin, counts): …
    '''

A wrong answer is a slip: the reference with some words replaced. It stands under the graded cell
that must refuse it, and `says` is a part of that failure's message. A right answer stands under
its exercise. The words occur exactly once in the exercise's answer cells; several changes are two
lists of equal length. A whole `answer` takes the place of the exercise's first answer cell, or of
the one that `cell` names; in another language it leaves out the cell's `%%program` line.

Edits that no test notices are listed there, too, each with the reason (see `mutants`):

    [survivors]
    "E1-answer: if raw is None: → if not raw:" = "a stored copy is never empty"
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from labs.course.cells import exercise, grade_id, magic
from labs.course.units import Unit
from labs.proof.trial import answer_cells, exercises, graded_cells
from labs.proof.verdicts import Result, Variant, Verdict

FEWEST_WRONG = 2
"""Each exercise has at least so many wrong answers."""

FEWEST_WITHOUT_MUTANTS = 4
"""So many if it is answered in another language, since mutants are made of Python alone."""

MOST_WRONG = 30
"""A unit has at most so many: each is the only witness of a branch, or of a misconception."""


class AnswersError(ValueError):
    """The file of a unit's answers cannot be used; the message names the line."""


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise."""

    key: str
    """Its table's name in the file, such as `wrong.E1-accounting.never_stores`."""
    target: str
    """The graded cell that must refuse it if wrong, its exercise if right."""
    exercise: str
    cell: str
    """The grade_id of the answer cell that it replaces."""
    source: str
    """The whole answer cell."""
    reference: str
    says: str = ""
    """What a wrong answer's failure says; empty for a right answer."""

    @property
    def name(self) -> str:
        """Such as `E1-accounting.never_stores`."""
        return self.key.partition(".")[2]

    @property
    def variant(self) -> Variant:
        """The unit with this answer, tried on its exercise alone, and no further than needed."""
        return Variant(
            name=self.key,
            answers={self.cell: self.source},
            only=self.exercise,
            until=self.target if self.says else None,
        )

    @property
    def diff(self) -> str:
        """What it changes in the reference."""
        lines = unified_diff(
            self.reference.splitlines(), self.source.splitlines(), "reference", self.name, n=1
        )
        return "\n".join(line.rstrip() for line in lines)

    def problem(self, verdict: Verdict) -> str:
        """Why this verdict on the answer shows a test that judges badly; empty if it does not."""
        if not self.says:
            return "" if verdict.full_points else f"{self.key} is right, yet:\n{verdict}"
        result = verdict.result(self.target)
        if result.passed:
            return f"{self.key} is wrong, yet {self.target} gives it its points:\n{self.diff}"
        if _squeezed(self.says) not in _squeezed(result.message):
            return (
                f"{self.key} is refused, but not for the reason it states.\n"
                f"must say: {self.says}\nsays:     {_said(result)}"
            )
        return ""


@dataclass(frozen=True)
class Answers:
    """All that the tests keep of one unit."""

    wrong: list[Answer] = field(default_factory=list)
    right: list[Answer] = field(default_factory=list)
    survivors: Mapping[str, str] = field(default_factory=dict)
    """The reason by the name of the edit."""


def path_of(unit: Unit) -> Path:
    """Where the unit's answers are: tests/answers/junior/05.1.toml."""
    return unit.path.parents[3] / "tests" / "answers" / unit.level / f"{unit.number}.toml"


def read_answers(unit: Unit, path: Path | None = None) -> Answers:
    """The unit's answers; none if there is no file.

    Raises AnswersError, with the line, if one belongs to no cell of the unit, says not what it
    must, or replaces words that do not occur exactly once.
    """
    path = path or path_of(unit)
    if not path.exists():
        return Answers()
    text = path.read_text(encoding="utf-8")
    try:
        file = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise AnswersError(f"{path.name} is no TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"][:3]))
        raise AnswersError(
            f"{_place(path, text, key)}: {'.'.join(map(str, first['loc']))}: {first['msg']}."
        ) from None
    graded = {grade_id(cell): exercise(cell) or "" for cell in graded_cells(unit)}
    by_exercise = {name: name for name in exercises(unit)}
    wrong, right = [], []
    for key, target, written in _each("wrong", file.wrong):
        answer = _Reader(unit, _place(path, text, key), key, graded, "graded cell")
        wrong.append(answer.read(target, written))
    for key, target, written in _each("right", file.right):
        answer = _Reader(unit, _place(path, text, key), key, by_exercise, "exercise")
        right.append(answer.read(target, written))
    return Answers(wrong, right, file.survivors)


def number_of_wrong(unit: Unit, answers: Answers) -> list[str]:
    """Where there are too few wrong answers, or too many."""
    has = [answer.exercise for answer in answers.wrong]
    found = [
        f"{name} has {has.count(name)} wrong answers, not {fewest}. Add mistakes that you expect."
        for name in exercises(unit)
        if has.count(name) < (fewest := _fewest(unit, name))
    ]
    if len(has) > MOST_WRONG:
        found.append(
            f"{unit.name} has {len(has)} wrong answers, not {MOST_WRONG} at most. Keep those that "
            "alone show a branch of a check, or a misconception."
        )
    return found


class _Written(BaseModel):
    """An answer as it stands in the file."""

    model_config = ConfigDict(extra="forbid")

    replace: str | list[str] = []
    by: str | list[str] = Field(default=[], alias="with")
    answer: str = ""
    cell: str = ""
    says: str = ""

    @property
    def changes(self) -> list[tuple[str, str]]:
        """The words, and what stands in their place; raises ValueError if they do not pair."""
        words, others = ([one] if isinstance(one, str) else one for one in (self.replace, self.by))
        return list(zip(words, others, strict=True))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    wrong: dict[str, dict[str, _Written]] = {}
    right: dict[str, dict[str, _Written]] = {}
    survivors: dict[str, str] = {}


def _each(
    kind: str, tables: Mapping[str, Mapping[str, _Written]]
) -> Iterator[tuple[str, str, _Written]]:
    for target, named in tables.items():
        for name, written in named.items():
            yield f"{kind}.{target}.{name}", target, written


@dataclass(frozen=True)
class _Reader:
    """Makes one answer of what is written, or says what is wrong with it and where."""

    unit: Unit
    place: str
    key: str
    owners: Mapping[str, str]
    what: str

    def read(self, target: str, written: _Written) -> Answer:
        if target not in self.owners:
            raise self._error(
                f"{target!r} is no {self.what} of {self.unit.name}. There are: "
                f"{', '.join(self.owners)}"
            )
        if bool(written.says) != self.key.startswith("wrong."):
            raise self._error("a wrong answer `says` what its failure must say, a right one not")
        if bool(written.answer) == bool(written.replace):
            raise self._error("it has either `replace` and `with`, or a whole `answer`")
        cells = {
            grade_id(cell): cell.source for cell in answer_cells(self.unit, self.owners[target])
        }
        cell, source = self._whole(cells, written) if written.answer else self._slip(cells, written)
        return Answer(
            key=self.key,
            target=target,
            exercise=self.owners[target],
            cell=cell,
            source=source,
            reference=without_marks(cells[cell]),
            says=written.says,
        )

    def _whole(self, cells: Mapping[str, str], written: _Written) -> tuple[str, str]:
        cell = written.cell or next(iter(cells), "")
        if cell not in cells:
            raise self._error(f"{cell!r} is no answer cell. There are: {', '.join(cells)}")
        first = magic(cells[cell])
        text = written.answer.strip("\n")
        return cell, f"{first}\n{text}" if first else text

    def _slip(self, cells: Mapping[str, str], written: _Written) -> tuple[str, str]:
        texts = {name: without_marks(source) for name, source in cells.items()}
        try:
            changes = written.changes
        except ValueError:
            raise self._error("`replace` and `with` are of different lengths") from None
        found = {name for words, _ in changes for name, text in texts.items() if words in text}
        for words, _ in changes:
            times = sum(text.count(words) for text in texts.values())
            if times != 1:
                raise self._error(
                    f"the words {words!r} occur {times} times in the answer of the reference, "
                    "not once. Say more of them, or what they are now"
                )
        if len(found) != 1:
            raise self._error("it changes more than one answer cell")
        (name,) = found
        source = texts[name]
        for words, other in changes:
            source = source.replace(words, other)
        return name, source

    def _error(self, why: str) -> AnswersError:
        return AnswersError(f"{self.place}: {self.key}: {why}.")


def without_marks(source: str) -> str:
    """The source of an answer cell without the lines that mark its solution."""
    marks = ("BEGIN SOLUTION", "END SOLUTION")
    lines = source.splitlines()
    return "\n".join(line for line in lines if not any(mark in line for mark in marks))


def _place(path: Path, text: str, key: str) -> str:
    """The file, and the line on which the table of this name begins."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() == f"[{key}]":
            return f"{path.name}, line {number}"
    return path.name


def _fewest(unit: Unit, name: str) -> int:
    elsewhere = any(magic(cell.source) for cell in answer_cells(unit, name))
    return FEWEST_WITHOUT_MUTANTS if elsewhere else FEWEST_WRONG


def _squeezed(text: str) -> str:
    """Without differences that come from wrapping a message's lines."""
    return " ".join(text.split())


def _said(result: Result) -> str:
    return f"{result.error}: {_squeezed(result.message)}"
