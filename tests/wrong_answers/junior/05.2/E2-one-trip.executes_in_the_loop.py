# must say: queue in the loop, and send once, after it.
def read_board(cache, performances):
    rows = []
    for number in performances:
        pipe = cache.pipeline()
        pipe.hget(f"performance:{number}", "title")
        pipe.get(f"left:{number}")
        title, left = pipe.execute()
        rows.append(Row(title or "to be announced", int(left) if left is not None else None))
    pipe = cache.pipeline()
    pipe.lrange("latest", 0, 2)
    pipe.zrange("bestsellers", 0, 9, desc=True)
    return Board(rows, *pipe.execute())
