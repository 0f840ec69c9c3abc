# must say: deleted and written again: look first
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    holder = cache.getdel(f"hold:{seat}")
    if holder is not None and holder != owner.encode():
        cache.set(f"hold:{seat}", holder, px=480_000)
    return holder == owner.encode()
