# must say: commit whether or not a line was refused
# cell: E1-load-answer
def load(db: sqlite3.Connection, lines: Iterable[Line]) -> list[tuple[int, str]]:
    refused = []
    for line in lines:
        try:
            db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
        except sqlite3.IntegrityError as error:
            refused.append((line.number, str(error)))
    if refused:
        db.commit()
    return refused
