# must say: taken and given back: in between, others saw too few seats
def sell(cache, sale):
    left_key, sold_key = f"left:{sale.performance}", f"sold:{sale.performance}"
    if cache.hexists(sold_key, sale.number):
        return True
    pipe = cache.pipeline()
    pipe.decrby(left_key, sale.seats)
    pipe.hset(sold_key, sale.number, sale.seats)
    if pipe.execute()[0] >= 0:
        return True
    pipe.incrby(left_key, sale.seats)
    pipe.hdel(sold_key, sale.number)
    pipe.execute()
    return False
