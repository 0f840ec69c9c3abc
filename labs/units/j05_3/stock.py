"""What take_stock is shown, in E2, and why its numbers may be wrong."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from redis import Redis

from labs.judges import Judge, Likely
from labs.units.j05_3.moments import after_the_sweep


class Stock(Protocol):
    """The unit's own report."""

    held: int
    living: int
    expired: int


def looks_at_all(judge: Judge, called: str, dead: int, looked: int) -> None:
    """Judge that the looks have removed all that were over."""
    judge.that(
        looked == dead,
        called=called,
        got=f"{dead - looked} dead keys still in memory",
        expected="none: you looked at each name",
        likely=[
            (
                looked == 0,
                "DBSIZE, KEYS and INFO look at no key: GET, EXISTS or PTTL of each name.",
            ),
            (True, "some names were not looked at."),
        ],
    )


@contextmanager
def laid_out(client: Redis, names: Sequence[str], dead: int, mortal: int) -> Iterator[int]:
    """Set keys, first dead ones, then others that end, then such as do not; the sweeps are slow.

    Gives what `expired_keys` was before. The first that lives holds an empty text.
    """
    try:
        yield _lay_out(client, names, dead, mortal)
    finally:
        client.config_set("hz", 10)


def _lay_out(client: Redis, names: Sequence[str], dead: int, mortal: int) -> int:
    for _ in range(3):  # a machine that stood still for a second may have slept through it
        after_the_sweep(client)
        start = expired_keys(client)
        for number, name in enumerate(names):
            life = 5 if number < dead else 60_000 if number < mortal else None
            client.set(name, "" if number == dead else "a page", px=life)
        time.sleep(0.01)
        if client.dbsize() == len(names):
            break
    return start


def expired_keys(client: Redis) -> int:
    """How many keys have expired since the server was started."""
    return int(client.info("stats")["expired_keys"])


def why_held(got: Stock, want: Stock, names: Counter[str]) -> Likely:
    """Causes of a wrong `held`; `names` counts the commands that Valkey saw."""
    return [
        (
            got.held < want.held and {"KEYS", "SCAN"} & set(names),
            "KEYS and SCAN do not show the dead: ask DBSIZE, before you look.",
        ),
        (
            got.held == want.living,
            "you looked first, and the looks deleted the dead: ask DBSIZE before.",
        ),
        (
            got.held == want.held + 2,
            "names that were never used are not held: ask DBSIZE.",
        ),
        (True, "held is DBSIZE, before you look."),
    ]


def why_living(got: Stock, want: Stock, endless: int) -> Likely:
    """Causes of a wrong `living`; `endless` of the living have no end."""
    return [
        (
            got.living == want.living - endless,
            "PTTL -1 means no end: such a key lives, too.",
        ),
        (
            got.living == want.living - 1,
            "an empty text is a copy, too, and false in Python: EXISTS, or `is not None`.",
        ),
        (got.living == want.expired + 2, "these are the dead: count the others."),
        (
            got.living == want.held + 2,
            "every name was counted: -1 and -2 count as true in Python.",
        ),
        (True, "living counts the names that can still be read."),
    ]


def why_expired(got: Stock, want: Stock, start: int) -> Likely:
    """Causes of a wrong `expired`; the server's counter began at `start`."""
    return [
        (
            got.expired == start + want.expired,
            "expired_keys counts since the start of the server: subtract what it was before.",
        ),
        (
            got.expired == 0,
            "read expired_keys before the first look and after the last.",
        ),
        (got.expired == want.expired + 2, "names that were never used did not expire."),
        (True, "expired is the growth of expired_keys."),
    ]
