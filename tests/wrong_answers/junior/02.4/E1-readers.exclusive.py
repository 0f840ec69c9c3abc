# must say: the connection holds the file for itself
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA journal_mode = WAL")
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise ValueError(f"{len(orphans)} orphans")
    return db
