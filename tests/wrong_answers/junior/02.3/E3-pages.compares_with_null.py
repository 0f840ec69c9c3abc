# must say: Compared with NULL, nothing is true
def cheapest(connection, performance_id, after, size):
    border = (after.pence, after.id) if after else (None, None)
    sql = "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free' AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT ?"
    rows = connection.execute(sql, (performance_id, *border, size))
    return [Offer(*row) for row in rows]
