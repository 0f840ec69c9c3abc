# must say: line.number says which line it is
# cell: E1-load-answer
def load(db: sqlite3.Connection, lines: Iterable[Line]) -> list[tuple[int, str]]:
    refused = []
    for place, line in enumerate(lines):
        try:
            db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
        except sqlite3.IntegrityError as error:
            refused.append((place, str(error)))
    db.commit()
    return refused
