# cell: E3-answer-valkey
class ValkeyCache:
    def __init__(self, url: str, namespace: str) -> None:
        self.namespace = f"cache:{namespace}"
        self.client = Redis.from_url(
            url, socket_timeout=0.2, decode_responses=True, retry=Retry(NoBackoff(), 0)
        )

    def recall(self, key: str) -> tuple[bool, object]:
        try:
            text = self.client.hget(self.namespace, key)
        except RedisError as error:
            raise CacheDown(str(error)) from error
        return (False, None) if text is None else (True, json.loads(text))

    def remember(self, key: str, answer: object) -> None:
        try:
            self.client.hset(self.namespace, key, json.dumps(answer))
        except RedisError as error:
            raise CacheDown(str(error)) from error
