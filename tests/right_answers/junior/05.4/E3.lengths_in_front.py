# cell: E3-answer-valkey
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def or_down() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise CacheDown from error


class ValkeyCache:
    def __init__(self, url: str, namespace: str) -> None:
        self.start = f"cache:{len(namespace)}:{namespace}:"
        self.client = Redis.from_url(url, socket_timeout=0.25, socket_connect_timeout=0.25)

    def recall(self, key: str) -> tuple[bool, object]:
        with or_down():
            raw = self.client.get(self.start + key)
        return (raw is not None, None if raw is None else json.loads(raw))

    def remember(self, key: str, answer: object) -> None:
        with or_down():
            self.client.set(self.start + key, json.dumps(answer).encode())
