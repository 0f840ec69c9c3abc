# must say: the score was replaced: ZINCRBY adds to it
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    cache.zadd("bestsellers", {str(sale.performance): sale.seats})
    return left
