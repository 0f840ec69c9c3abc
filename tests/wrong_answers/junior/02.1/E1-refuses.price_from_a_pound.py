# must say: 1 is more than 0 pence
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            INTEGER NOT NULL CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence >= 100),
        order_id        INTEGER NOT NULL REFERENCES orders (id),
        PRIMARY KEY (performance_id, seat)
    );
    """
