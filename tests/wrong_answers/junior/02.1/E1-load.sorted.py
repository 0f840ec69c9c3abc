# must say: send the lines in the order in which they come
# cell: E1-load-answer
def load(db: sqlite3.Connection, lines: Iterable[Line]) -> list[tuple[int, str]]:
    refused = []
    for line in sorted(lines, key=lambda line: line.number):
        try:
            db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
        except sqlite3.IntegrityError as error:
            refused.append((line.number, str(error)))
    db.commit()
    return refused
