# must say: a seat of another performance
def cheapest(connection, performance_id, after, size):
    pence, last = (after.pence, after.id) if after else (0, 0)
    rows = connection.execute(
        "SELECT id, number, pence FROM seat WHERE status = 'free' AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT ?",
        (pence, last, size,),
    ).fetchall()
    return [Offer(*row) for row in rows]
