# must say: after the first refusal the others must be tried
# cell: E1-load-answer
def load(db: sqlite3.Connection, lines: Iterable[Line]) -> list[tuple[int, str]]:
    refused = []
    for line in lines:
        try:
            db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
        except sqlite3.IntegrityError as error:
            refused.append((line.number, str(error)))
            return refused
    db.commit()
    return refused
