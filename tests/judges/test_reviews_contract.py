"""The contract of the review service: a right service keeps it, each mistake is told as such."""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from labs.judges import CheckFailed, judging
from labs.judges.contracts.reviews import LARGEST, LONGEST, contract
from labs.judges.wire import keeps
from labs.servers.hosting_wsgi import HostedWSGI, hosted_wsgi


class Reviews:
    """What the service does, a way for each of which a test has a mistake."""

    def __init__(self) -> None:
        self.kept: dict[int, dict[str, Any]] = {}
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()

    def next(self) -> int:
        with self.lock:
            return next(self.numbers)

    def known(self, show: int) -> bool:
        return show in (1, 2, 3)

    def wrong(self, body: Any) -> bool:
        return not (
            isinstance(body, dict)
            and type(body.get("stars")) is int
            and 1 <= body["stars"] <= 5
            and isinstance(body.get("text"), str)
            and 1 <= len(body["text"]) <= LONGEST
        )

    def listed(self, show: int, stars: int | None) -> list[dict[str, Any]]:
        of_show = [review for review in self.kept.values() if review["show"] == show]
        return [review for review in of_show[::-1] if stars in (None, review["stars"])]

    def body(self) -> Any:
        if (request.content_length or 0) > LARGEST:
            abort(413)
        if request.mimetype != "application/json":
            abort(415)
        return request.get_json()

    def told(self, error: HTTPException) -> Response:
        answer = error.get_response()
        answer.data = jsonify(status=error.code, title=error.name).data
        answer.content_type = "application/problem+json"
        return answer  # type: ignore[return-value]

    def app(self) -> Flask:
        app = Flask("reviews")
        app.json.ensure_ascii = False  # type: ignore[attr-defined]
        app.register_error_handler(HTTPException, self.told)

        @app.get("/healthz")
        def healthz() -> dict[str, str]:
            return {"status": "ok"}

        @app.get("/shows/<int:show>/reviews")
        def every(show: int) -> list[dict[str, Any]]:
            if not self.known(show):
                abort(404)
            return self.listed(show, request.args.get("stars", type=int))

        @app.post("/shows/<int:show>/reviews")
        def write(show: int) -> Any:
            if not self.known(show):
                abort(404)
            if self.wrong(body := self.body()):
                abort(422)
            number = self.next()
            self.kept[number] = {"id": number, "show": show, **body}
            return self.kept[number], 201, {"Location": f"/reviews/{number}"}

        @app.get("/reviews/<int:number>")
        def read(number: int) -> dict[str, Any]:
            return self.kept.get(number) or abort(404)

        @app.delete("/reviews/<int:number>")
        def take_away(number: int) -> Any:
            return ("", 204) if self.kept.pop(number, None) else abort(404)

        return app


@contextmanager
def serving(reviews: type[Reviews] = Reviews) -> Iterator[HostedWSGI]:
    with hosted_wsgi(reviews().app()) as site:
        yield site


def test_a_right_service_keeps_it() -> None:
    with serving() as site, judging("E1: reviews") as judge:
        keeps(judge, site, contract())


def mistake(name: str, does: Callable[..., Any]) -> type[Reviews]:
    return type(name, (Reviews,), {name: does})


def plain(_: Reviews, error: HTTPException) -> Response:
    return error.get_response()  # type: ignore[return-value]


def oldest_first(self: Reviews, show: int, stars: int | None) -> list[dict[str, Any]]:
    return Reviews.listed(self, show, stars)[::-1]


def every_star(self: Reviews, show: int, _: int | None) -> list[dict[str, Any]]:
    return Reviews.listed(self, show, None)


def any_body(_: Reviews) -> Any:
    return {"stars": 5, "text": "?"} if request.form else request.get_json(force=True)


def no_object(_: Reviews, body: Any) -> bool:
    return not isinstance(body, dict) or "stars" not in body


def without_limit(_: Reviews) -> Any:
    if request.mimetype != "application/json":
        abort(415)
    return request.get_json()


def by_length(self: Reviews) -> int:
    number = len(self.kept) + 1
    threading.Event().wait(0.05)
    return number


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (mistake("wrong", lambda _, body: False), "an error that nobody caught"),
        (mistake("wrong", no_object), "stars are a whole number"),
        (mistake("told", plain), "Content-Type"),
        (mistake("listed", oldest_first), "newest first"),
        (mistake("listed", every_star), "five stars alone"),
        (mistake("body", any_body), "a form is taken"),
        (mistake("body", without_limit), "its length is refused before"),
        (mistake("known", lambda _, show: str(show) in "123"), '"123" holds "12"'),
        (mistake("next", by_length), "two had the same number"),
    ],
)
def test_a_mistake_is_told_as_such(wrong: type[Reviews], told: str) -> None:
    with (
        pytest.raises(CheckFailed, match=told),
        serving(wrong) as site,
        judging("E1: reviews") as judge,
    ):
        keeps(judge, site, contract())
