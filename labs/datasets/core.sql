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

-- A row is a seat sold; the key is INV-1: a seat is never sold twice.
CREATE TABLE ticket (
    performance_id  INTEGER NOT NULL REFERENCES performance (id),
    seat            INTEGER NOT NULL CHECK (seat > 0),
    band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
    pence           INTEGER NOT NULL CHECK (pence > 0),
    PRIMARY KEY (performance_id, seat)
) WITHOUT ROWID;

-- A running total, kept with each sale: how many tickets of a band are sold.
CREATE TABLE sold (
    performance_id  INTEGER NOT NULL REFERENCES performance (id),
    band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
    seats           INTEGER NOT NULL CHECK (seats > 0),
    PRIMARY KEY (performance_id, band)
) WITHOUT ROWID;
