# must say: every answer belongs under page:<id>, a None too.
class MyReader(Reader):
    def recall(self, page_id):
        raw = self.cache.get(f"page:{page_id}")
        return (False, None) if raw is None else (True, json.loads(raw))

    def remember(self, page_id, answer):
        self.cache.set(f"gone:{page_id}", json.dumps(answer))
