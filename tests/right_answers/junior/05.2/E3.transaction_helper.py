def sell(cache, sale):
    left_key, sold_key = f"left:{sale.performance}", f"sold:{sale.performance}"

    def attempt(pipe):
        if pipe.hexists(sold_key, sale.number):
            return True
        enough = int(pipe.get(left_key) or 0) >= sale.seats
        pipe.multi()
        if enough:
            pipe.decrby(left_key, sale.seats)
            pipe.hset(sold_key, sale.number, sale.seats)
        return enough

    return cache.transaction(attempt, left_key, sold_key, value_from_callable=True)
