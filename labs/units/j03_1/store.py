"""Where the shows and holds of J03.1 are kept: a SQLite file, as in the area before."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from labs.measure.own_folder import own_folder

TITLES = (
    "Dido, a Queen's Farewell",
    "The Tin Comet",
    "Salt and Lanterns",
    "Nine Letters",
    "The Hollow Crown",
    "A Field of Clocks",
    "Łódź by Night",
)

_TABLES = """
    CREATE TABLE show (number INTEGER PRIMARY KEY, title TEXT NOT NULL);
    CREATE TABLE hold (
        number  INTEGER PRIMARY KEY AUTOINCREMENT,
        show    INTEGER NOT NULL REFERENCES show (number),
        seat    TEXT    NOT NULL,
        UNIQUE (show, seat)
    );
"""


class RefusedError(Exception):
    """The seat is held already, or there is no such show; the text says which."""


@dataclass(frozen=True)
class Show:
    """One show."""

    number: int
    title: str


@dataclass(frozen=True)
class Hold:
    """A seat that is kept for somebody."""

    number: int
    show: int
    seat: str


class Store:
    """The shows and holds in one file; what is asked of it goes to the file, each time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def shows(self, after: int, limit: int) -> list[Show]:
        """At most `limit` of those whose number is larger than `after`, in order."""
        query = "SELECT number, title FROM show WHERE number > ? ORDER BY number LIMIT ?"
        with self._open() as db:
            return [Show(*row) for row in db.execute(query, (after, limit))]

    def show(self, number: int) -> Show | None:
        return next((show for show in self.shows(number - 1, 1) if show.number == number), None)

    def holds(self, after: int, limit: int) -> list[Hold]:
        """At most `limit` of those whose number is larger than `after`, in order."""
        query = "SELECT number, show, seat FROM hold WHERE number > ? ORDER BY number LIMIT ?"
        with self._open() as db:
            return [Hold(*row) for row in db.execute(query, (after, limit))]

    def hold(self, number: int) -> Hold | None:
        return next((hold for hold in self.holds(number - 1, 1) if hold.number == number), None)

    def add(self, show: int, seat: str) -> Hold:
        """A new hold. Raises RefusedError."""
        with self._open() as db, _refusing(show, seat):
            row = db.execute("INSERT INTO hold (show, seat) VALUES (?, ?)", (show, seat))
        return Hold(row.lastrowid or 0, show, seat)

    def change(self, number: int, show: int, seat: str) -> Hold | None:
        """The hold, for this seat now; None if there is no such hold. Raises RefusedError."""
        query = "UPDATE hold SET show = ?, seat = ? WHERE number = ?"
        with self._open() as db, _refusing(show, seat):
            changed = db.execute(query, (show, seat, number)).rowcount
        return Hold(number, show, seat) if changed else None

    def remove(self, number: int) -> bool:
        """Whether there was one."""
        with self._open() as db:
            return db.execute("DELETE FROM hold WHERE number = ?", (number,)).rowcount > 0

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as db, db:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = OFF")  # a lesson's file need not outlive a power cut
            yield db


@contextmanager
def _refusing(show: int, seat: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        is_held = "UNIQUE" in str(error)
        why = f"seat {seat} of show {show} is held" if is_held else f"there is no show {show}"
        raise RefusedError(why) from None


def new_store(titles: Sequence[str] = TITLES, first: int = 1) -> Path:
    """A new file with these shows, numbered from `first`; it goes with the kernel."""
    path = own_folder() / "holds.sqlite"
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_TABLES)
        db.executemany("INSERT INTO show VALUES (?, ?)", enumerate(titles, first))
    return path


def fill(path: Path, holds: Sequence[tuple[int, int, str]]) -> None:
    """Put these holds into the file, each with its number, in the place of all that are there."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM hold")
        db.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'hold'")
        db.executemany("INSERT INTO hold VALUES (?, ?, ?)", holds)


def spoil(path: Path) -> None:
    """Take the holds' table away: whatever a store is asked for then, it raises sqlite3's error."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TABLE hold")


def rows_of(path: Path) -> list[tuple[int, int, str]]:
    """Number, show and seat of each hold in the file."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT number, show, seat FROM hold ORDER BY number").fetchall()


def state_of(path: Path) -> str:
    """All that the file holds, as text: it changes when anything is written."""
    with closing(sqlite3.connect(path)) as db:
        return "\n".join(db.iterdump())


@contextmanager
def writes_to(path: Path) -> Iterator[Callable[[], bool]]:
    """Tells, at each call, whether anybody has written to the file since the one before."""
    with closing(sqlite3.connect(path)) as db:
        seen = [0]

        def is_written() -> bool:
            seen[:] = [*seen[-1:], *db.execute("PRAGMA data_version").fetchone()]
            return seen[0] != seen[-1]

        is_written()
        yield is_written
