# must say: both belong into one Lua
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    if cache.get(f"hold:{seat}") != owner.encode():
        return False
    cache.delete(f"hold:{seat}")
    return True
