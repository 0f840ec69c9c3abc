# must say: use one script, or WATCH before you look.
def sell(cache, sale):
    left_key, sold_key = f"left:{sale.performance}", f"sold:{sale.performance}"
    if cache.hexists(sold_key, sale.number):
        return True
    if int(cache.get(left_key) or 0) < sale.seats:
        return False
    pipe = cache.pipeline()
    pipe.decrby(left_key, sale.seats)
    pipe.hset(sold_key, sale.number, sale.seats)
    pipe.execute()
    return True
