# must say: does the comparison hold? In Python get gives bytes
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    if cache.get(f"hold:{seat}") == owner:
        return cache.delete(f"hold:{seat}") == 1
    return False
