# must say: do not close inside of it
def open_office(path):
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA journal_mode = WAL")
        orphans = db.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            db.close()
            raise ValueError(f"{len(orphans)} orphans")
        return db
