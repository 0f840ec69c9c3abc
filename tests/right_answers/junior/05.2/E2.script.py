def read_board(cache, performances):
    script = """
    local rows = {}
    for _, number in ipairs(ARGV) do
        rows[#rows + 1] = {redis.call('HGET', 'performance:' .. number, 'title'),
                           redis.call('GET', 'left:' .. number)}
    end
    return {rows, redis.call('LRANGE', 'latest', 0, 2), redis.call('ZREVRANGE', 'bestsellers', 0, 9)}
    """
    rows, latest, best = cache.eval(script, 0, *performances)
    return Board(
        [Row(title or "to be announced", None if n is None else int(n)) for title, n in rows], latest, best
    )
