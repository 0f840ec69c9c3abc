# must say: older lines have stayed, and new ones are missing
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.rpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
