# must say: cannot change into wal mode from within a transaction
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("BEGIN")
    db.execute("PRAGMA journal_mode = WAL")
    db.commit()
    db.execute("PRAGMA foreign_keys = ON")
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise ValueError(f"{len(orphans)} orphans")
    return db
