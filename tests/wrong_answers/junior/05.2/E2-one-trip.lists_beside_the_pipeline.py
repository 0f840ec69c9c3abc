# must say: a command travels beside the pipeline
def read_board(cache, performances):
    pipe = cache.pipeline()
    for number in performances:
        pipe.hget(f"performance:{number}", "title")
        pipe.get(f"left:{number}")
    pairs = pipe.execute()
    latest = cache.lrange("latest", 0, 2)
    best = cache.zrange("bestsellers", 0, 9, desc=True)
    rows = []
    for title, left in zip(pairs[0::2], pairs[1::2]):
        rows.append(Row(title or "to be announced", int(left) if left is not None else None))
    return Board(rows, latest, best)
