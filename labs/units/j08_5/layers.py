"""How J08.5 judges a layer of validation: apps with spies, and what they answer."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, g, request

from labs.judges import Judge, Likely
from labs.servers.hosting_wsgi import HostedWSGI, hosted_wsgi
from labs.units.j08_5.bodies import Body
from labs.units.j08_5.memory import Weighed, weigh
from labs.units.j08_5.wire import Came, ask

AddValidation = Callable[[Flask, Mapping[str, dict[str, Any]]], None]
JSON = {"Content-Type": "application/json"}

STARS = {
    "type": "object",
    "properties": {
        "stars": {"type": "integer", "minimum": 1, "maximum": 5},
        "text": {"type": "string", "minLength": 1, "maxLength": 500},
    },
    "required": ["stars", "text"],
}
STOP = {
    "type": "object",
    "properties": {
        "town": {"type": "string", "minLength": 2},
        "nights": {"type": "integer", "minimum": 1},
        "from": {"type": "string", "format": "date"},
    },
    "required": ["town"],
}
TOUR = {
    "type": "object",
    "properties": {"stops": {"type": "array", "minItems": 1, "items": STOP}},
    "required": ["stops"],
    "additionalProperties": False,
}
A_REVIEW: dict[str, Any] = {"stars": 5, "text": "Again!"}
A_TOUR: dict[str, Any] = {
    "stops": [{"town": "Kirkwall", "nights": 2}, {"town": "Wick", "from": "2026-12-03"}]
}


@dataclass
class Spied:
    """An app whose views may stand behind schemas; it knows which of those were called."""

    app: Flask = field(default_factory=lambda: Flask("spied"))
    called: list[str] = field(default_factory=list)

    def add_routes(self) -> None:
        self.app.logger.disabled = True
        # The names of views are those of answers nowhere.
        self.app.post("/shows/<int:show>/reviews", endpoint="take_review")(self._of("take_review"))
        self.app.put("/tours/<name>", endpoint="take_tour")(self._of("take_tour"))
        self.app.delete("/tours/<name>", endpoint="drop_tour")(self._of("drop_tour"))
        self.app.get("/shows/<int:show>/reviews", endpoint="show_all")(self._plain)
        self.app.post("/notes", endpoint="take_note")(self._form)
        pages = Blueprint("pages", "pages")
        pages.post("/pages", endpoint="take_review")(self._form)
        self.app.register_blueprint(pages)

    def _of(self, name: str) -> Callable[..., tuple[dict[str, Any], int]]:
        def view(**_: object) -> tuple[dict[str, Any], int]:
            self.called.append(name)
            return {"got": g.body}, 201

        return view

    def _plain(self, show: int) -> dict[str, int]:
        return {"show": show}

    def _form(self) -> dict[str, int]:
        return {name: len(value) for name, value in request.form.items()}


@contextmanager
def spied(
    judge: Judge,
    add_validation: AddValidation,
    schemas: Mapping[str, dict[str, Any]],
    *,
    routes_first: bool = False,
) -> Iterator[tuple[HostedWSGI, Spied, Weighed]]:
    """An app behind the learner's layer, served."""
    spy = Spied()
    if routes_first:
        spy.add_routes()
    with judge.calling("add_validation(app, schemas)"):
        add_validation(spy.app, schemas)
    if not routes_first:
        spy.add_routes()
    weighed = weigh(spy.app)
    weighed.weighing = False
    with hosted_wsgi(spy.app) as site:
        yield site, spy, weighed


def raised(site: HostedWSGI, came: Came) -> str:
    """What was raised, if this answer is a 5xx."""
    last = site.stderr.rpartition("\n")[2] if came.status >= 500 else ""
    return f"raised on the server: {last}" if last else ""


