def hold(cache, seat, owner, life_ms):
    program = """
    if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
    redis.call('PSETEX', KEYS[1], ARGV[2], ARGV[1])
    return 1
    """
    return bool(cache.eval(program, 1, f"hold:{seat}", owner, life_ms))


def give_back(cache, seat, owner):
    return cache.execute_command("DELIFEQ", f"hold:{seat}", owner) == 1
