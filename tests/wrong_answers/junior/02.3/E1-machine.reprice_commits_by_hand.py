# must say: the refused statement left its transaction open
class SeatRepository:
    def __init__(self, connection):
        self.connection = connection

    def add(self, seat):
        with self.connection:
            return self.connection.execute(ADD, seat).lastrowid

    def get(self, seat_id):
        sql = "SELECT performance_id, number, pence FROM seat WHERE id = ?"
        row = self.connection.execute(sql, (seat_id,)).fetchone()
        return None if row is None else Seat(*row)

    def reprice(self, seat_id, pence):
        sql = "UPDATE seat SET pence = ? WHERE id = ?"
        cursor = self.connection.execute(sql, (pence, seat_id))
        self.connection.commit()
        return cursor.rowcount == 1

    def remove(self, seat_id):
        with self.connection:
            return self.connection.execute("DELETE FROM seat WHERE id = ?", (seat_id,)).rowcount == 1

    def add_many(self, seats):
        with self.connection:
            self.connection.executemany(ADD, seats)
