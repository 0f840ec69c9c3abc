# must say: your two conditions are swapped or turned round
def choose_ttl(events, lives_ms, most_stale, least_hits):
    fits = []
    for ttl_ms in lives_ms:
        tally = simulate(events, ttl_ms)
        if 100 * tally.stale >= most_stale * tally.requests and 100 * tally.hits <= least_hits * tally.requests:
            fits.append(ttl_ms)
    return max(fits, default=None)
