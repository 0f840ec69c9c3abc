# must say: after the first refusal the others must be tried
# cell: E1-load-answer
def load(db, lines):
    refused = []
    try:
        for line in lines:
            db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
    except sqlite3.IntegrityError as error:
        refused.append((line.number, str(error)))
    db.commit()
    return refused
