# must say: the share was rounded before it was compared
def choose_ttl(events, lives_ms, most_stale, least_hits):
    fits = []
    for ttl_ms in lives_ms:
        tally = simulate(events, ttl_ms)
        if round(100 * tally.stale / tally.requests) <= most_stale and round(100 * tally.hits / tally.requests) >= least_hits:
            fits.append(ttl_ms)
    return max(fits, default=None)
