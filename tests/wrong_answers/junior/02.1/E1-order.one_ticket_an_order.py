# must say: order_id is unique: an order may have many tickets.
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            INTEGER NOT NULL CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL UNIQUE REFERENCES orders (id),
        PRIMARY KEY (performance_id, seat)
    );
    """
