# must say: a thief deleted the hold
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    with cache.pipeline() as pipe:
        pipe.get(f"hold:{seat}")
        pipe.delete(f"hold:{seat}")
        holder, deleted = pipe.execute()
    return holder == owner.encode() and deleted == 1
