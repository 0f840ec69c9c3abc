def people_tables() -> str:
    return """
    CREATE TABLE Customer (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(80) NOT NULL, email VARCHAR(80) NOT NULL, CONSTRAINT one_address UNIQUE (email));
    CREATE TABLE customer_profile (
        id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, town TEXT DEFAULT NULL, newsletter BOOLEAN NOT NULL DEFAULT 0,
        CHECK (newsletter = 0 OR newsletter = 1), UNIQUE (customer_id), FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE
    );
    CREATE TABLE payment (
        id INTEGER NOT NULL, order_id INTEGER NOT NULL, pence INTEGER NOT NULL, method TEXT NOT NULL, paid TEXT NOT NULL,
        PRIMARY KEY (id), CONSTRAINT known_method CHECK (method = 'card' OR method = 'voucher' OR method = 'transfer'),
        CONSTRAINT something CHECK (pence >= 1), FOREIGN KEY (order_id) REFERENCES orders (id)
    );
    CREATE TABLE refund (
        id INTEGER PRIMARY KEY, payment_id INTEGER NOT NULL, pence INTEGER NOT NULL CHECK (pence > 0), refunded TEXT NOT NULL,
        FOREIGN KEY (payment_id) REFERENCES payment (id)
    );
    CREATE UNIQUE INDEX refunded_once ON refund (payment_id);
    """
