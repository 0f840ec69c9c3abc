# must say: this table is created twice, or it was given.
# cell: E2-artist-answer
def show_artist_table() -> str:
    return """
    CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, show_id INTEGER NOT NULL REFERENCES show (id));
    """
