# must say: the key is hold:<seat>
def hold(cache, seat, owner, life_ms):
    return bool(cache.set(f"hold:{seat}:{owner}", owner, nx=True, px=life_ms))


def give_back(cache, seat, owner):
    delete_if_owner = """
    if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(delete_if_owner, 1, f"hold:{seat}", owner) == 1
