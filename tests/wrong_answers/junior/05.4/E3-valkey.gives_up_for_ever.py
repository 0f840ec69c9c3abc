# must say: after an outage the same object works again
# cell: E3-answer-valkey
class ValkeyCache:
    def __init__(self, url: str, namespace: str) -> None:
        self.namespace, self.works = namespace, True
        self.client = Redis.from_url(url, socket_timeout=0.25, retry=Retry(NoBackoff(), 0))

    def ask(self, *words: str) -> bytes | None:
        if not self.works:
            raise CacheDown
        try:
            return self.client.execute_command(*words)
        except RedisError as error:
            self.works = False
            raise CacheDown from error

    def recall(self, key: str) -> tuple[bool, object]:
        raw = self.ask("GET", "cache:" + json.dumps([self.namespace, key]))
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, key: str, answer: object) -> None:
        self.ask("SET", "cache:" + json.dumps([self.namespace, key]), json.dumps(answer))
