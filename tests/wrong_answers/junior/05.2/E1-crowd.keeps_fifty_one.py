# must say: a range includes its last element, so 0 to 49 are fifty.
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 50)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
