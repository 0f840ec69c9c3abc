# must say: the town may be unknown
def people_tables() -> str:
    return """
    CREATE TABLE customer (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE
    );
    CREATE TABLE customer_profile (
        customer_id  INTEGER PRIMARY KEY REFERENCES customer (id),
        town         TEXT NOT NULL,
        newsletter   INTEGER NOT NULL CHECK (newsletter IN (0, 1))
    );
    CREATE TABLE payment (
        id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id),
        pence INTEGER NOT NULL CHECK (pence > 0),
        method TEXT NOT NULL CHECK (method IN ('card', 'voucher', 'transfer')), paid TEXT NOT NULL
    );
    CREATE TABLE refund (
        id INTEGER PRIMARY KEY, payment_id INTEGER NOT NULL UNIQUE REFERENCES payment (id),
        pence INTEGER NOT NULL CHECK (pence > 0), refunded TEXT NOT NULL
    );
    """
