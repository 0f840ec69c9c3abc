"""Failed checks' messages for a terminal: said once, and folded to its width."""

import textwrap
from collections.abc import Iterable

from labs.course.check_report import CheckedTest
from labs.judges.judge import LABEL, WIDTH

_HANGING = " " * (LABEL + 2)


def told_once(tests: Iterable[CheckedTest]) -> list[tuple[list[str], str]]:
    """The failures' names, and their message: tests that fail of one cause are told together.

    They share what came back, what was expected and the likely cause. All their titles stand
    over the message of the first.
    """
    told: dict[str, tuple[list[str], list[str], str]] = {}
    for test in tests:
        if not test.message:
            continue
        title, body = _split(test.message)
        names, titles, _ = told.setdefault(_cause(body) or title, ([], [], body))
        names.append(test.name)
        titles.append(title)
    return [
        (names, "\n".join([*dict.fromkeys(titles), *([body] if body else [])]))
        for names, titles, body in told.values()
    ]


def refolded(message: str, width: int) -> str:
    """The message, which was folded as notebooks show it, in lines of at most `width`."""
    lines = []
    for line in _unfolded(message.splitlines()):
        hanging = _HANGING if line.startswith("  ") else "  "
        lines += textwrap.wrap(line, width, subsequent_indent=hanging, break_on_hyphens=False) or [
            ""
        ]
    return "\n".join(lines)


def _split(message: str) -> tuple[str, str]:
    """A failed check's title and what it says; of other failures all is title."""
    title, _, body = message.partition("\n")
    return (title, body) if title.startswith("✘ ") else (message, "")


def _cause(body: str) -> str:
    """What is said after the call, which may differ between tests of one fault."""
    lines = body.splitlines()
    return "\n".join(lines[next((n for n, line in enumerate(lines) if _says(line)), 0) :])


def _says(line: str) -> bool:
    return not line.startswith(("  called ", _HANGING))


def _unfolded(lines: Iterable[str]) -> list[str]:
    """The lines with those put together again that were one: whose next word had no room."""
    whole: list[str] = []
    end = 0
    for line in lines:
        word = line.split(maxsplit=1)[:1]
        if whole and line.startswith(_HANGING) and end + 1 + len("".join(word)) > WIDTH:
            glue = "" if whole[-1][-1:] == "-" and whole[-1][-2:-1].isalnum() else " "
            whole[-1] += glue + line.strip()
        else:
            whole.append(line)
        end = len(line)
    return whole
