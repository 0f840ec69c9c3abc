# must say: IntegrityError: CHECK constraint failed
# cell: E1-load-answer
def load(db, lines):
    for line in lines:
        db.execute("INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
    db.commit()
    return []
