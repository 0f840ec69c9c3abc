# must say: the page is too long
def cheapest(connection, performance_id, after, size):
    border = (after.pence, after.id) if after else (0, 0)
    sql = "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free' AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT 5"
    rows = connection.execute(sql, (performance_id, *border))
    return [Offer(*row) for row in rows]
