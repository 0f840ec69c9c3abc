# must say: a table has one primary key; of several columns: PRIMARY KEY (this, that).
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER PRIMARY KEY REFERENCES performance (id),
        seat            INTEGER PRIMARY KEY CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL REFERENCES orders (id)
    );
    """
