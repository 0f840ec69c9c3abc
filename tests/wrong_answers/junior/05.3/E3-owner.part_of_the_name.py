# must say: half a name deleted the hold
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    delete_if_owner = """
    if string.find(redis.call('GET', KEYS[1]) or '', ARGV[1], 1, true) then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(delete_if_owner, 1, f"hold:{seat}", owner) == 1
