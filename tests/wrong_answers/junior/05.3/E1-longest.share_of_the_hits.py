# must say: another, longer life fits as well: compare your two conditions with the text
def choose_ttl(events, lives_ms, most_stale, least_hits):
    fits = []
    for ttl_ms in lives_ms:
        tally = simulate(events, ttl_ms)
        if 100 * tally.stale <= most_stale * tally.hits and 100 * tally.hits >= least_hits * tally.requests:
            fits.append(ttl_ms)
    return max(fits, default=None)
