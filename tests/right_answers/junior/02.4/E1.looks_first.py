def open_office(path):
    with closing(sqlite3.connect(path)) as look:
        [(orphans,)] = look.execute("SELECT count(*) FROM pragma_foreign_key_check").fetchall()
    if orphans:
        raise ValueError(f"{path}: {orphans}")
    db = sqlite3.connect(path, timeout=10)
    for pragma in ("foreign_keys = yes", "journal_mode = 'wal'", "synchronous = NORMAL"):
        db.execute(f"PRAGMA {pragma}")
    return db
