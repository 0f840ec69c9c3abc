# must say: report orphans; do not delete them.
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    orphans = db.execute("PRAGMA foreign_key_check").fetchall()
    for table, row, *_ in orphans:
        db.execute(f"DELETE FROM {table} WHERE rowid = {row}")
    db.commit()
    if orphans:
        raise ValueError(f"{len(orphans)} orphans")
    return db
