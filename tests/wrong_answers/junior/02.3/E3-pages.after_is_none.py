# must say: after is None on the first page
def cheapest(connection, performance_id, after, size):
    rows = connection.execute(
        "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free' AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT ?",
        (performance_id, after.pence, after.id, size,),
    ).fetchall()
    return [Offer(*row) for row in rows]
