"""What a gradebook holds of a class, and where two gradebooks differ."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nbgrader.api import Gradebook, MissingEntry

from labs.grading.bench.classes import Class


class Grade(NamedTuple):
    """What autograding says of one cell."""

    score: float | None = None
    needs_a_person: bool = False
    comment: str | None = None


Grades = Mapping[str, Grade]
"""By cell; empty if the submission was lost."""


def grades(course: Class, students: Iterable[str] | None = None) -> dict[str, Grades]:
    """The grades of each student's notebook, or of these students'."""
    wanted = course.students if students is None else students
    with Gradebook(f"sqlite:///{course.gradebook}") as book:
        return {student: _grades(book, course, student) for student in wanted}


def _grades(book: Gradebook, course: Class, student: str) -> Grades:
    if not course.notebook("autograded", student).exists():
        return {}
    try:
        entry = book.find_submission_notebook(course.students[student], course.assignment, student)
    except MissingEntry:
        return {}
    found = {one.name: Grade(one.auto_score, bool(one.needs_manual_grade)) for one in entry.grades}
    for comment in entry.comments:
        grade = found.get(comment.name, Grade())
        found[comment.name] = grade._replace(comment=comment.auto_comment)
    return dict(sorted(found.items()))


def differences(stock: Mapping[str, Grades], ours: Mapping[str, Grades]) -> Iterator[str]:
    """Each cell to which the two give something else, as a sentence."""
    for student in sorted({*stock, *ours}):
        theirs, mine = stock.get(student, {}), ours.get(student, {})
        for cell in sorted({*theirs, *mine}):
            one, other = theirs.get(cell), mine.get(cell)
            if one != other:
                yield f"{student}, {cell}: stock gives {_shown(one)}, ours {_shown(other)}"


def _shown(grade: Grade | None) -> str:
    if grade is None:
        return "nothing, as the submission was lost"
    said = "no score" if grade.score is None else f"{grade.score:g}"
    said += " (for a person to grade)" if grade.needs_a_person else ""
    return said + (f" ({grade.comment})" if grade.comment else "")
