"""Two connections of sqlite3 that reach for the same rows, one step at a time.

    for race in races(two_windows, first=sell_to_ada, second=sell_to_ben):
        print(race.step, race.answers)

No threads, no luck: the second comes in just before the first statement of the first one, then,
on fresh data, before its second statement, and so on. What can go wrong between two statements
does go wrong, and the same at each run.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

from labs.judges.statements import Statements, statements

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]


@dataclass(frozen=True)
class Race(Generic[T]):
    """One race."""

    step: str
    """The statement of the first before which the second came in."""
    answers: tuple[T, T]
    seen: tuple[Statements, Statements]
    found: object
    """What `look` saw when both had ended."""


def races(
    new: Callable[[], tuple[sqlite3.Connection, sqlite3.Connection]],
    first: Work[T],
    second: Work[T],
    look: Callable[[sqlite3.Connection], object] = lambda _: None,
) -> list[Race[T]]:
    """A race for each statement of `first`: there `second` does all of its work.

    `new` opens two connections to one fresh database, which are closed here. Where the second
    finds the database locked, it rolls back, waits for the first to end, and begins again. What
    either raises otherwise is raised.
    """
    steps = _race(new, first, second, look, 0).seen[0].run
    return [_race(new, first, second, look, pause) for pause in range(1, len(steps) + 1)]


def _race(
    new: Callable[[], tuple[sqlite3.Connection, sqlite3.Connection]],
    first: Work[T],
    second: Work[T],
    look: Callable[[sqlite3.Connection], object],
    pause: int,
) -> Race[T]:
    steps: list[str] = []
    theirs: list[tuple[T, Statements]] = []
    north, south = new()
    with closing(north), closing(south):
        for connection in (north, south):
            # nobody else runs meanwhile, so that whoever waited would wait in vain
            connection.execute("PRAGMA busy_timeout = 0")

        def come_in(statement: str) -> None:
            steps.append(statement)
            if len(steps) == pause:
                try:
                    theirs.append(_work(south, second))
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error):
                        raise
                    south.rollback()

        mine = _work(north, first, come_in)
        if not theirs:
            theirs.append(_work(south, second))
        (other,) = theirs
        step = steps[pause - 1] if pause else ""
        return Race(step, (mine[0], other[0]), (mine[1], other[1]), look(north))


def _work(
    connection: sqlite3.Connection, work: Work[T], before: Callable[[str], object] | None = None
) -> tuple[T, Statements]:
    with statements(connection, before) as seen:
        answer = work(connection)
    return answer, seen
