# must say: say how many rows PRAGMA foreign_key_check gave
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    row = db.execute("PRAGMA foreign_key_check").fetchone()
    if row:
        raise ValueError(f"row {row[1]} of {row[0]} has no parent")
    return db
