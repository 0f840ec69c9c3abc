# must say: the value was built into the text
def cheapest(connection, performance_id, after, size):
    border = (after.pence, after.id) if after else (0, 0)
    sql = "SELECT id, number, pence FROM seat WHERE performance_id = 1851 AND status = 'free' AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT ?"
    rows = connection.execute(sql, (*border, size))
    return [Offer(*row) for row in rows]
