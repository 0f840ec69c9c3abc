"""Moments on purpose: right after a sweep, and right after a reply."""

import time
from collections.abc import Callable
from typing import Any

from redis import Connection, ConnectionPool, Redis


def after_the_sweep(client: Redis) -> None:
    """Empty the cache and return right after Valkey's next sweep (hz = 1: one a second)."""
    client.config_set("hz", 1)
    client.flushdb()
    client.set("canary", "", px=1)
    while client.dbsize():  # DBSIZE looks at no key
        time.sleep(0.002)


def interrupted(url: str, act: Callable[[], object], after: int) -> Redis:
    """A client: right after its reply number `after`, before it does more, `act` happens."""
    replies_left = 0

    class Link(Connection):
        def read_response(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
            nonlocal replies_left
            reply = super().read_response(*args, **options)
            replies_left -= 1
            if replies_left == 0:
                act()
            return reply

    client = Redis.from_pool(ConnectionPool.from_url(url, connection_class=Link))
    client.ping()  # connects and shakes hands
    replies_left = after
    return client
