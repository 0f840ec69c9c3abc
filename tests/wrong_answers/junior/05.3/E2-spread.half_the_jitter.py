# must say: the lives use only a part of the jitter
def take_stock(cache, names):
    held = cache.dbsize()
    before = cache.info("stats")["expired_keys"]
    living = sum(cache.exists(name) for name in names)
    return Stock(held, living, cache.info("stats")["expired_keys"] - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    for page_id, page in pages.items():
        life_ms = ttl_ms - rng.randint(0, jitter_ms // 2)
        cache.set(f"page:{page_id}", json.dumps(page), px=life_ms)
