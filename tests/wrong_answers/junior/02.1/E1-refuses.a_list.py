# must say: one text with all statements, not a tuple
def ticket_table() -> str:
    return ("CREATE TABLE ticket (performance_id INTEGER)",)
