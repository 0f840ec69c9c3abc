# must say: look and write are two commands
def hold(cache, seat, owner, life_ms):
    if cache.get(f"hold:{seat}") is None:
        cache.set(f"hold:{seat}", owner, px=life_ms)
        return cache.get(f"hold:{seat}") == owner.encode()
    return False


def give_back(cache, seat, owner):
    delete_if_owner = """
    if redis.call('GET', KEYS[1]) == ARGV[1] then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(delete_if_owner, 1, f"hold:{seat}", owner) == 1
