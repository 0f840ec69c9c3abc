"""What J08.5 shows: sixty bodies fired at a route, and the memory that an upload takes."""

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from flask import Flask, Response

from labs.servers.hosting_wsgi import hosted_wsgi
from labs.units.j08_5.bodies import Body
from labs.units.j08_5.memory import sampled, weigh
from labs.units.j08_5.wire import Form, ask, asked_in_pieces, pieces_of, put_file

Told = Literal["right", "a 5xx", "let in", "refused", "another code"]


def fired(app: Flask, path: str, bodies: Sequence[Body]) -> list[Told]:
    """How each of these bodies fares, sent as JSON to this path."""
    app.logger.disabled = True
    with hosted_wsgi(app) as site:
        headers = {"Content-Type": "application/json"}
        return [_told(body, ask(site, "POST", path, headers, body.raw).status) for body in bodies]


def _told(body: Body, status: int) -> Told:
    if status == body.status:
        return "right"
    if status >= 500:
        return "a 5xx"
    if status < 300:
        return "let in"
    return "refused" if body.status == 201 else "another code"


@dataclass(frozen=True)
class Held:
    """The memory of one request."""

    peak: int
    """Bytes, at the most."""
    samples: Sequence[tuple[float, int]]
    """Milliseconds, and bytes."""


def taken_in(way: Callable[[], None], size: int) -> Held:
    """What an app holds while it takes in a poster of so many bytes in this way.

    The way is called as a view; one called `in_json` gets base64 in JSON, others a form.
    """
    app = Flask("upload")

    def view() -> Response:
        way()
        return Response(status=204)

    app.put("/")(view)
    weighed = weigh(app)
    with hosted_wsgi(app) as site, sampled() as samples:
        if way.__name__ == "in_json":
            length = len('{"poster":""}') + (size + 2) // 3 * 4
            kind = {"Content-Type": "application/json"}
            came = asked_in_pieces(site, "PUT", "/", kind, _as_json(size), length)
        else:
            came = put_file(site, "/", pieces_of(size, 1), size, Form())
        peak = weighed.peak(0)
        if came.status != 204:
            raise RuntimeError(f"{way.__name__} answers {came.status}.\n{site.stderr[-300:]}")
    seen = max((size for _, size in samples), default=0)
    if seen < peak:  # it ended before one could look
        samples.append((samples[-1][0] if samples else 0.0, peak))
    return Held(peak, samples)


def _as_json(size: int) -> Iterable[bytes]:
    yield b'{"poster":"'
    rest = b""
    for piece in pieces_of(size, 1):
        rest += piece
        whole = len(rest) // 3 * 3
        yield base64.b64encode(rest[:whole])
        rest = rest[whole:]
    yield base64.b64encode(rest)
    yield b'"}'
