# must say: the new time holds, earlier or later
# cell: E2-upsert-answer
def hold_seat():
    return """
    INSERT INTO hold (performance_id, seat, customer, until)
    VALUES (%(performance_id)s, %(seat)s, %(customer)s, %(until)s)
    ON CONFLICT (performance_id, seat) WHERE state = 'live'
    DO UPDATE SET until = excluded.until WHERE hold.customer = excluded.customer AND excluded.until > hold.until
    RETURNING id
    """
