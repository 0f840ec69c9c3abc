# must say: the answer was kept with an expiry.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps(answer), ex=60)
