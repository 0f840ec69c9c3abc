# must say: execute gives a cursor, which is always true
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    if db.execute("PRAGMA foreign_key_check"):
        raise ValueError("orphans")
    return db
