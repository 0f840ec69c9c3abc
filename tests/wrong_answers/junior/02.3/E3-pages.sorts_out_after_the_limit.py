# must say: seats are missing
def cheapest(connection, performance_id, after, size):
    border = (after.pence, after.id) if after else (0, 0)
    sql = "SELECT id, number, pence FROM seat WHERE performance_id = ? AND (pence, id) > (?, ?) ORDER BY pence, id LIMIT ?"
    rows = connection.execute(sql, (performance_id, *border, size))
    return [Offer(*row) for row in rows if connection.execute("SELECT 1 FROM seat WHERE id = ? AND status = 'free'", row[:1]).fetchone()]
