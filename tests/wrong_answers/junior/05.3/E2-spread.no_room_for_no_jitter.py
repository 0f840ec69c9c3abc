# must say: jitter_ms may be 0: randint includes both ends
def take_stock(cache: Redis, names: Sequence[str]) -> Stock:
    held = cache.dbsize()
    before = cache.info("stats")["expired_keys"]
    living = sum(cache.exists(name) for name in names)
    return Stock(held, living, cache.info("stats")["expired_keys"] - before)


def keep_all(
    cache: Redis, pages: Mapping[int, Page], ttl_ms: int, jitter_ms: int, rng: random.Random
) -> None:
    for page_id, page in pages.items():
        life_ms = rng.randrange(ttl_ms - jitter_ms, ttl_ms)
        cache.set(f"page:{page_id}", json.dumps(page), px=life_ms)
