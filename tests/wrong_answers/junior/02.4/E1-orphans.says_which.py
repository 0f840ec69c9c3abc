# must say: say how many rows PRAGMA foreign_key_check gave
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise ValueError(f"orphans: {orphans}")
    return db
