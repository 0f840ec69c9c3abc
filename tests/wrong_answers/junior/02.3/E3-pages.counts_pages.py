# must say: rows have moved
_shown = {}


def cheapest(connection, performance_id, after, size):
    if after is None:
        _shown[performance_id] = 0
    rows = connection.execute(
        "SELECT id, number, pence FROM seat WHERE performance_id = ? AND status = 'free'"
        " ORDER BY pence, id LIMIT ? OFFSET ?", (performance_id, size, _shown[performance_id])
    ).fetchall()
    _shown[performance_id] += size
    return [Offer(*row) for row in rows]
