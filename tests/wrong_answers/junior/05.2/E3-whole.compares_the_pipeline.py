# must say: inside a pipeline a call gives the pipeline back: the replies
def sell(cache, sale):
    left_key, sold_key = f"left:{sale.performance}", f"sold:{sale.performance}"
    pipe = cache.pipeline()
    if pipe.get(left_key) < sale.seats:
        return False
    pipe.decrby(left_key, sale.seats)
    pipe.hset(sold_key, sale.number, sale.seats)
    pipe.execute()
    return True
