# must say: GET: what was read may be old when you write.
def record_sale(cache, sale):
    left = int(cache.get(f"left:{sale.performance}")) - sale.seats
    cache.set(f"left:{sale.performance}", left)
    cache.lpush("latest", sale.line)
    cache.ltrim("latest", 0, 49)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
