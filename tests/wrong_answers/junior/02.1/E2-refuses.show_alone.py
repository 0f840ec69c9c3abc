# must say: a show has many artists: the key is the pair.
# cell: E2-artist-answer
def show_artist_table() -> str:
    return """
    CREATE TABLE show_artist (
        show_id    INTEGER NOT NULL REFERENCES show (id),
        artist_id  INTEGER NOT NULL REFERENCES artist (id),
        PRIMARY KEY (show_id)
    );
    """
