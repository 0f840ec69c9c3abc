"""Holds as they come in, one after the other, and what must come of each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hold:
    """One mutation."""

    evening: str
    seat: str
    key: str
    comes: str
    """The type that must come back."""
    name: str = "Ada"


A_MORNING = (
    Hold("5", "A1", "k1", "HoldMade"),
    Hold("5", "A2", "k2", "HoldMade"),
    Hold("5", "A1", "k1", "HoldMade"),
    Hold("5", "A1", "k3", "SeatTaken"),
    Hold("999", "A1", "k4", "NoSuchEvening"),
)

AN_EVENING = (
    Hold("7", "C9", "one", "HoldMade", "O'Hara"),
    Hold("8", "C9", "two", "HoldMade", "Robert'); DELETE FROM hold; --"),
    Hold("7", "C9", "three", "SeatTaken"),
    Hold("7", "C9", "one", "HoldMade", "O'Hara"),
    Hold("7", "D1", "three", "HoldMade"),
    Hold("7", "c9", "ONE", "HoldMade"),
    Hold("7", "C9 ", "one ", "HoldMade"),
    Hold("0", "A1", "four", "NoSuchEvening"),
    Hold("x", "A1", "five", "NoSuchEvening"),
    Hold("8", "C9", "two", "HoldMade", "Robert'); DELETE FROM hold; --"),
)
"""The same seat on two evenings, names with quotes, a key that was refused and comes again, and
keys and seats that differ in a capital or a blank."""


@dataclass(frozen=True)
class Reading:
    """One query for evenings."""

    query: str
    ids: tuple[int, ...] | None
    """Those that must come, in this order; None for an error, before any statement."""


READINGS = (
    Reading("{ evenings { id starts } }", (1, 2, 3, *range(5, 12))),
    Reading("{ evenings(first: 3) { id } }", (1, 2, 3)),
    Reading('{ evenings(first: 2, after: "3") { id } }', (5, 6)),
    Reading("{ evening(id: 5) { id starts } }", (5,)),
    Reading("{ evening(id: 4) { id } }", ()),
    Reading("{ evenings(first: 0) { id } }", None),
)
READINGS_ELSE = (
    Reading("{ evenings(first: 50) { id starts } }", (*(1, 2, 3, *range(5, 12)), *range(13, 53))),
    Reading("{ evenings(first: 1) { id } }", (1,)),
    Reading("{ evenings(first: 51) { id } }", None),
    Reading("{ evenings(first: -1) { id } }", None),
    Reading('{ evenings(first: 3, after: "12") { id } }', (13, 14, 15)),
    Reading('{ evenings(first: 3, after: "9") { id } }', (10, 11, 13)),
    Reading('{ evenings(after: "79") { id } }', (80,)),
    Reading('{ evenings(after: "80") { id } }', ()),
    Reading("{ evening(id: 12) { id } }", ()),
    Reading('{ evening(id: "5 OR 1 = 1") { id } }', ()),
    Reading('{ evenings(after: "79 OR 1") { id } }', ()),
    Reading("{ evening(id: 80) { starts id } }", (80,)),
)
"""Evenings 4 and 12 are not there; ids of one digit and of two, and ids that are SQL."""
