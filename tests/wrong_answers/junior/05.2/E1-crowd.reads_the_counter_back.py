# must say: between DECRBY and GET others sell: DECRBY's own reply is your number.
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return int(cache.get(f"left:{sale.performance}"))
