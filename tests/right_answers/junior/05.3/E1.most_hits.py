def choose_ttl(events, lives_ms, most_stale, least_hits):
    best = None, -1
    for ttl_ms in sorted(set(lives_ms)):
        tally = simulate(list(events), ttl_ms)
        stale, hits = (100.0 * n / tally.requests for n in (tally.stale, tally.hits))
        if not stale > most_stale and not hits < least_hits and tally.hits >= best[1]:
            best = ttl_ms, tally.hits
    return best[0]
