# must say: a key that does not belong: left:{sale.performance}. Is the key spelt right?
def record_sale(cache, sale):
    left = cache.decrby("left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
