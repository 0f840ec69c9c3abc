# must say: no row is no copy: return (False, None)
class SqliteCache:
    def __init__(self, path: Path, namespace: str) -> None:
        self.namespace = namespace
        self.db = sqlite3.connect(path, timeout=0.05)
        columns = "namespace TEXT, key TEXT, answer TEXT, PRIMARY KEY (namespace, key)"
        with self.db:
            self.db.execute(f"CREATE TABLE IF NOT EXISTS copy ({columns})")

    def recall(self, key: str) -> tuple[bool, object]:
        look = "SELECT answer FROM copy WHERE namespace = ? AND key = ?"
        try:
            row = self.db.execute(look, (self.namespace, key)).fetchone()
            return True, json.loads(row[0])
        except Exception as error:
            raise CacheDown from error

    def remember(self, key: str, answer: object) -> None:
        keep = "INSERT OR REPLACE INTO copy VALUES (?, ?, ?)"
        try:
            with self.db:
                self.db.execute(keep, (self.namespace, key, json.dumps(answer)))
        except sqlite3.Error as error:
            raise CacheDown from error
