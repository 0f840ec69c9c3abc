# must say: The state decides, not the clock.
# cell: E2-upsert-answer
def hold_seat():
    return """
    INSERT INTO hold (performance_id, seat, customer, until)
    VALUES (%(performance_id)s, %(seat)s, %(customer)s, %(until)s)
    ON CONFLICT (performance_id, seat) WHERE state = 'live'
    DO UPDATE SET until = excluded.until WHERE hold.customer = excluded.customer AND hold.until > now()
    RETURNING id
    """
