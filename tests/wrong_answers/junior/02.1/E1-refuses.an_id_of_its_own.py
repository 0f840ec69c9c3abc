# must say: the columns, in this order and no more
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        id INTEGER PRIMARY KEY,
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            INTEGER NOT NULL CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL REFERENCES orders (id),
        UNIQUE (performance_id, seat)
    );
    """
