# must say: what recall gives back is not what remember was given.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        return True, json.loads(raw) if raw else None

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps(answer))
