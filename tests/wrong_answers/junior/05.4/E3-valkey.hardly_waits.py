# must say: a socket_timeout of a quarter of a second waits for it
# cell: E3-answer-valkey
class ValkeyCache:
    def __init__(self, url: str, namespace: str) -> None:
        self.namespace = namespace
        self.client = Redis.from_url(url, socket_timeout=0.05, retry=Retry(NoBackoff(), 0))

    def recall(self, key: str) -> tuple[bool, object]:
        try:
            raw = self.client.get("cache:" + json.dumps([self.namespace, key]))
        except RedisError as error:
            raise CacheDown from error
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, key: str, answer: object) -> None:
        try:
            self.client.set("cache:" + json.dumps([self.namespace, key]), json.dumps(answer))
        except RedisError as error:
            raise CacheDown from error
