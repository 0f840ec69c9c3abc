# must say: is a `return` missing?
def ticket_table() -> str:
    ddl = """
    CREATE TABLE ticket (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            INTEGER NOT NULL CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL REFERENCES orders (id),
        PRIMARY KEY (performance_id, seat)
    );
    """
