"""A box office that fits in a moment and in memory, for trying queries and for judging them."""

import sqlite3
from contextlib import closing
from functools import lru_cache

from labs.datasets.chance import Chance
from labs.datasets.database import fill
from labs.datasets.names import VENUES, titles
from labs.datasets.season import Season

_VENUES, _SHOWS, _EVENINGS = 6, 12, 5
_PLANNED = 2


def sample(seed: int = 1) -> sqlite3.Connection:
    """A small season in memory, with the tables of `core`; another seed gives other data.

    It has 6 venues, 14 shows, 60 performances, 200 customers and 800 to 2,000 tickets, and takes
    about 30 ms, the first time. Foreign keys are enforced. For every seed there are: shows without
    a performance, a performance without tickets, customers without orders or without a profile, a
    NULL town, namesakes, orders wholly returned, orders returned in part, orders paid in two
    payments, and equal totals of orders, of customers and of performances. One show is *Dido*.
    """
    db = _empty()
    db.deserialize(_made(seed))
    return db


@lru_cache(maxsize=16)
def _made(seed: int) -> bytes:
    """The whole database, 200 kB: checks ask for the same few seeds again and again."""
    name = f"sample {seed}"
    dido = 1 + Chance(name, "dido").below(_SHOWS)
    shows = titles(_SHOWS + _PLANNED, name, dido=dido)
    season = Season(
        seed=name,
        venues=tuple(Chance(name, "venues").shuffled(VENUES)[:_VENUES]),
        titles=shows[:_SHOWS],
        planned=shows[_SHOWS:],
        evenings=_EVENINGS,
        part=4,
        not_on_sale=frozenset({1 + Chance(name, "not on sale").below(_SHOWS * _EVENINGS)}),
        customers=200,
    )
    with closing(_empty()) as db:
        fill(db, season)
        return db.serialize()


def _empty() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("PRAGMA foreign_keys = ON")
    return db
