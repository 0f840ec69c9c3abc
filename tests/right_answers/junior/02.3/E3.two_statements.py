def cheapest(connection, performance_id, after, size):
    select = "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free'"
    order = " ORDER BY pence, id"
    if after is None:
        rows = connection.execute(select + order + " LIMIT ?", (performance_id, size))
    else:
        sql = select + " AND (pence, id) > (?, ?)" + order
        rows = connection.execute(sql + " LIMIT ?", (performance_id, after.pence, after.id, size))
    return list(map(Offer._make, rows))
