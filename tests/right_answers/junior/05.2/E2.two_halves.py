def as_number(raw):
    if raw is None:
        return None
    return int(raw)


def read_board(cache, performances):
    pipe = cache.pipeline()
    pipe.lrange("latest", 0, 2).zrevrange("bestsellers", 0, 9)
    for number in performances:
        pipe.hgetall(f"performance:{number}")
    for number in performances:
        pipe.get(f"left:{number}")
    latest, best, *rest = pipe.execute()
    facts, counters = rest[: len(performances)], rest[len(performances) :]
    return Board(
        [Row(f.get("title") or "to be announced", as_number(n)) for f, n in zip(facts, counters)],
        latest,
        best,
    )
