# must say: a key that does not belong: latest:7. One list, latest, serves all.
def record_sale(cache, sale):
    left = cache.decrby(f"left:{sale.performance}", sale.seats)
    cache.lpush(f"latest:{sale.performance}", sale.line)
    cache.ltrim(f"latest:{sale.performance}", 0, 49)
    cache.zincrby("bestsellers", sale.seats, sale.performance)
    return left
