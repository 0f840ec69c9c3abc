def open_office(path):
    connection = sqlite3.connect(str(path), isolation_level=None)
    connection.executescript("PRAGMA journal_mode = wal; PRAGMA foreign_keys = 1;")
    count = sum(1 for _ in connection.execute("PRAGMA foreign_key_check"))
    if count > 0:
        raise ValueError("There are " + str(count) + " rows without their parent.")
    return connection
