# must say: no such key is no copy: return (False, None)
# cell: E3-answer-valkey
class ValkeyCache:
    def __init__(self, url: str, namespace: str) -> None:
        self.namespace = namespace
        self.client = Redis.from_url(url, socket_timeout=0.25)

    def recall(self, key: str) -> tuple[bool, object]:
        try:
            raw = self.client.get("cache:" + json.dumps([self.namespace, key]))
        except RedisError as error:
            raise CacheDown from error
        if raw is None:
            raise CacheDown
        return True, json.loads(raw)

    def remember(self, key: str, answer: object) -> None:
        try:
            self.client.set("cache:" + json.dumps([self.namespace, key]), json.dumps(answer))
        except RedisError as error:
            raise CacheDown from error
