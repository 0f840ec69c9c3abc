# must say: the columns, in this order and no more
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL REFERENCES orders (id),
        seat            INTEGER NOT NULL CHECK (seat > 0),
        PRIMARY KEY (performance_id, seat)
    );
    """
