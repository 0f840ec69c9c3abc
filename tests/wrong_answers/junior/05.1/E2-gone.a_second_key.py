# must say: one key for each page, and no other.
class MyReader(Reader):
    def recall(self, page_id):
        if self.cache.exists(f"gone:{page_id}"):
            return True, None
        raw = self.cache.get(f"page:{page_id}")
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, page_id, answer):
        if answer is None:
            self.cache.set(f"gone:{page_id}", 1)
        self.cache.set(f"page:{page_id}", json.dumps(answer))
