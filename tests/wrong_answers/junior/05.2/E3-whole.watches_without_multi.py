# must say: after WATCH, commands go at once: call pipe.multi()
from redis import WatchError


def sell(cache, sale):
    left_key, sold_key = f"left:{sale.performance}", f"sold:{sale.performance}"
    while True:
        with cache.pipeline() as pipe:
            try:
                pipe.watch(left_key, sold_key)
                if pipe.hexists(sold_key, sale.number):
                    return True
                if int(pipe.get(left_key) or 0) < sale.seats:
                    return False
                pipe.decrby(left_key, sale.seats)
                pipe.hset(sold_key, sale.number, sale.seats)
                pipe.execute()
                return True
            except WatchError:
                continue
