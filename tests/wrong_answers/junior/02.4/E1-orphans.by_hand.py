# must say: orphans may be in any table
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    orphans = db.execute(
        "SELECT * FROM ticket WHERE premiere_id NOT IN (SELECT id FROM premiere)"
    ).fetchall()
    if orphans:
        raise ValueError(f"{len(orphans)} orphans")
    return db
