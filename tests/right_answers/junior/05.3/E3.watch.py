import redis


def hold(cache, seat, owner, life_ms):
    return bool(cache.execute_command("SET", f"hold:{seat}", owner, "PX", life_ms, "NX"))


def give_back(cache, seat, owner):
    key = f"hold:{seat}"
    with cache.pipeline() as pipe:
        try:
            pipe.watch(key)
            if pipe.get(key) != owner.encode():
                return False
            pipe.multi()
            pipe.delete(key)
            return pipe.execute() == [1]
        except redis.WatchError:
            return False