def has_status(
    asking: tuple[Judge, HostedWSGI], about: str, came: Came, status: int, likely: Likely = ""
) -> None:
    """What came has this status; an error on the server is told before the likely cause."""
    judge, site = asking
    judge.that(
        came.status == status,
        called=about,
        got=f"{came.status} {came.body[:80].decode(errors='replace')}",
        expected=str(status),
        likely=raised(site, came) or likely,
    )


def is_problem(judge: Judge, called: str, came: Came) -> dict[str, Any]:
    """The body of a refusal, in its form."""
    kind = came.headers.get("content-type", "")
    judge.that(
        kind.startswith("application/problem+json"),
        called=called,
        got=f"{came.status}, as {kind or 'nothing'}",
        expected=f"{came.status}, as application/problem+json",
        likely="refusals come from `problem`, and are returned.",
    )
    body = json.loads(came.body)
    judge.that(
        isinstance(body, dict) and body.get("status") == came.status and body.get("title"),
        called=called,
        got=came.body.decode(errors="replace")[:100],
        expected=f"an object with status {came.status}, and a title",
    )
    return dict(body)


def judge_body(
    judge: Judge,
    served: tuple[HostedWSGI, Spied, Weighed],
    at: tuple[str, str, str],
    body: Body,
    likely: str = "",
) -> None:
    """A body gets its answer, at this method and path, whose view has this name."""
    site, spy, _ = served
    method, path, name = at
    spy.called.clear()
    came = ask(site, method, path, JSON, body.raw)
    called = f"{method} {path} {body.raw[:80].decode(errors='replace')}\n{body.about}"
    told = raised(site, came)
    judge.that(
        came.status == body.status,
        called=called,
        got=f"{came.status} {came.body[:100].decode(errors='replace')}",
        expected=f"{body.status}",
        likely="; ".join(filter(None, (told, likely))) or _why_status(came.status, body),
    )
    fits = body.status == 201
    judge.that(
        spy.called == [name] * fits,
        called=called,
        got=f"{came.status}, and calls of the view: {len(spy.called)}",
        expected=f"{body.status}, and calls of the view: {int(fits)}",
        likely="a refusal is returned by the layer: so the view is not called.",
    )
    if fits:
        judge.equal(
            _typed(json.loads(came.body)["got"]),
            _typed(json.loads(body.raw)),
            called=f"{called}; g.body, in the view",
            likely="g.body is the value as json.loads gives it.",
        )
        return
    problem = is_problem(judge, called, came)
    if body.status == 422:
        _names_places(judge, called, problem.get("errors"), body)


def _typed(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _why_status(status: int, body: Body) -> Likely:
    return [
        (status == 201 and body.status == 400, "no JSON was let in."),
        (status == 201, "let in: is the problem returned, and is it this endpoint's own schema?"),
        (body.status == 201, 'this fits its schema: 0, "" and null may, as well.'),
        (status in (200, 204), "the status is the second argument of Response: problem sets it."),
        (body.status == 400, "what json.loads cannot read is 400."),
        (True, "JSON that does not fit is 422."),
    ]


def _names_places(judge: Judge, called: str, errors: object, body: Body) -> None:
    judge.that(
        isinstance(errors, list)
        and all(isinstance(each, dict) and {"pointer", "detail"} <= each.keys() for each in errors),
        called=called,
        got=f"errors: {errors!r}",
        expected="errors: a list of objects with pointer and detail",
        likely="problem(422, …, errors=errors_in(…)).",
    )
    places = {each["pointer"] for each in errors} if isinstance(errors, list) else set()
    judge.that(
        places == body.pointers,
        called=called,
        got=f"pointers {sorted(places)}",
        expected=f"pointers {sorted(body.pointers)}",
        likely="all errors are told, each with its place: errors_in gives them.",
    )


def all_of(bodies: Sequence[Body], *, path: str) -> Iterator[tuple[tuple[str, str, str], Body]]:
    """Each body with where it goes: reviews are posted, tours are put."""
    for body in bodies:
        review = path.startswith("/shows")
        yield ("POST" if review else "PUT", path, "take_review" if review else "take_tour"), body
