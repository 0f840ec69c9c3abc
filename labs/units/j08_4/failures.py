"""Nine ways in which a handler fails without meaning to, and what each must not tell a guest."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn


@dataclass(frozen=True)
class Failure:
    """A mistake in a handler, or around it."""

    about: str
    happen: Callable[[], object]
    """Raises it."""
    kind: str
    """The name of the class that is raised."""
    inside: Sequence[str]
    """Words of it that nobody outside should read."""


class TillError(Exception):
    """An error of Flytower's own, which no handler of errors knows.

    `status` and `title` are what a till has answered: nothing for a guest.
    """

    status = 404
    title = "tillpass of till-7"


def _no_member() -> object:
    wish: Mapping[str, int] = {}
    return wish["secret_stars"]


def _no_table() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("SELECT * FROM review_2026")


def _no_file() -> str:
    return Path("/srv/flytower/keys.txt").read_text(encoding="utf-8")


def _half_a_json() -> object:
    return json.loads('{"stars":')


def _of_another() -> None:
    try:
        _no_member()
    except KeyError as error:
        raise TillError("tillpass of till-7 refused") from error


def _own() -> NoReturn:
    raise TillError("till-7\ntillpass, in two lines")


def _endless(depth: int = 0) -> object:
    return _endless(depth + 1)


def _two_at_once() -> NoReturn:
    raise ExceptionGroup("both tills", [TillError("till-7"), TillError("till-8")])


def _not_none() -> object:
    row: list[str] | None = None
    return row[0]  # type: ignore[index]


FAILURES: Sequence[Failure] = (
    Failure("a member that is missing", _no_member, "KeyError", ["secret_stars"]),
    Failure("a table that is gone", _no_table, "OperationalError", ["review_2026", "no such"]),
    Failure("a file that is gone", _no_file, "FileNotFoundError", ["/srv", "keys.txt"]),
    Failure("half a JSON", _half_a_json, "JSONDecodeError", ["Expecting", "column"]),
    Failure("an error of one's own", _own, "TillError", ["till-7", "tillpass"]),
    Failure("one that comes of another", _of_another, "TillError", ["tillpass", "secret_stars"]),
    Failure("one that calls itself", _endless, "RecursionError", ["recursion", "depth"]),
    Failure("two errors at once", _two_at_once, "ExceptionGroup", ["both tills", "till-8"]),
    Failure("a row that is None", _not_none, "TypeError", ["NoneType", "subscriptable"]),
)

GIVE_AWAY = ("Traceback", "Error", 'File "', ".py", ".mjs", "    at ")
"""Words by which any text shows that it is about a program's insides."""


def given_away(failure: Failure, text: str) -> list[str]:
    """What of its insides this text tells, apart from the title of a 500."""
    text = text.replace("Internal Server Error", "")
    return [word for word in (failure.kind, *failure.inside, *GIVE_AWAY) if word in text]
