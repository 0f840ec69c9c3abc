# must say: a command travels beside the pipeline
def read_board(cache, performances):
    pipe = cache.pipeline()
    for number in performances:
        pipe.hget(f"performance:{number}", "title")
    pipe.lrange("latest", 0, 2)
    pipe.zrange("bestsellers", 0, 9, desc=True)
    *titles, latest, best = pipe.execute()
    counters = cache.mget([f"left:{number}" for number in performances]) if performances else []
    rows = [
        Row(title or "to be announced", None if left is None else int(left))
        for title, left in zip(titles, counters)
    ]
    return Board(rows, latest, best)
