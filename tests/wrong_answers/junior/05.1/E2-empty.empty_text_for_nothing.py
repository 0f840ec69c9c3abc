# must say: the same is kept as for None: two answers share one value.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        if raw is None:
            return False, None
        return True, json.loads(raw) if raw else None

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps(answer) if answer else "")
