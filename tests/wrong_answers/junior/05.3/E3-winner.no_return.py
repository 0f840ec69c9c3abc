# must say: the seat is now the owner's: say so
def hold(cache, seat, owner, life_ms):
    cache.set(f"hold:{seat}", owner, nx=True, px=life_ms)


def give_back(cache, seat, owner):
    delete_if_owner = """
    if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(delete_if_owner, 1, f"hold:{seat}", owner) == 1
