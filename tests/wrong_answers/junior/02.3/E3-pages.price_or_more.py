# must say: a seat comes twice
def cheapest(connection, performance_id, after, size):
    pence, last = (after.pence, after.id) if after else (0, 0)
    rows = connection.execute(
        "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free' AND pence >= ? ORDER BY pence, id LIMIT ?",
        (performance_id, pence, size,),
    ).fetchall()
    return [Offer(*row) for row in rows]
