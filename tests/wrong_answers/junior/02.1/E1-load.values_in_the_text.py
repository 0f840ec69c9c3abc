# must say: use ? for each value.
# cell: E1-load-answer
def load(db: sqlite3.Connection, lines: Iterable[Line]) -> list[tuple[int, str]]:
    refused = []
    for line in lines:
        try:
            db.execute(f"INSERT INTO ticket VALUES ({line.performance_id}, {line.seat}, '{line.band}', {line.pence}, {line.order_id})")
        except sqlite3.IntegrityError as error:
            refused.append((line.number, str(error)))
    db.commit()
    return refused
