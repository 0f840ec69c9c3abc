"""What a server in this process holds is seen from within."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.responses import Response, StreamingResponse

from labs.units.j03_3.memory import held_for

SIZE = 3_000_000


def test_a_body_that_is_made_whole_is_held_and_one_in_pieces_is_not() -> None:
    app = FastAPI()

    def pieces() -> Iterator[bytes]:
        return (b"x" * 30_000 for _ in range(100))

    app.get("/whole")(lambda: Response(b"".join(pieces())))
    app.get("/pieces")(lambda: StreamingResponse(pieces()))
    whole, streamed = (held_for(app, path) for path in ("/whole", "/pieces"))
    assert whole.arrived > SIZE / 1_000_000 <= whole.peak
    assert streamed.peak < 1 < streamed.arrived
