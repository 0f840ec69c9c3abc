class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        if not raw:
            return False, None
        return True, json.loads(raw)["answer"]

    def remember(self, page_id, answer):
        self.cache.set(f"page:{page_id}", json.dumps({"answer": answer}))
