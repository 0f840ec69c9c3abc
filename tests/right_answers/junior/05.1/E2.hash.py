class MyReader(Reader):
    def recall(self, page_id):
        fields = self.cache.hgetall(f"page:{page_id}")
        return (True, json.loads(fields[b"answer"])) if fields else (False, None)

    def remember(self, page_id, answer):
        self.cache.hset(f"page:{page_id}", mapping={"answer": json.dumps(answer)})
