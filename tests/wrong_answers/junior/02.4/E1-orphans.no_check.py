# must say: foreign_keys = ON asks nothing of rows that are there
def open_office(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    return db
