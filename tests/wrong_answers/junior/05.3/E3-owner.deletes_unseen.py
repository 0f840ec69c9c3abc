# must say: a thief deleted the hold
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    return cache.delete(f"hold:{seat}") == 1
