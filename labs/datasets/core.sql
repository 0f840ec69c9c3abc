-- D1: the box office of the 2026/27 season. Money is in pence, times are local to the venue.

CREATE TABLE venue (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE
);

-- The seats of a venue that cost the same: A is dearest.
CREATE TABLE venue_band (
    venue_id  INTEGER NOT NULL REFERENCES venue (id),
    band      TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
    seats     INTEGER NOT NULL CHECK (seats > 0),
    PRIMARY KEY (venue_id, band)
) WITHOUT ROWID;

CREATE TABLE show (
    id     INTEGER PRIMARY KEY,
    title  TEXT NOT NULL UNIQUE
);

CREATE TABLE performance (
    id        INTEGER PRIMARY KEY,
    show_id   INTEGER NOT NULL REFERENCES show (id),
    venue_id  INTEGER NOT NULL REFERENCES venue (id),
    starts    TEXT    NOT NULL,
    UNIQUE (venue_id, starts)
);

CREATE TABLE price (
    performance_id  INTEGER NOT NULL REFERENCES performance (id),
    band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
    pence           INTEGER NOT NULL CHECK (pence > 0),
    PRIMARY KEY (performance_id, band)
) WITHOUT ROWID;

CREATE TABLE customer (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    email  TEXT NOT NULL UNIQUE
);

-- What a customer may tell of themselves: one row at the most (one-to-one).
CREATE TABLE customer_profile (
    customer_id  INTEGER PRIMARY KEY REFERENCES customer (id),
    town         TEXT,
    newsletter   INTEGER NOT NULL CHECK (newsletter IN (0, 1))
);

-- Plural, as ORDER is a word of SQL.
CREATE TABLE orders (
    id           INTEGER PRIMARY KEY,
    customer_id  INTEGER NOT NULL REFERENCES customer (id),
    placed       TEXT    NOT NULL
);

-- A row is a seat sold; the key is INV-1: a seat is never sold twice.
CREATE TABLE ticket (
    performance_id  INTEGER NOT NULL REFERENCES performance (id),
    seat            INTEGER NOT NULL CHECK (seat > 0),
    band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
    pence           INTEGER NOT NULL CHECK (pence > 0),
    order_id        INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (performance_id, seat)
) WITHOUT ROWID;

-- INV-2: an order's payments less its refunds are the price of its tickets.
-- A seat that was returned has no ticket any more.
CREATE TABLE payment (
    id        INTEGER PRIMARY KEY,
    order_id  INTEGER NOT NULL REFERENCES orders (id),
    pence     INTEGER NOT NULL CHECK (pence > 0),
    method    TEXT    NOT NULL CHECK (method IN ('card', 'voucher', 'transfer')),
    paid      TEXT    NOT NULL
);

CREATE TABLE refund (
    id          INTEGER PRIMARY KEY,
    payment_id  INTEGER NOT NULL UNIQUE REFERENCES payment (id),
    pence       INTEGER NOT NULL CHECK (pence > 0),
    refunded    TEXT    NOT NULL
);

-- A running total, kept with each sale: how many tickets of a band are sold.
CREATE TABLE sold (
    performance_id  INTEGER NOT NULL REFERENCES performance (id),
    band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
    seats           INTEGER NOT NULL CHECK (seats > 0),
    PRIMARY KEY (performance_id, band)
) WITHOUT ROWID;
