# must say: it is off unless this connection says PRAGMA foreign_keys = ON
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise ValueError(f"{len(orphans)} orphans")
    return db
