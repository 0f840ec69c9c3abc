# must say: both belong into one Lua
def hold(cache, seat, owner, life_ms):
    return cache.set(f"hold:{seat}", owner, nx=True, px=life_ms) is not None


def give_back(cache, seat, owner):
    program = "if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 else return 0 end"
    if cache.eval(program, 1, f"hold:{seat}", owner) == 0:
        return False
    cache.delete(f"hold:{seat}")
    return True
