# must say: remember keeps nothing for
class MyReader(Reader):
    def __init__(self, cache, origin):
        super().__init__(cache, origin)
        self.copies = {}

    def recall(self, page_id):
        return (True, self.copies[page_id]) if page_id in self.copies else (False, None)

    def remember(self, page_id, answer):
        self.copies[page_id] = answer
