# must say: jitter_ms may be 0: then nothing is subtracted
def take_stock(cache, names):
    held = cache.dbsize()
    before = cache.info("stats")["expired_keys"]
    living = sum(cache.exists(name) for name in names)
    return Stock(held, living, cache.info("stats")["expired_keys"] - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    for page_id, page in pages.items():
        life_ms = ttl_ms - rng.randint(1, jitter_ms or 1)
        cache.set(f"page:{page_id}", json.dumps(page), px=life_ms)
