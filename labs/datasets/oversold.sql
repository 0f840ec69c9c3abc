-- Nothing forbids to sell a seat again.
ALTER TABLE ticket RENAME TO keyed;

CREATE TABLE ticket (
    performance_id  INTEGER NOT NULL REFERENCES performance (id),
    seat            INTEGER NOT NULL CHECK (seat > 0),
    band            TEXT    NOT NULL CHECK (band IN ('A', 'B', 'C')),
    pence           INTEGER NOT NULL CHECK (pence > 0),
    order_id        INTEGER NOT NULL REFERENCES orders (id)
);

INSERT INTO ticket SELECT * FROM keyed;
DROP TABLE keyed;
CREATE INDEX ticket_by_band ON ticket (performance_id, band);
