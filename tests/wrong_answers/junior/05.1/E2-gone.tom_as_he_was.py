# must say: recall decides on the answer, not on raw: None means two things.
class MyReader(TomsReader):
    pass
