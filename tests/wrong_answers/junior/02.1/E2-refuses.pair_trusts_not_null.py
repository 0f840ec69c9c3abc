# must say: in SQLite a PRIMARY KEY of two columns lets NULL through
# cell: E2-artist-answer
def show_artist_table() -> str:
    return """
    CREATE TABLE show_artist (
        show_id    INTEGER REFERENCES show (id),
        artist_id  INTEGER NOT NULL REFERENCES artist (id),
        PRIMARY KEY (show_id, artist_id)
    );
    """
