# cell: E3-answer-sqlite
class SqliteCache:
    def __init__(self, path: Path, namespace: str) -> None:
        self.namespace = namespace
        self.db = sqlite3.connect(path, timeout=0.05, isolation_level=None)
        columns = "namespace TEXT, key TEXT, answer TEXT, PRIMARY KEY (namespace, key)"
        self.db.execute(f"CREATE TABLE IF NOT EXISTS copy ({columns})")

    def ask(self, statement: str, *values: str) -> list[tuple[str]]:
        try:
            return self.db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise CacheDown("SQLite") from error

    def recall(self, key: str) -> tuple[bool, object]:
        rows = self.ask("SELECT answer FROM copy WHERE (namespace, key) = (?, ?)", self.namespace, key)
        for (text,) in rows:
            return True, json.loads(text)
        return False, None

    def remember(self, key: str, answer: object) -> None:
        self.ask(
            "INSERT INTO copy VALUES (?, ?, ?)"
            " ON CONFLICT (namespace, key) DO UPDATE SET answer = excluded.answer",
            self.namespace, key, json.dumps(answer, ensure_ascii=False),
        )
