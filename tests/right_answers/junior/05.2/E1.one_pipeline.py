def record_sale(cache, sale):
    with cache.pipeline() as pipe:
        pipe.decrby("left:" + str(sale.performance), sale.seats)
        pipe.lpush("latest", sale.line)
        pipe.ltrim("latest", 0, 49)
        pipe.zincrby("bestsellers", sale.seats, str(sale.performance))
        left, *_ = pipe.execute()
    return left
