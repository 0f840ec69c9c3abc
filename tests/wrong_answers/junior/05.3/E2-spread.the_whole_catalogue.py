# must say: these are all pages under one key
def take_stock(cache, names):
    held = cache.dbsize()
    before = cache.info("stats")["expired_keys"]
    living = sum(cache.exists(name) for name in names)
    return Stock(held, living, cache.info("stats")["expired_keys"] - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    for page_id, page in pages.items():
        life_ms = rng.randint(ttl_ms - jitter_ms, ttl_ms)
        cache.set(f"page:{page_id}", json.dumps(pages), px=life_ms)
