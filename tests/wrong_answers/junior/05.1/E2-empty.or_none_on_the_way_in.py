# must say: the same is kept as for None: two answers share one value.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps(answer or None))
