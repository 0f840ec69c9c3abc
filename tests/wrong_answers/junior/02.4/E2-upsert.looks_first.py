# must say: looking first, in the same statement, loses the race
# cell: E2-upsert-answer
def hold_seat():
    return """
    WITH mine AS (
        UPDATE hold SET until = %(until)s WHERE performance_id = %(performance_id)s
        AND seat = %(seat)s AND customer = %(customer)s AND state = 'live' RETURNING id
    ), made AS (
        INSERT INTO hold (performance_id, seat, customer, until)
        SELECT %(performance_id)s, %(seat)s, %(customer)s, %(until)s WHERE NOT EXISTS (
            SELECT FROM hold WHERE performance_id = %(performance_id)s AND seat = %(seat)s AND state = 'live'
        ) RETURNING id
    ) SELECT id FROM mine UNION ALL SELECT id FROM made
    """
