# cell: E2-artist-answer
def show_artist_table() -> str:
    return (
        "CREATE TABLE show_artist (show_id INTEGER REFERENCES show (id), artist_id INTEGER REFERENCES artist (id),"
        " PRIMARY KEY (artist_id, show_id)) STRICT, WITHOUT ROWID"
    )
