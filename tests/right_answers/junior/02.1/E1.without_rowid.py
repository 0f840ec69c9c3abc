def ticket_table() -> str:
    return (
        "CREATE TABLE ticket (performance_id INTEGER REFERENCES performance, seat INTEGER CHECK (seat BETWEEN 1 AND 100000),"
        " band TEXT NOT NULL CHECK (band BETWEEN 'A' AND 'C' AND length(band) = 1), pence INTEGER NOT NULL CHECK (0 < pence),"
        " order_id INTEGER NOT NULL REFERENCES orders, PRIMARY KEY (performance_id, seat)) STRICT, WITHOUT ROWID;"
    )
