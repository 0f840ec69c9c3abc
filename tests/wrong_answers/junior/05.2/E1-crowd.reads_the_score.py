# must say: ZSCORE: what was read may be old
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    score = cache.zscore("bestsellers", sale.performance) or 0
    cache.zadd("bestsellers", {str(sale.performance): score + sale.seats})
    return left
