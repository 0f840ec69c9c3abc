# must say: a life may fit although a shorter one does not: try them all
def choose_ttl(events, lives_ms, most_stale, least_hits):
    best = None
    for ttl_ms in sorted(lives_ms):
        tally = simulate(events, ttl_ms)
        if 100 * tally.stale > most_stale * tally.requests:
            break
        if 100 * tally.hits >= least_hits * tally.requests:
            best = ttl_ms
    return best
