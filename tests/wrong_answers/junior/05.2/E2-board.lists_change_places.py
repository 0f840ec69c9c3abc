# must say: so latest and best have changed places.
def read_board(cache, performances):
    pipe = cache.pipeline()
    for number in performances:
        pipe.hget(f"performance:{number}", "title")
        pipe.get(f"left:{number}")
    pipe.lrange("latest", 0, 2)
    pipe.zrange("bestsellers", 0, 9, desc=True)
    *pairs, best, latest = pipe.execute()
    rows = []
    for title, left in zip(pairs[0::2], pairs[1::2]):
        rows.append(Row(title or "to be announced", None if left is None else int(left)))
    return Board(rows, latest, best)
