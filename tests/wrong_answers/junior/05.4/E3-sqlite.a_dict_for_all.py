# must say: nothing lies in the file
class SqliteCache:
    store = {}

    def __init__(self, path: Path, namespace: str) -> None:
        self.namespace = namespace
        self.db = sqlite3.connect(path, timeout=0.05)
        columns = "namespace TEXT, key TEXT, answer TEXT, PRIMARY KEY (namespace, key)"
        with self.db:
            self.db.execute(f"CREATE TABLE IF NOT EXISTS copy ({columns})")

    def recall(self, key: str) -> tuple[bool, object]:
        raw = self.store.get((self.namespace, key))
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, key: str, answer: object) -> None:
        self.store[self.namespace, key] = json.dumps(answer)
