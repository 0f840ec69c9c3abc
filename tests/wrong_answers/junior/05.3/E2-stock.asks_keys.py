# must say: DBSIZE, KEYS and INFO look at no key
def take_stock(cache, names):
    before = cache.info("stats")["expired_keys"]
    return Stock(cache.dbsize(), len(cache.keys()), cache.info("stats")["expired_keys"] - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    for page_id, page in pages.items():
        life_ms = rng.randint(ttl_ms - jitter_ms, ttl_ms)
        cache.set(f"page:{page_id}", json.dumps(page), px=life_ms)
