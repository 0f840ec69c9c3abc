# cell: E1-load-answer
def load(db, lines):
    report = []
    for number, *values in lines:
        try:
            with db:
                db.execute(
                    "INSERT INTO ticket (performance_id, seat, band, pence, order_id) VALUES (?, ?, ?, ?, ?)", values
                )
        except sqlite3.IntegrityError as error:
            report += [(number, str(error))]
    return report
