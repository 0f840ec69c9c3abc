# cell: E2-upsert-answer
def hold_seat() -> str:
    return """
    INSERT INTO hold AS mine (customer, until, state, seat, performance_id)
    VALUES (%(customer)s, %(until)s, 'live', %(seat)s, %(performance_id)s)
    ON CONFLICT (seat, performance_id) WHERE state = 'live'
    DO UPDATE SET until = %(until)s
    WHERE mine.customer = %(customer)s
    RETURNING mine.id
    """
