# must say: each command travels alone: put them all into one pipeline
def read_board(cache, performances):
    rows = []
    for number in performances:
        title = cache.hget(f"performance:{number}", "title")
        left = cache.get(f"left:{number}")
        rows.append(Row(title or "to be announced", int(left) if left is not None else None))
    return Board(rows, cache.lrange("latest", 0, 2), cache.zrevrange("bestsellers", 0, 9))
