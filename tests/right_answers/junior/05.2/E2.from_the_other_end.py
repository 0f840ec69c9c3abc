def read_board(cache, performances):
    pipe = cache.pipeline(transaction=False)
    pipe.lrange("latest", 0, 2)
    pipe.zrange("bestsellers", -10, -1)
    for number in performances:
        pipe.get(f"left:{number}")
        pipe.hget(f"performance:{number}", "title")
    latest, best, *pairs = pipe.execute()
    rows = []
    for left, title in zip(pairs[0::2], pairs[1::2]):
        if not title:
            title = "to be announced"
        rows.append(Row(title=title, left=int(left) if left is not None else None))
    return Board(rows=rows, latest=latest, best=best[::-1])
