# must say: do the values stand in the order of the columns?
# cell: E2-upsert-answer
def hold_seat():
    return """
    INSERT INTO hold (performance_id, seat, customer, until)
    VALUES (%(seat)s, %(performance_id)s, %(customer)s, %(until)s)
    ON CONFLICT (performance_id, seat) WHERE state = 'live'
    DO UPDATE SET until = excluded.until WHERE hold.customer = excluded.customer
    RETURNING id
    """
