# must say: DO NOTHING returns no row, and extends nothing
# cell: E2-upsert-answer
def hold_seat():
    return """
    INSERT INTO hold (performance_id, seat, customer, until)
    VALUES (%(performance_id)s, %(seat)s, %(customer)s, %(until)s)
    ON CONFLICT DO NOTHING
    RETURNING id
    """
