class SeatRepository:
    def __init__(self, connection):
        self.connection = connection

    def add(self, seat):
        cursor = self.connection.cursor()
        try:
            cursor.execute(ADD, tuple(seat))
        except sqlite3.Error:
            self.connection.rollback()
            raise
        self.connection.commit()
        return cursor.lastrowid

    def get(self, seat_id):
        sql = "SELECT performance_id, number, pence FROM seat WHERE id = ?"
        row = self.connection.execute(sql, (seat_id,)).fetchone()
        return None if row is None else Seat(*row)

    def reprice(self, seat_id, pence):
        with self.connection:
            sql = "UPDATE seat SET pence = ? WHERE id = ?"
            return self.connection.execute(sql, (pence, seat_id)).rowcount == 1

    def remove(self, seat_id):
        with self.connection:
            gone = self.connection.execute("DELETE FROM seat WHERE id = :id", {"id": seat_id})
            return bool(gone.rowcount)

    def add_many(self, seats):
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            for seat in seats:
                self.connection.execute(ADD, seat)
        except Exception:
            self.connection.rollback()
            raise
        self.connection.commit()
