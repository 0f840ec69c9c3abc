"""A check that fails says what was called, what came back, what was expected and the likely cause.

    def judge_keys(page_id: int) -> None:
        with judging("E1: the copy lies under page:<id>") as judge:
            got = key_of(page_id)
            judge.that(got == f"page:{page_id}", called=f"key_of({page_id})", got=repr(got),
                       expected=f"'page:{page_id}'", likely="put page: in front of the number.")

Whatever goes wrong inside becomes one compact message, without a traceback, and an
exception is placed in the learner's line. When a check passes, one line says so.
"""

import ast
import linecache
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import takewhile
from traceback import extract_tb, walk_tb
from types import FrameType, TracebackType
from typing import Literal, NamedTuple, NoReturn, Protocol

from labs.settings import Settings

WIDTH = 110
LABEL = 11
_LINES = {"called": 2, "came back": 3, "expected": 3, "likely": 3, "sent": 3, "printed": 1}
"""How many lines each part of a message may take: 12 in all, with the title."""

_RAISED = (
    "the line below raised it, or what that line calls. Just before it, print what its names hold."
)

CELL = re.compile(r"<(?!string>|frozen |__)[^>]+>|.*[/\\]ipykernel_\d+[/\\][^/\\]+")
"""The file names under which cells are compiled: by ipykernel, by IPython, by a judge."""

Likely = str | Sequence[tuple[object, str]]
"""One cause, or (symptom, cause) pairs from the most to the least specific: the first
pair whose symptom is true is shown."""


class CheckFailed(AssertionError):  # noqa: N818 - it is read by learners, and nothing broke
    """A check that failed: a message of at most 12 lines, shown without a traceback."""

    def __init__(self, title: str, **parts: str) -> None:
        self.title = title
        self.parts = {name.replace("_", " "): text for name, text in parts.items() if text}
        super().__init__(title)

    def __str__(self) -> str:
        lines = [textwrap.shorten(f"✘ {self.title}", WIDTH, placeholder=" …")]
        for name, text in self.parts.items():
            first, *more = _fold(text, _LINES.get(name, 2))
            lines.append(f"  {name:<{LABEL}}{first}")
            lines.extend(" " * (LABEL + 2) + line for line in more)
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return str(self).splitlines()


