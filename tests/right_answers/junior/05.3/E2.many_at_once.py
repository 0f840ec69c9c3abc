def take_stock(cache, names):
    before = cache.info()["expired_keys"]
    held = cache.dbsize()
    living = cache.exists(*names)
    after = cache.info()["expired_keys"]
    return Stock(held, living, after - before)


def keep_all(cache, pages, ttl_ms, jitter_ms, rng):
    lives = (ttl_ms - rng.randrange(jitter_ms + 1) for _ in pages)
    for (page_id, page), life in zip(pages.items(), lives):
        cache.set("page:" + str(page_id), json.dumps(page), px=life)
