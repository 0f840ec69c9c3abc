# must say: id > ? finds later ids
def cheapest(connection, performance_id, after, size):
    pence, last = (after.pence, after.id) if after else (0, 0)
    rows = connection.execute(
        "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free' AND id > ? ORDER BY pence, id LIMIT ?",
        (performance_id, last, size,),
    ).fetchall()
    return [Offer(*row) for row in rows]
