"""The reviews in three frameworks, each but for the summary, which a team or a learner adds."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from itertools import count
from threading import Lock
from typing import Any

from flask import Flask, Response, abort, g, jsonify, request
from werkzeug.exceptions import HTTPException

from labs.languages import Node, Python
from labs.languages.served import Served
from labs.servers.hosting_wsgi import HostedWSGI
from labs.units.j08_3 import stage

SHOWS = (1, 2, 3)
Review = dict[str, Any]


class Reviews:
    """The reviews of one app, in the order in which they came."""

    def __init__(self) -> None:
        self._all: dict[int, Review] = {}
        self._numbers = count(1)
        self._lock = Lock()

    def of(self, show: int) -> list[Review]:
        """Those of a show; 404 if there is no such show."""
        if show not in SHOWS:
            abort(404)
        g.reads = g.get("reads", 0) + 1
        return [one for one in list(self._all.values()) if one["show"] == show]

    def add(self, show: int, stars: int, text: str) -> Review:
        with self._lock:
            number = next(self._numbers)
        self._all[number] = review = {"id": number, "show": show, "stars": stars, "text": text}
        return review

    def one(self, number: int) -> Review:
        return self._all.get(number) or abort(404)

    def remove(self, number: int) -> None:
        if self._all.pop(number, None) is None:
            abort(404)


Add = Callable[[Flask, Reviews], object]
Site = Served | HostedWSGI


def express(summary: str) -> Served:
    """Tom's service, with the summary of this program, `tally` or `summary`."""
    stage.give("tom.mjs", "problems.mjs")
    Node.look_for_stub(f"{summary}.mjs")
    return Node.serve("tom.mjs", env={"SUMMARY": f"{summary}.mjs"})


def flask(add_summary: Add) -> HostedWSGI:
    """Yours, served in a thread; `stop` ends it."""
    return HostedWSGI(flask_site(add_summary))


def django(summary: str, env: Mapping[str, str] | None = None) -> Served:
    """Rafi's, on a new database, or on that of `env`."""
    stage.give(*RAFIS)
    Python.look_for_stub(f"{summary}/urls.py")
    env = {**(env or stage.new_database()), "SUMMARY": f"{summary}.urls"}
    return Python.serve("up.py", "rafi.settings", env=env)


RAFIS = ("up.py", "bodies.py", *(f"rafi/{name}.py" for name in ("settings", "models", "urls")))
RAFIS += ("rafi/views.py", "rafi/migrations/__init__.py", "rafi/migrations/0001_initial.py")


@contextmanager
def three(add_summary: Add, summary: str) -> Iterator[Mapping[str, Site]]:
    """All three are served for the length of the block."""
    with ExitStack() as stack:
        sites: dict[str, Site] = {"Flask": flask(add_summary)}
        stack.callback(sites["Flask"].stop)
        for name, serve in {"Express": express, "Django": django}.items():
            sites[name] = stack.enter_context(serve(summary))
        yield {name: sites[name] for name in ("Express", "Flask", "Django")}


def flask_site(add_summary: Add) -> Flask:
    """The reviews, in Flask."""
    app, reviews = Flask("reviews"), Reviews()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]

    @app.get("/healthz")
    def lives() -> Review:
        return {"status": "ok"}

    @app.get("/shows/<int:show>/reviews")
    def of_show(show: int) -> Response:
        stars = request.args.get("stars")
        found = [one for one in reviews.of(show) if stars in (None, str(one["stars"]))]
        return jsonify(found[::-1])

    @app.post("/shows/<int:show>/reviews")
    def add(show: int) -> tuple[Review, int, dict[str, str]]:
        reviews.of(show)
        review = reviews.add(show, **_sent())
        return review, 201, {"Location": f"/reviews/{review['id']}"}

    @app.get("/reviews/<int:number>")
    def one(number: int) -> Review:
        return reviews.one(number)

    @app.delete("/reviews/<int:number>")
    def remove(number: int) -> tuple[str, int]:
        reviews.remove(number)
        return "", 204

    @app.after_request
    def tell_reads(response: Response) -> Response:
        response.headers["X-Read"] = str(g.get("reads", 0))  # how often an answer read them
        return response

    app.register_error_handler(HTTPException, _as_problem)
    add_summary(app, reviews)
    return app


def _sent() -> Review:
    if request.mimetype != "application/json":
        abort(415)
    if (request.content_length or 0) > 10_000:
        abort(413)
    sent = request.get_json()
    review = sent if isinstance(sent, dict) else {}
    stars, text = review.get("stars"), review.get("text")
    if type(stars) is not int or stars not in range(1, 6):
        abort(422)
    if not isinstance(text, str) or not 1 <= len(text) <= 500:
        abort(422)
    return {"stars": stars, "text": text}


def _as_problem(error: HTTPException) -> Response:
    response = jsonify(status=error.code, title=HTTPStatus(error.code or 500).phrase)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    response.status_code, response.content_type = error.code or 500, "application/problem+json"
    return response