class Judge(AbstractContextManager["Judge"]):
    """Judges one behaviour, inside `with judging(title) as judge:`."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._file = ""

    def that(
        self, ok: object, *, called: str, got: object, expected: object, likely: Likely = ""
    ) -> None:
        """Raise CheckFailed unless `ok`.

        `got` and `expected` are shown as they are if they are texts ("3 origin calls"),
        else by their repr; so a text that an answer returned is given as repr(text).
        """
        if not ok:
            shown, wanted = _told_apart(got, expected)
            cause = _first_that_fits(likely)
            raise CheckFailed(
                self.title, called=called, came_back=shown, expected=wanted, likely=cause
            )

    def fails(self, **parts: str) -> NoReturn:
        """Raise CheckFailed with these labelled parts, such as `sent=` and `got=`."""
        raise CheckFailed(self.title, **parts)

    def equal(self, got: object, expected: object, *, called: str, likely: Likely = "") -> None:
        """Raise CheckFailed unless `got == expected`; both are shown by their repr."""
        shown, wanted = (
            repr(value) if isinstance(value, str) else value for value in (got, expected)
        )
        self.that(got == expected, called=called, got=shown, expected=wanted, likely=likely)

    @contextmanager
    def calling(
        self,
        called: str,
        *,
        expected: str = "an answer, not an error",
        likely: Callable[[Exception], Likely] = lambda _: "",
    ) -> Iterator[None]:
        """Tell an exception of the block as one of this call: `likely` gives its causes.

        What expects an exception catches it inside of the block.
        """
        try:
            yield
        except (CheckFailed, NotImplementedError):
            raise
        except Exception as error:
            theirs = [
                step
                for step in _steps(error.__traceback__)
                if step.is_cell and step.file != self._file
            ]
            cause = _first_that_fits(likely(error))
            raise CheckFailed(
                self.title,
                called=called,
                came_back=f"{type(error).__name__}: {getattr(error, 'told', error)}",
                expected=expected,
                likely=cause
                or getattr(error, "likely", "")
                or (_RAISED if theirs else "compare type, shape and names."),
                where=str(theirs[-1]) if theirs else "",
            ) from error

    def __enter__(self) -> "Judge":
        self._file = sys._getframe(1).f_code.co_filename
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> Literal[False]:
        if error is None:
            _say_passed(self.title)
        elif isinstance(error, Exception) and not isinstance(error, CheckFailed):
            failure = self._explain(error, _steps(traceback))
            if failure is not None:
                raise failure from error
        return False

    def _explain(self, error: Exception, steps: "list[_Step]") -> CheckFailed | None:
        """Say where an exception comes from: the stub, the learner's line, or the check's."""
        if isinstance(error, NotImplementedError) and steps[-1].is_cell:
            return CheckFailed(
                self.title,
                expected="an answer in the cell above",
                likely="not written yet, or written and not run.",
                where=str(steps[-1]),  # a cell may have more than one stub
            )
        theirs = [n for n, step in enumerate(steps) if step.is_cell and step.file != self._file]
        ours = [n for n, step in enumerate(steps) if step.file == self._file]
        raised = f"{type(error).__name__}: {getattr(error, 'told', error)}"
        if theirs:
            call = steps[max(n for n in ours if n < theirs[-1])]
            return CheckFailed(
                self.title,
                called=call.text + call.values(),
                came_back=raised,
                expected="an answer, not an error",
                likely=getattr(error, "likely", "") or _RAISED,
                where=str(steps[theirs[-1]]),
            )
        if any(step.module.startswith("labs.servers") for step in steps):
            return None  # a server that does not start is nobody's wrong answer
        return self._explain_here(error, steps[ours[-1]], steps[-1])

    def _explain_here(self, error: Exception, here: "_Step", last: "_Step") -> CheckFailed:
        """Say what an exception of the check itself means: it met a value it could not use."""
        raised = f"{type(error).__name__}: {error}"
        if isinstance(error, NameError) and here is last:
            return CheckFailed(
                self.title,
                came_back=raised,
                expected=f"a cell that defines {error.name}",
                likely="the cell above was not run (or those before it, since a restart), or it "
                f"stopped with an error, or {error.name} is spelt otherwise there.",
            )
        if any(kind.__name__ == "ConnectionError" for kind in type(error).__mro__):
            return CheckFailed(
                self.title,
                came_back=raised,
                expected="a server that answers",
                likely="the server that this check speaks to has ended. Run the cell that starts "
                "it, or choose Kernel > Restart Kernel and Run up to Selected Cell.",
            )
        if isinstance(error, TypeError) and (mistaken := last.called_in_vain()):
            name, kind = mistaken
            return CheckFailed(
                self.title,
                called=last.text,
                came_back=raised,
                expected=f"a function called {name}",
                likely=f"{name} is {kind} here: write it as the text has it, with def {name}(...).",
            )
        values = here.values().removeprefix("  with ")
        return CheckFailed(
            self.title,
            came_back=values or raised,
            expected="a value with which the check can go on" + (here.text and f": {here.text}"),
            likely="something here is None: is a `return` missing, or is nothing kept?"
            if "NoneType" in str(error)
            else "compare type, shape and names with the text"
            + (f" ({raised})." if values else "."),
        )


def judging(title: str) -> Judge:
    """Judge one behaviour, called `title`: "E1: hits and misses add up".

    Anything wrong inside, an empty stub too, is raised as CheckFailed; a pass prints `✔ title`.
    """
    return Judge(title)


class _Step(NamedTuple):
    """One frame of a traceback, from the check inwards to the error."""

    frame: FrameType
    line: int
    text: str
    """The expression that was being evaluated, or its line; empty if there is no source."""

    @property
    def file(self) -> str:
        return self.frame.f_code.co_filename

    @property
    def module(self) -> str:
        return str(self.frame.f_globals.get("__name__", ""))

    @property
    def is_cell(self) -> bool:
        return CELL.fullmatch(self.file) is not None

    def called_in_vain(self) -> tuple[str, str] | None:
        """The name that was called here, and what it is, if that is no function."""
        try:
            call = ast.parse(self.text, mode="eval").body
        except SyntaxError:
            return None
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            return None
        value = self.frame.f_locals.get(call.func.id)
        if isinstance(value, type):
            return call.func.id, "a class"
        return None if callable(value) else (call.func.id, f"a {type(value).__name__}")

    def values(self) -> str:
        """The plain values of the names in the expression: "  with page_id = 7"."""
        try:
            tree = ast.parse(self.text, mode="eval")
        except SyntaxError:
            return ""
        names = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        known = {name: self.frame.f_locals[name] for name in names if name in self.frame.f_locals}
        plain = (str, bytes, int, float, tuple, list, dict, set, type(None))
        shown = [f"{name} = {_shown(v)[:60]}" for name, v in known.items() if isinstance(v, plain)]
        return f"  with {', '.join(shown)}" if shown else ""

    def __str__(self) -> str:
        name = self.frame.f_code.co_qualname.replace("<locals>.", "")
        place = f"line {self.line} of the cell" + ("" if name == "<module>" else f", in {name}")
        source = linecache.getline(self.file, self.line).strip()
        return f"{place}: {source}" if source else place


def _steps(traceback: TracebackType | None) -> list[_Step]:
    """The frames of a traceback, each with the very expression that it was at."""
    frames = [frame for frame, _ in walk_tb(traceback)]
    steps = []
    for frame, summary in zip(frames, extract_tb(traceback), strict=True):
        text = (summary.line or "").strip()
        if summary.lineno == summary.end_lineno and summary.colno is not None:
            line = linecache.getline(summary.filename, summary.lineno or 0).encode()
            text = line[summary.colno : summary.end_colno].decode(errors="replace") or text
        steps.append(_Step(frame, summary.lineno or 0, text))
    return steps


def _first_that_fits(likely: Likely) -> str:
    if isinstance(likely, str):
        return likely
    return next((cause for symptom, cause in likely if symptom), "")


def _shown(value: object) -> str:
    """A text as it is, anything else by its repr."""
    if isinstance(value, str):
        return value or "''"
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(value).__name__}, whose repr raises {type(error).__name__}>"


def _told_apart(got: object, expected: object) -> tuple[str, str]:
    """Both as texts that differ where the reader can see it."""
    shown, wanted = _shown(got), _shown(expected)
    if shown == wanted:
        shown, wanted = (f"{v!r} ({type(v).__name__})" for v in (got, expected))
    room = _LINES["came back"] * (WIDTH - LABEL - 2)
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(shown, wanted, strict=False))
    )
    if same > room // 2 and max(len(shown), len(wanted)) > room:
        shown, wanted = (f"… {text[same - 30 :]}" for text in (shown, wanted))
    return shown, wanted


def _fold(text: str, lines: int) -> list[str]:
    """The text in at most so many lines; what is left out shows as `…`."""
    folded: list[str] = []
    for line in text.strip().splitlines() or [repr(text)]:
        folded += textwrap.wrap(line, WIDTH - LABEL - 2) or [""]
    if len(folded) > lines:
        left_out = f" … ({len(folded) - lines} more lines)"
        room = WIDTH - LABEL - 2 - len(left_out)
        folded[lines - 1 :] = [folded[lines - 1][:room].rstrip() + left_out]
    return [line.rstrip() for line in folded]


# --- What a pass prints -------------------------------------------------------------------
# A cell may judge the same behaviour many times (visible and hidden data, a loop). The line
# is printed once for each title, when the whole cell has passed: a tick above a cross of the
# same name would be false.


class _CellResult(Protocol):
    success: bool


_passed: dict[str, None] = {}
_GREEN, _PLAIN = "\x1b[1;32m", "\x1b[0m"


def _say_passed(title: str) -> None:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        print(f"✔ {title}")
    else:
        _passed[title] = None
        shell.events.register("post_run_cell", _at_end_of_cell)


def _in_colour() -> bool:
    settings = Settings()
    return settings.colour and not settings.quiet


def _at_end_of_cell(result: _CellResult) -> None:
    if result.success:
        line = f"{_GREEN}✔ {{}}{_PLAIN}" if _in_colour() else "✔ {}"
        for title in _passed:
            print(line.format(title))
    _passed.clear()
