# cell: E2-artist-answer
def show_artist_table() -> str:
    return """
    CREATE TABLE show_artist (
        id INTEGER PRIMARY KEY, artist_id INTEGER NOT NULL REFERENCES artist, show_id INTEGER NOT NULL REFERENCES show, UNIQUE (artist_id, show_id)
    );
    """
