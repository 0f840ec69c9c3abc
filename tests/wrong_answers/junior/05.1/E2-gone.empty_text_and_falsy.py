# must say: counts as false: ask whether raw is None.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        if raw:
            return True, json.loads(raw)
        return False, None

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", "" if answer is None else json.dumps(answer))
