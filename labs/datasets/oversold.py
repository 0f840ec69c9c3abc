"""A twin of `core` as it would be without the key of ticket: fourteen seats are sold twice."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from labs.datasets.chance import Chance
from labs.datasets.database import TOTALS
from labs.datasets.names import DIDO
from labs.datasets.sales import Order, payments_for, placed_for, text_of
from labs.datasets.season import Party, Season

CHANGED = ("orders", "ticket", "payment", "sold")
"""The tables that are not as in `core`."""

PAIRS = 7
"""Pairs of neighbouring seats that are sold twice."""

_KEYLESS = Path(__file__).with_name("oversold.sql")
_HOLDERS = """
    SELECT customer_id, seat FROM ticket JOIN orders ON orders.id = order_id
    WHERE performance_id = ? AND seat IN (?, ?)
"""


def oversell(path: Path, core: Path, season: Season) -> None:
    """Copy the file `core` of this season to `path`, and sell 14 seats of *Dido* again there.

    Where a seat was free, it is sold for the first time too; each time to another customer.
    """
    shutil.copyfile(core, path)
    chance = Chance("oversold", season.seed)
    premiere = next(evening for evening in season.performances if evening.id == DIDO)
    house = season.house(premiere)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_KEYLESS.read_text("utf-8"))
        for first in chance.shuffled(range(0, len(house) - 1, 2))[:PAIRS]:
            pair = house[first : first + 2]
            numbers = [number for number, _, _ in pair]
            holders = db.execute(_HOLDERS, (DIDO, *numbers)).fetchall()
            sold_once = {seat for _, seat in holders}
            customers = {customer for customer, _ in holders}
            for seats in ([seat for seat in pair if seat[0] not in sold_once], pair):
                while (customer := 1 + chance.below(season.customers)) in customers:
                    pass
                customers.add(customer)
                if seats:
                    _sell(db, Party(premiere, seats), customer, chance)
        db.execute("DELETE FROM sold")
        db.execute(TOTALS)
        db.commit()


def _sell(db: sqlite3.Connection, party: Party, customer_id: int, chance: Chance) -> None:
    order = Order(customer_id, party, returned=0, placed=placed_for(party, chance))
    cursor = db.execute(
        "INSERT INTO orders (customer_id, placed) VALUES (?, ?)",
        (customer_id, text_of(order.placed)),
    )
    order_id = cursor.lastrowid
    tickets = ((party.performance.id, *seat, order_id) for seat in party.seats)
    db.executemany("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", tickets)
    db.executemany(
        "INSERT INTO payment (order_id, pence, method, paid) VALUES (?, ?, ?, ?)",
        (
            (order_id, pence, method, text_of(paid))
            for pence, method, paid, _, _ in payments_for(order, chance)
        ),
    )
