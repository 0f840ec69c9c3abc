# must say: SQLite, with the text of show_artist_table()
# cell: E2-artist-answer
def show_artist_table() -> list[str]:
    return ["CREATE TABLE show_artist (show_id INTEGER REFERENCES show (id), artist_id INTEGER REFERENCES artist (id))"]
