# must say: the owner goes in as ARGV[1]
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    program = f"""
    if redis.call('GET', KEYS[1]) == '{owner}' then
        return redis.call('DEL', KEYS[1])
    end
    return 0
    """
    return cache.eval(program, 1, f"hold:{seat}") == 1
