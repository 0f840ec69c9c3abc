# must say: the same is kept as for None: two answers share one value.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        if raw is None:
            return False, None
        answer = json.loads(raw)
        return True, None if answer == {"no such page": 404} else answer

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps({"no such page": 404} if answer is None else answer))
