# must say: remember keeps nothing if the answer is None.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, page_id, answer):
        if answer is not None:
            self.cache.set(f"page:{page_id}", json.dumps(answer))
