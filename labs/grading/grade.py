"""Grade an assignment: prepare, examine many at once, write one submission after the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from nbformat import NotebookNode

from labs.grading import match
from labs.grading.course import TIMESTAMP, Course, Submission, handed_in_at
from labs.grading.examiners import Examiners
from labs.grading.handed_in import HandedIn
from labs.grading.journal import Graded, Journal
from labs.grading.outputs import code_cells, fill, odd_points, tests
from labs.grading.preprocess import Steps
from labs.grading.work import Examined, Limits, Work
from labs.grading.write import write

_AHEAD = 4
"""Submissions for each worker that are prepared before one of them is examined."""

MOST_FLAGS, LONGEST_FLAG = 100, 1_000
"""Sentences on one submission, and characters of one: strangers' names are among them."""


@dataclass(frozen=True)
class Options:
    """What to grade, and how."""

    limits: Limits
    modules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What to import beforehand, by notebook."""
    students: Sequence[str] = ()
    """Those to grade; all if empty."""
    notebooks: Sequence[str] = ()
    """Those to grade; all if empty."""
    force: bool = False
    """Also what has not changed since it was graded."""


@dataclass
class _Prepared:
    """A submission on its way: its notebooks as they are to be run."""

    submission: Submission
    handed_in: HandedIn
    graded: Graded
    fingerprint: str
    notebooks: dict[str, NotebookNode | None] = field(default_factory=dict)
    """None stands for one that was not handed in, or could not be read."""
    works: dict[str, Work] = field(default_factory=dict)
    waiting: int = 0
    """Works that are not graded yet."""


class Grader:
    """Grades an assignment; `done` is told of each submission when it is kept."""

    def __init__(
        self,
        course: Course,
        examiners: Examiners,
        options: Options,
        done: Callable[[Graded], object] = lambda graded: None,
    ) -> None:
        self._course = course
        self._examiners = examiners
        self._options = options
        self._done = done
        self._journal = Journal(course)
        self._steps = {name: Steps(course, one) for name, one in course.releases.items()}
        self._running: dict[Future[Examined], tuple[_Prepared, str]] = {}
        self._results: list[Graded] = []

    def grade(self) -> list[Graded]:
        """Grade what was handed in, by student."""
        with self._course.gradebook() as self._book:
            self._grade()
        return sorted(self._results, key=lambda one: one.student)

    def _grade(self) -> None:
        for submission in self._chosen():
            handed_in = self._course.handed_in(submission)
            fingerprint = self._journal.fingerprint(handed_in)
            known = self._journal.known(submission, fingerprint)
            if known is not None and not self._options.force:
                self._tell(known)
                continue
            began = perf_counter()
            graded = Graded(submission.student)
            prepared = _Prepared(submission, handed_in, graded, fingerprint)
            try:
                self._prepare(prepared)
            except Exception as error:  # one submission must not end the others
                graded.error = f"It could not be prepared: {error}"
                self._tell(graded)
                continue
            graded.spend("preparing", perf_counter() - began)
            for name, work in prepared.works.items():
                self._running[self._examiners.submit(work)] = prepared, name
            if not prepared.works:
                self._keep(prepared)
            self._collect(most=_AHEAD * self._examiners.workers)
        self._collect(most=0)

    def _chosen(self) -> Iterator[Submission]:
        chosen = self._options.students
        for submission in self._course.submissions():
            if not chosen or submission.student in chosen:
                yield submission

    def _prepare(self, prepared: _Prepared) -> None:
        """Read, repair and sanitise the notebooks."""
        submission, handed_in = prepared.submission, prepared.handed_in
        flags, options = prepared.graded.flags, self._options
        flags += handed_in.said
        if handed_in.files.get(TIMESTAMP, b"").strip() and handed_in_at(handed_in) is None:
            flags.append(f"{TIMESTAMP} does not say when it was handed in.")
        files = self._course.beside(handed_in)
        paths = [Path(name) for name in handed_in.notebooks]
        found, said = match.files(paths, list(self._course.releases))
        flags += said
        for name, release in self._course.releases.items():
            if options.notebooks and name not in options.notebooks:
                continue
            if name not in found:
                flags.append(f"{name}: it was not handed in.")
                prepared.notebooks[name] = None
                continue
            try:
                notebook = match.read(handed_in.notebooks[found[name].name])
            except match.UnreadableError as error:
                flags.append(f"{name}: {error}.")
                prepared.notebooks[name] = None
                continue
            flags += (f"{name}: {what}." for what in match.repair(notebook, release))
            notebook = self._steps[name].before(notebook, submission.student)
            prepared.notebooks[name] = notebook
            prepared.works[name] = Work(
                submission.student,
                name,
                tuple(cell.source for cell in code_cells(notebook)),
                tests(notebook),
                release.shared,
                tuple(dict.fromkeys([*options.modules.get(name, ()), *release.imports])),
                files,
                options.limits,
            )
        prepared.waiting = len(prepared.works)

    def _collect(self, *, most: int) -> None:
        """Take what was examined, until at most so many works are under way."""
        while len(self._running) > most:
            finished, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in finished:
                prepared, name = self._running.pop(future)
                _take(prepared, name, future)
                if not prepared.waiting:
                    self._keep(prepared)

    def _keep(self, prepared: _Prepared) -> None:
        began, graded = perf_counter(), prepared.graded
        student = prepared.submission.student
        if not graded.error:
            try:
                for name, notebook in prepared.notebooks.items():
                    if notebook is not None:
                        prepared.notebooks[name] = self._steps[name].after(notebook, student)
                graded.points, graded.out_of, graded.by_hand = write(
                    self._course,
                    self._book,
                    prepared.submission,
                    prepared.handed_in,
                    prepared.notebooks,
                )
                graded.spend("writing", perf_counter() - began)
                if not self._options.notebooks:  # a part says nothing of the whole
                    self._journal.note(prepared.submission, prepared.fingerprint, graded)
            except Exception as error:  # one submission must not end the others
                self._book.db.rollback()
                graded.error = f"It could not be kept: {error}"
        self._tell(graded)

    def _tell(self, graded: Graded) -> None:
        graded.flags = [_printable(flag) for flag in graded.flags[:MOST_FLAGS]]
        graded.error = _printable(graded.error)
        self._results.append(graded)
        self._done(graded)


def _printable(said: str) -> str:
    """What may hold a stranger's text, short and without what no file can keep."""
    short = said if len(said) <= LONGEST_FLAG else f"{said[:LONGEST_FLAG]} …"
    return short.encode("utf-8", "backslashreplace").decode()


def _take(prepared: _Prepared, name: str, future: "Future[Examined]") -> None:
    """Put what the cells showed into the notebook."""
    prepared.waiting -= 1
    graded = prepared.graded
    notebook = prepared.notebooks[name]
    try:
        examined = future.result()
        if notebook is not None:
            fill(notebook, examined.runs)
            graded.flags += (f"{name}: {what}" for what in odd_points(notebook))
    except Exception as error:  # an examiner that failed, not the submission
        graded.error = f"{name} could not be graded: {error}"
        return
    graded.flags += (f"{name}: {flag}" for flag in examined.flags)
    for phase, seconds in examined.seconds.items():
        graded.spend(phase, seconds)
    graded.sandbox = examined.sandbox
