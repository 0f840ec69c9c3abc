"""What J08.5 weighs and sends is what it says."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, request

from labs.servers.hosting_wsgi import hosted_wsgi
from labs.units.j08_5 import stage
from labs.units.j08_5.memory import weigh
from labs.units.j08_5.wire import (
    PNG_START,
    Form,
    ask,
    asked_in_pieces,
    fetched,
    pieces_of,
    print_of,
    put_file,
)

MB = 1_000_000


def test_each_request_is_weighed_by_itself_and_to_its_last_byte() -> None:
    app = Flask("weighed")

    def late() -> Iterator[bytes]:
        yield b"a"
        yield b"b" * (3 * MB)

    app.get("/late", endpoint="late")(lambda: Response(late()))
    app.get("/light", endpoint="light")(lambda: "light")
    app.get("/fails", endpoint="fails")(lambda: {}["none"])
    app.logger.disabled = True
    weighed = weigh(app)
    with hosted_wsgi(app) as site:
        for number, path in enumerate(("/light", "/late", "/fails", "/light")):
            ask(site, "GET", path)
            weighed.peak(number)
    assert [weighed.peak(number) > 3 * MB for number in range(4)] == [False, True, False, False]
    assert all(weighed.peak(number) < MB for number in (0, 2, 3))


def test_a_way_is_shown_with_its_peak_and_a_broken_one_is_told() -> None:
    def reads() -> None:
        request.files["poster"].read()

    def breaks() -> None:
        raise LookupError

    held = stage.taken_in(reads, 2 * MB)
    assert held.peak >= 2 * MB
    assert max(size for _, size in held.samples) == held.peak
    with pytest.raises(RuntimeError, match="breaks answers 500"):
        stage.taken_in(breaks, 1_000)


def test_a_file_arrives_as_it_was_sent() -> None:
    app, size = Flask("files"), 120_003
    got: list[tuple[str | None, str, bytes]] = []

    def take() -> str:
        part = request.files["poster"]
        got.append((part.filename, part.mimetype, part.read()))
        return ""

    app.put("/")(take)
    app.get("/")(lambda: got[0][2])
    form = Form(file="../a.html", kind="text/html")
    with hosted_wsgi(app) as site:
        assert put_file(site, "/", pieces_of(size, 3), size, form).status == 200
        assert print_of(fetched(site, "/")) == print_of(pieces_of(size, 3))
    assert got[0][:2] == ("../a.html", "text/html")
    assert len(got[0][2]) == size
    assert got[0][2].startswith(PNG_START)


def test_nothing_is_sent_but_what_is_said() -> None:
    app = Flask("echo")
    app.post("/")(lambda: {"headers": sorted(map(str.lower, dict(request.headers)))})
    with hosted_wsgi(app) as site:
        assert b'"content-length","host"]' in ask(site, "POST", "/").body
        came = asked_in_pieces(site, "POST", "/", {"Accept": "a"}, [b"x"], None)
        assert b'["accept","host","transfer-encoding"]' in came.body
        assert came.names("content-type") == {"application/json"}
