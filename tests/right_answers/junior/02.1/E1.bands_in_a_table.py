def ticket_table() -> str:
    return """
    CREATE TABLE band (letter TEXT PRIMARY KEY);
    INSERT INTO band VALUES ('A'), ('B'), ('C');
    CREATE TABLE ticket (
        performance_id INTEGER NOT NULL REFERENCES performance, seat INTEGER NOT NULL, band TEXT NOT NULL REFERENCES band,
        pence INTEGER NOT NULL, order_id INTEGER NOT NULL REFERENCES orders ON DELETE RESTRICT, CHECK (seat > 0 AND pence > 0)
    );
    CREATE UNIQUE INDEX a_seat_is_sold_once ON ticket (performance_id, seat);
    """
