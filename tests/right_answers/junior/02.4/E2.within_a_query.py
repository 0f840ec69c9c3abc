# cell: E2-upsert-answer
def hold_seat() -> str:
    return (
        "WITH done AS (INSERT INTO hold (performance_id, seat, customer, until) "
        "SELECT %(performance_id)s, %(seat)s, %(customer)s, %(until)s "
        "ON CONFLICT (performance_id, seat) WHERE state = 'live' "
        "DO UPDATE SET until = excluded.until, state = excluded.state "
        "WHERE hold.customer = excluded.customer RETURNING *) SELECT id FROM done"
    )
