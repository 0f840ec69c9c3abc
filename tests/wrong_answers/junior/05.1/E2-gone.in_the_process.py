# must say: remember keeps nothing on self.cache: is it in the process, or on another client?
known = {}


class MyReader(Reader):
    def recall(self, page_id):
        return page_id in known, known.get(page_id)

    def remember(self, page_id, answer):
        known[page_id] = answer
