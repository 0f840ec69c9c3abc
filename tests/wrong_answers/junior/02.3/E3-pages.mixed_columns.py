# must say: the right seats with other values
def cheapest(connection, performance_id, after, size):
    pence, last = (after.pence, after.id) if after else (0, 0)
    rows = connection.execute(
        "SELECT id, pence, number FROM seat WHERE performance_id = ? AND status = 'free' AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT ?",
        (performance_id, pence, last, size,),
    ).fetchall()
    return [Offer(*row) for row in rows]
