# must say: nothing was taken off left:
def record_sale(cache, sale):
    pipe = cache.pipeline()
    left = pipe.decrby(f"left:{sale.performance}", sale.seats)
    pipe.lpush("latest", sale.line)
    pipe.ltrim("latest", 0, 49)
    pipe.zincrby("bestsellers", sale.seats, sale.performance)
    return left
