# must say: the copy is kept in the object, not in the store
# cell: E3-answer-valkey
class ValkeyCache:
    def __init__(self, url: str, namespace: str) -> None:
        self.namespace, self.store = namespace, {}

    def recall(self, key: str) -> tuple[bool, object]:
        raw = self.store.get((self.namespace, key))
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, key: str, answer: object) -> None:
        self.store[self.namespace, key] = json.dumps(answer)
