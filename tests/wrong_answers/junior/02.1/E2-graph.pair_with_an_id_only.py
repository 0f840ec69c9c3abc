# must say: the pair must be a key
# cell: E2-artist-answer
def show_artist_table() -> str:
    return """
    CREATE TABLE show_artist (
        id INTEGER PRIMARY KEY,
        show_id    INTEGER NOT NULL REFERENCES show (id),
        artist_id  INTEGER NOT NULL REFERENCES artist (id)
    );
    """
