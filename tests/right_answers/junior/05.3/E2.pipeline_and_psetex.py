def take_stock(cache: Redis, names: Sequence[str]) -> Stock:
    stats = lambda: cache.info("stats")["expired_keys"]
    held, earlier = cache.dbsize(), stats()
    living = len([name for name in names if cache.pttl(name) != -2])
    return Stock(held=held, living=living, expired=stats() - earlier)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    with cache.pipeline(transaction=False) as pipe:
        for page_id in pages:
            life = int(ttl_ms - rng.random() * jitter_ms)
            pipe.psetex(f"page:{page_id}", life, json.dumps(pages[page_id], separators=(",", ":")))
        pipe.execute()
