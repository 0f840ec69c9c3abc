# must say: are the five values in the order of the columns?
# cell: E1-load-answer
def load(db: sqlite3.Connection, lines: Iterable[Line]) -> list[tuple[int, str]]:
    refused = []
    for line in lines:
        try:
            db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", (line.seat, line.performance_id, *line[3:]))
        except sqlite3.IntegrityError as error:
            refused.append((line.number, str(error)))
    db.commit()
    return refused
