-- Made after the rows are in, which is faster than keeping it up row by row.
CREATE INDEX ticket_by_band ON ticket (performance_id, band);
