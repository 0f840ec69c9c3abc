# must say: after the first refusal the others must be tried
# cell: E1-load-answer
def load(db, lines):
    refused = []
    try:
        db.executemany("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", [line[1:] for line in lines])
    except sqlite3.IntegrityError as error:
        refused.append((lines[0].number, str(error)))
    db.commit()
    return refused
