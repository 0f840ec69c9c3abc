"""The room of J05.4, Stay up when the cache is down."""
