# must say: the foreign key makes the relationship.
def ticket_table() -> str:
    return """
    CREATE TABLE ticket (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            INTEGER NOT NULL CHECK (seat > 0),
        band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        order_id        INTEGER NOT NULL,
        PRIMARY KEY (performance_id, seat)
    );
    """
