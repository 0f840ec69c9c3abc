# must say: ask PRAGMA foreign_key_check
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise ValueError("orphans")
    return db
