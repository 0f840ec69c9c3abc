# must say: performance_id REFERENCES performance (id)
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER NOT NULL,
        seat            INTEGER NOT NULL CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL REFERENCES orders (id),
        PRIMARY KEY (performance_id, seat)
    );
    """
