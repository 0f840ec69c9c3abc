"""A repository of seats on a dict, and what it and one on SQLite store, in the same words."""

import sqlite3

from labs.units.j02_3.stage import Repository, Seat


class SeatModel:
    """What a repository of seats should do, on a dict."""

    def __init__(self) -> None:
        self.rows: dict[int, Seat] = {}

    def add(self, seat: Seat) -> int:
        if seat.pence <= 0 or any(seat[:2] == other[:2] for other in self.rows.values()):
            raise sqlite3.IntegrityError("refused")
        key = max(self.rows, default=0) + 1
        self.rows[key] = seat
        return key

    def get(self, seat_id: int) -> Seat | None:
        return self.rows.get(seat_id)

    def reprice(self, seat_id: int, pence: int) -> bool:
        if seat_id in self.rows and pence <= 0:
            raise sqlite3.IntegrityError("CHECK constraint failed: pence > 0")
        if seat_id in self.rows:
            self.rows[seat_id] = self.rows[seat_id]._replace(pence=pence)
        return seat_id in self.rows

    def remove(self, seat_id: int) -> bool:
        return self.rows.pop(seat_id, None) is not None


def stored(one: SeatModel | Repository) -> str:
    """The seats by key, and whether a transaction is open."""
    if isinstance(one, SeatModel):
        rows = {key: (*seat, "free") for key, seat in one.rows.items()}
        return f"{rows}, no open transaction"
    sql = "SELECT id, performance_id, number, pence, status FROM seat ORDER BY id"
    try:
        cursor = one.connection.cursor()
        cursor.row_factory = None
        found = {key: tuple(values) for key, *values in cursor.execute(sql)}
    except sqlite3.ProgrammingError:
        return "the connection is closed"
    state = "a transaction is open" if one.connection.in_transaction else "no open transaction"
    return f"{found}, {state}"
