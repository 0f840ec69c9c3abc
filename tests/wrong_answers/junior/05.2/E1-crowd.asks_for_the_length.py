# must say: what was read may be old when you write
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush("latest", sale.line)
    if cache.llen("latest") > 50:
        cache.rpop("latest")
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
