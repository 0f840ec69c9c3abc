# must say: the seat is 1 or more
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            INTEGER NOT NULL,
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL REFERENCES orders (id),
        PRIMARY KEY (performance_id, seat)
    );
    """
