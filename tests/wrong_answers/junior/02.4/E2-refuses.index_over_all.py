# must say: any number of lapsed and sold holds: UNIQUE over more than the live rows is too strict.
# cell: E2-table-answer
def hold_table():
    return """
    CREATE TABLE hold (
        id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        performance_id INTEGER NOT NULL REFERENCES performance (id),
        seat INTEGER NOT NULL CHECK (seat > 0),
        customer TEXT NOT NULL CHECK (customer <> ''),
        until TIMESTAMPTZ NOT NULL,
        state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'lapsed', 'sold'))
    );
    CREATE UNIQUE INDEX one ON hold (performance_id, seat);
    """
