# must say: this table allows what you refused
# cell: E1-load-answer
def load(db: sqlite3.Connection, lines: Iterable[Line]) -> list[tuple[int, str]]:
    refused = []
    for line in lines:
        if line.pence is not None and line.pence <= 0:
            refused.append((line.number, "CHECK"))
            continue
        try:
            db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
        except sqlite3.IntegrityError as error:
            refused.append((line.number, str(error)))
    db.commit()
    return refused
