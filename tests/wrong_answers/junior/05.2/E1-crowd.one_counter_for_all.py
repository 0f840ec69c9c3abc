# must say: if the check above fails too, make it pass first
def record_sale(cache, sale):
    left = cache.decrby("left", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
