# must say: compared as (pence, id)
def cheapest(connection, performance_id, after, size):
    border = (after.id, after.pence) if after else (0, 0)
    sql = "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free' AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT ?"
    rows = connection.execute(sql, (performance_id, *border, size))
    return [Offer(*row) for row in rows]
