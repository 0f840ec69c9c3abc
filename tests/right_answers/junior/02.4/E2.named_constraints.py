# cell: E2-table-answer
def hold_table() -> str:
    return """
    CREATE TABLE hold (
        id SERIAL PRIMARY KEY,
        performance_id INT NOT NULL,
        seat INT NOT NULL CONSTRAINT a_seat CHECK (seat >= 1),
        customer TEXT NOT NULL CONSTRAINT somebody CHECK (length(customer) > 0),
        until TIMESTAMP WITH TIME ZONE NOT NULL,
        state TEXT NOT NULL DEFAULT 'live',
        CONSTRAINT a_state CHECK (state = 'live' OR state = 'lapsed' OR state = 'sold'),
        FOREIGN KEY (performance_id) REFERENCES performance
    );
    CREATE UNIQUE INDEX ON hold (seat, performance_id) WHERE (state IN ('live'));
    """
