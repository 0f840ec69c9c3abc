# must say: ask `is None` about raw, not about the answer.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        if raw == b"null":
            return True, None
        answer = json.loads(raw) if raw else None
        return bool(answer), answer or None

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps(answer))
