# must say: CHECK (band IN ('A', 'B', 'C'))
def ticket_table() -> str:
    return "CREATE TABLE ticket (performance_id INTEGER, seat INTEGER, band TEXT, pence INTEGER, order_id INTEGER)"
