# must say: %(name)s is its place
# cell: E2-upsert-answer
def hold_seat():
    return """
    INSERT INTO hold (performance_id, seat, customer, until) VALUES (%s, %s, %s, %s)
    ON CONFLICT (performance_id, seat) WHERE state = 'live'
    DO UPDATE SET until = excluded.until WHERE hold.customer = excluded.customer
    RETURNING id
    """
