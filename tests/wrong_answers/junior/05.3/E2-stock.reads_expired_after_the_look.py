# must say: read expired_keys before the first look and after the last
def take_stock(cache, names):
    held = cache.dbsize()
    living = sum(cache.exists(name) for name in names)
    before = cache.info("stats")["expired_keys"]
    return Stock(held, living, cache.info("stats")["expired_keys"] - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    for page_id, page in pages.items():
        life_ms = rng.randint(ttl_ms - jitter_ms, ttl_ms)
        cache.set(f"page:{page_id}", json.dumps(page), px=life_ms)
