# must say: is your share in per cent (times 100)?
def choose_ttl(events, lives_ms, most_stale, least_hits):
    fits = []
    for ttl_ms in lives_ms:
        tally = simulate(events, ttl_ms)
        if tally.stale / tally.requests <= most_stale and tally.hits / tally.requests >= least_hits:
            fits.append(ttl_ms)
    return max(fits, default=None)
