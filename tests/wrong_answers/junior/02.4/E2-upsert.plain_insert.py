# must say: ON CONFLICT must take this
# cell: E2-upsert-answer
def hold_seat():
    return """
    INSERT INTO hold (performance_id, seat, customer, until)
    VALUES (%(performance_id)s, %(seat)s, %(customer)s, %(until)s)
    RETURNING id
    """
