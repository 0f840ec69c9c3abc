"""The box office's database of S03.7: accounts, and what they have bought."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from labs.measure import own_folder

SCHEMA = """
CREATE TABLE account (
    name   TEXT PRIMARY KEY,      -- the sub of its tokens
    email  TEXT NOT NULL,
    phone  TEXT NOT NULL,
    role   TEXT NOT NULL,         -- guest, or admin
    card   TEXT NOT NULL          -- what the payment provider knows a card by
);
CREATE TABLE purchase (
    id     INTEGER PRIMARY KEY,
    buyer  TEXT NOT NULL REFERENCES account (name),
    seat   TEXT NOT NULL,
    pence  INTEGER NOT NULL,
    card   TEXT NOT NULL          -- the one that paid
);
"""
Bought = tuple[int, str, str, int]
BOUGHT: Sequence[Bought] = (
    (41, "ada", "C12", 1_950),
    (42, "ben", "A07", 4_200),
    (43, "ada", "B03", 4_200),
    (44, "ada", "A01", 4_200),
    (45, "cem", "D09", 1_950),
)


def new_office(bought: Sequence[Bought] = BOUGHT) -> Path:
    """A new file with these orders, and an account for each buyer."""
    path = own_folder() / "office.db"
    fill(path, bought)
    return path


def fill(office: Path, bought: Sequence[Bought] = BOUGHT) -> None:
    """Make the file as it was at first."""
    with closing(sqlite3.connect(office)) as db, db:
        db.execute("PRAGMA synchronous = OFF")  # it need not survive a power cut
        anew = f"BEGIN; DROP TABLE IF EXISTS purchase; DROP TABLE IF EXISTS account; {SCHEMA}"
        db.executescript(anew)
        for name in dict.fromkeys(buyer for _, buyer, *_ in bought):
            account = (name, email_of(name), phone_of(name), "guest", card_of(name))
            db.execute("INSERT INTO account VALUES (?, ?, ?, ?, ?)", account)
        for id_, buyer, seat, pence in bought:
            row = (id_, buyer, seat, pence, card_of(buyer))
            db.execute("INSERT INTO purchase VALUES (?, ?, ?, ?, ?)", row)


def email_of(name: str) -> str:
    """The address of a new account."""
    return f"{name}@mail.example"


def phone_of(name: str) -> str:
    """The number of a new account."""
    return f"+44 {sum(map(ord, name)):06}"


def card_of(name: str) -> str:
    """What stands for this buyer's card."""
    return f"card_{name.encode().hex()}"


def rows_of(office: Path, table: str) -> list[tuple[object, ...]]:
    """All of them, in order; none if the table is gone."""
    with closing(sqlite3.connect(office)) as db:
        try:
            return list(db.execute(f"SELECT * FROM {table} ORDER BY 1"))  # noqa: S608 - ours
        except sqlite3.OperationalError:
            return []
