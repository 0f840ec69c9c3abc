# must say: all have the same life: draw in the loop
def take_stock(cache, names):
    held = cache.dbsize()
    before = cache.info("stats")["expired_keys"]
    living = sum(cache.exists(name) for name in names)
    return Stock(held, living, cache.info("stats")["expired_keys"] - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    life_ms = rng.randint(ttl_ms - jitter_ms, ttl_ms)
    for page_id, page in pages.items():
        cache.set(f"page:{page_id}", json.dumps(page), px=life_ms)
