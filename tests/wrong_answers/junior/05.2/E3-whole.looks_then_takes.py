# must say: is a step of its own: others can see it without the other change
def sell(cache, sale):
    left_key, sold_key = f"left:{sale.performance}", f"sold:{sale.performance}"
    if cache.hexists(sold_key, sale.number):
        return True
    if int(cache.get(left_key) or 0) < sale.seats:
        return False
    cache.decrby(left_key, sale.seats)
    cache.hset(sold_key, sale.number, sale.seats)
    return True
