# must say: this is the first that fits: the list is in no order
def choose_ttl(events, lives_ms, most_stale, least_hits):
    fits = []
    for ttl_ms in lives_ms:
        tally = simulate(events, ttl_ms)
        if 100 * tally.stale <= most_stale * tally.requests and 100 * tally.hits >= least_hits * tally.requests:
            fits.append(ttl_ms)
    return fits[0] if fits else None
