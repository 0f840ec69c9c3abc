"""J03.4's line: what is lost is the answer alone, after the handler is through."""

from collections.abc import Callable

import pytest
import requests
from fastapi import FastAPI
from requests.adapters import HTTPAdapter

from labs.units.j03_4.line import TRIES, broken_line


def _counting() -> tuple[FastAPI, list[str]]:
    app, handled = FastAPI(), list[str]()

    @app.post("/{word}")
    def note(word: str) -> int:
        handled.append(word)
        return len(handled)

    return app, handled


def _loses(*which: int) -> Callable[[], bool]:
    answers = iter(range(1, 99))
    return lambda: next(answers) in which


def test_a_request_whose_answer_is_lost_is_handled_and_sent_again() -> None:
    app, handled = _counting()
    with broken_line(app, _loses(2, 3)) as line, line.client() as client:
        answers = [client.post(f"/{word}").json() for word in ("one", "two", "three")]
    assert handled == ["one", "two", "two", "two", "three"]
    assert answers == [1, 4, 5]
    assert (line.arrived, line.broken) == (5, 2)


def test_a_client_that_does_not_try_again_learns_that_the_line_broke() -> None:
    app, handled = _counting()
    with broken_line(app, _loses(1)) as line, line.client() as client:
        client.mount("http://", HTTPAdapter())
        with pytest.raises(requests.ConnectionError):
            client.post("/one")
    assert handled == ["one"]


def test_a_client_gives_up_in_the_end() -> None:
    app, handled = _counting()
    with (
        broken_line(app, lambda: True) as line,
        line.client() as client,
        pytest.raises(requests.ConnectionError),
    ):
        client.post("/one")
    assert 1 < len(handled) <= TRIES + 1
