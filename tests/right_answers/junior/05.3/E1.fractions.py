def choose_ttl(events, lives_ms, most_stale, least_hits):
    def fits(ttl_ms):
        tally = simulate(events, ttl_ms)
        return (
            tally.stale / tally.requests * 100 <= most_stale
            and tally.hits / tally.requests * 100 >= least_hits
        )

    for ttl_ms in sorted(lives_ms, reverse=True):
        if fits(ttl_ms):
            return ttl_ms
