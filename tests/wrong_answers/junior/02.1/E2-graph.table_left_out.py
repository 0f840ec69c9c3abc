# must say: there is no table show_artist
# cell: E2-artist-answer
def show_artist_table() -> str:
    return "CREATE TABLE cast_ (show_id INTEGER NOT NULL REFERENCES show (id), artist_id INTEGER NOT NULL REFERENCES artist (id))"
