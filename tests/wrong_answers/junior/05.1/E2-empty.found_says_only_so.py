# must say: recall says whether it found something, then what.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        return raw is not None, "" if raw is None else json.loads(raw)

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps(answer))
