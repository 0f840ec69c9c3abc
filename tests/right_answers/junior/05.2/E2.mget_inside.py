def read_board(cache, performances):
    with cache.pipeline(transaction=False) as pipe:
        for number in performances:
            pipe.hmget(f"performance:{number}", ["title"])
        if performances:
            pipe.mget([f"left:{number}" for number in performances])
        pipe.lrange("latest", 0, 2)
        pipe.zrange("bestsellers", 0, 9, desc=True)
        replies = pipe.execute()
    count = len(performances)
    counters = replies[count] if performances else []
    rows = []
    for (title,), left in zip(replies[:count], counters):
        rows.append(Row(title if title else "to be announced", left if left is None else int(left)))
    return Board(rows=rows, latest=replies[-2], best=replies[-1])
