# must say: the write that failed has left a transaction open
class SqliteCache:
    def __init__(self, path: Path, namespace: str) -> None:
        self.namespace = namespace
        self.db = sqlite3.connect(path, timeout=0.05)
        columns = "namespace TEXT, key TEXT, answer TEXT, PRIMARY KEY (namespace, key)"
        with self.db:
            self.db.execute(f"CREATE TABLE IF NOT EXISTS copy ({columns})")

    def recall(self, key: str) -> tuple[bool, object]:
        try:
            cursor = self.db.cursor()
            cursor.execute("SELECT answer FROM copy WHERE key = ? AND namespace = ?", [key, self.namespace])
            row = cursor.fetchone()
        except sqlite3.Error:
            raise CacheDown("SQLite")
        if row:
            return True, json.loads(row[0])
        return False, None

    def remember(self, key: str, answer: object) -> None:
        try:
            self.db.execute("REPLACE INTO copy VALUES (?, ?, ?)", (self.namespace, key, json.dumps(answer)))
            self.db.commit()
        except sqlite3.Error:
            raise CacheDown("SQLite")
