"""An app of WSGI: served at a real port, in threads of this process, and told where it failed."""

import itertools
import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
import requests
from flask import Flask, Response

from labs.servers.hosting_wsgi import HostedWSGI, hosted_wsgi


def shows() -> Flask:
    app = Flask("shows")

    @app.get("/shows")
    def every() -> list[str]:
        return ["Dido"]

    @app.get("/broken")
    def broken() -> str:
        return {"seat": 1}["row"]  # type: ignore[return-value]

    @app.get("/parts")
    def parts() -> Iterator[str]:
        yield "Dido"
        raise ValueError("no second part")

    return app


def answers_are_over() -> None:
    for thread in threading.enumerate():
        if "process_request" in thread.name:
            thread.join(5)


def test_what_flask_caught_is_kept_and_printed_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with hosted_wsgi(shows()) as site:
        assert site.client().get("/broken").status_code == 500
        assert site.client().get("/shows").status_code == 200
        last = site.stderr.splitlines()[-1]
        assert last.startswith('KeyError: \'row\', at: return {"seat": 1}["row"]')
    assert capfd.readouterr() == ("", "")


def test_what_a_body_raises_is_kept_with_its_line(capfd: pytest.CaptureFixture[str]) -> None:
    with hosted_wsgi(shows()) as site:
        with pytest.raises(requests.RequestException):
            site.client().get("/parts")
        assert site.stderr == 'ValueError: no second part, at: raise ValueError("no second part")'
    assert capfd.readouterr() == ("", "")


def test_what_the_end_of_an_answer_raises_is_kept_with_its_line(
    capfd: pytest.CaptureFixture[str],
) -> None:
    app = Flask("ending")

    def over() -> None:
        raise ValueError("no end")

    @app.get("/")
    def ending() -> Response:
        response = Response("Dido")
        response.call_on_close(over)
        return response

    with hosted_wsgi(app) as site, site.client() as client:
        client.get("/")
        answers_are_over()
        assert site.stderr == 'ValueError: no end, at: raise ValueError("no end")'
    assert capfd.readouterr() == ("", "")


def test_what_another_app_raises_is_kept_with_its_line(capfd: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> list[bytes]:
        raise ValueError("no answer")

    with hosted_wsgi(broken) as site:
        assert site.client().get("/").status_code == 500
        assert site.stderr == 'ValueError: no answer, at: raise ValueError("no answer")'
    assert capfd.readouterr() == ("", "")


def test_an_answer_whose_caller_has_gone_is_closed_once() -> None:
    closed, app = SimpleQueue[str](), Flask("endless")

    @app.get("/")
    def endless() -> Response:
        response = Response(itertools.repeat("Dido" * 10_000))
        response.call_on_close(lambda: closed.put("closed"))
        return response

    with hosted_wsgi(app) as site:
        with site.client() as client, client.get("/", stream=True) as answer:
            assert next(answer.iter_content(4)) == b"Dido"
        assert closed.get(timeout=5) == "closed"
        answers_are_over()
    assert closed.empty()


def test_a_handler_that_waits_holds_nobody_up() -> None:
    app, waits, goes_on = shows(), threading.Event(), threading.Event()

    @app.get("/")
    def waiting() -> str:
        waits.set()
        goes_on.wait(30)
        return ""

    site = HostedWSGI(app)
    caller = threading.Thread(target=site.client().get, args=("/",), daemon=True)
    caller.start()
    assert waits.wait(5)
    assert site.client().get("/shows").status_code == 200
    began = time.monotonic()
    assert site.stop(grace=5).code == 0
    assert time.monotonic() - began < 5
    goes_on.set()
    caller.join(10)
