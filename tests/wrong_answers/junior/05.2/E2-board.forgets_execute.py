# must say: Valkey was asked nothing: a pipeline is sent by execute()
def read_board(cache, performances):
    pipe = cache.pipeline()
    rows = []
    for number in performances:
        pipe.hget(f"performance:{number}", "title")
        pipe.get(f"left:{number}")
        rows.append(Row("to be announced", None))
    return Board(rows, [], [])
