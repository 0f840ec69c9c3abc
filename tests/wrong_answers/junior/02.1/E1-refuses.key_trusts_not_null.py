# must say: also in a PRIMARY KEY of two columns
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER REFERENCES performance (id),
        seat            INTEGER CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL REFERENCES orders (id),
        PRIMARY KEY (performance_id, seat)
    );
    """
