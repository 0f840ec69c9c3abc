# must say: the lives are whole seconds
def take_stock(cache, names):
    held = cache.dbsize()
    before = cache.info("stats")["expired_keys"]
    living = sum(cache.exists(name) for name in names)
    return Stock(held, living, cache.info("stats")["expired_keys"] - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    for page_id, page in pages.items():
        life_ms = rng.randint(ttl_ms - jitter_ms, ttl_ms)
        cache.setex(f"page:{page_id}", life_ms // 1_000, json.dumps(page))
