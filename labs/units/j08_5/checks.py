"""What J08.5 asks of an answer: each check is one claim."""

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from itertools import chain
from typing import Any

from labs.judges import Judge, judging
from labs.servers.hosting_wsgi import HostedWSGI
from labs.units.j08_5.bodies import Body, body_of, keywords, odd_bodies, validator_of
from labs.units.j08_5.layers import (
    A_REVIEW,
    A_TOUR,
    JSON,
    STARS,
    TOUR,
    AddValidation,
    all_of,
    has_status,
    is_problem,
    judge_body,
    raised,
    spied,
)
from labs.units.j08_5.posters import posters, posters_otherwise
from labs.units.j08_5.sent import as_asked, otherwise_asked
from labs.units.j08_5.visits import OTHER_VISITS, VISITS, Visit
from labs.units.j08_5.wire import Came, ask, asked_in_pieces

__all__ = [
    "OTHER_VISITS",
    "VISITS",
    "as_asked",
    "otherwise_asked",
    "posters",
    "posters_otherwise",
]

# --- E1: the schema ---------------------------------------------------------------------------

VISITED = "E1: the schema accepts each visit, and nothing else"


def visits(visit_schema: Callable[[], dict[str, Any]], cases: Sequence[Visit]) -> None:
    """Each of these bodies is accepted, or refused, as the table says."""
    with judging(VISITED) as judge:
        called = "visit_schema()"
        with judge.calling(called):
            schema = visit_schema()
        judge.that(isinstance(schema, dict), called=called, got=repr(schema), expected="a dict")
        with judge.calling(called, expected="a schema that can be sent as JSON"):
            schema = json.loads(json.dumps(schema))
            validator = validator_of(schema)
        unknown = sorted(_keywords(schema) - keywords())
        for case in cases:
            judge.that(
                validator.is_valid(case.body) == case.fits,
                called=f"the schema, of {json.dumps(case.body, ensure_ascii=False):.90}",
                got="refused" if case.fits else "accepted",
                expected="accepted" if case.fits else "refused",
                likely=[
                    (unknown, f"no keyword, and so ignored: {', '.join(unknown)}"),
                    (True, case.likely),
                ],
            )


def _keywords(schema: object) -> set[str]:
    """The words of a schema that stand where keywords do."""
    if isinstance(schema, list):
        return set(chain.from_iterable(map(_keywords, schema)))
    if not isinstance(schema, dict):
        return set()
    found = set(schema)
    for name, value in schema.items():
        named = name in ("properties", "patternProperties", "$defs")
        inner = list(value.values()) if named and isinstance(value, dict) else value
        found |= set() if name in ("enum", "const", "default") else _keywords(inner)
    return found


# --- E1: the layer ----------------------------------------------------------------------------

LAYERED = "E1: no odd body reaches a view, or ends in a 5xx"
SCHEMAS: dict[str, dict[str, Any]] = {"take_review": STARS, "take_tour": TOUR}
_REVIEWS, _TOUR = "/shows/1/reviews", "/tours/north"
_WHOLE = json.dumps(A_REVIEW).encode()


def sixty_bodies(add_validation: AddValidation, seed: int) -> None:
    """Thirty odd reviews and thirty odd tours get their answers, by turns."""
    reviews = all_of(odd_bodies(STARS, A_REVIEW, seed)[:30], path=_REVIEWS)
    tours = all_of(odd_bodies(TOUR, A_TOUR, seed)[:30], path=_TOUR)
    with judging(LAYERED) as judge, spied(judge, add_validation, SCHEMAS) as served:
        for at, body in chain.from_iterable(zip(reviews, tours, strict=True)):
            judge_body(judge, served, at, body)


_KINDS: Sequence[tuple[dict[str, str], int]] = (
    ({"Content-Type": "application/json; charset=utf-8"}, 201),
    ({"Content-Type": "Application/JSON"}, 201),
    ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ({"Content-Type": "application/problem+json"}, 415),
    ({"Content-Type": "application/jsonlines"}, 415),
    ({"Content-Type": "text/plain; kind=application/json"}, 415),
    ({}, 415),
)


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _chunks(whole: bytes) -> list[bytes]:
    return [whole[start : start + 3_000] for start in range(0, len(whole), 3_000)]


def each_refusal(add_validation: AddValidation) -> None:
    """415, 413 and 400 in their order; what has no schema is left alone."""
    with (
        judging(LAYERED) as judge,
        spied(judge, add_validation, SCHEMAS, routes_first=True) as (site, _, _),
    ):
        _kinds_and_sizes(judge, site)
        _left_alone(judge, site)


def _kinds_and_sizes(judge: Judge, site: HostedWSGI) -> None:
    asking = judge, site
    for headers, status in _KINDS:
        about = f"POST {_REVIEWS}, {headers or 'no Content-Type'}, {_WHOLE.decode()}"
        came = ask(site, "POST", _REVIEWS, headers, _WHOLE)
        _expect(asking, about, came, status, "request.mimetype is application/json, or it is 415.")
    came = ask(site, "POST", _REVIEWS, _FORM, b"a" * 10_001)
    _expect(
        asking, "a form of 10,001 bytes", came, 415, "the first that fits: the kind is told first."
    )
    for size, status in ((10_000, 201), (10_001, 413), (10_500, 413)):
        whole = _WHOLE + b" " * (size - len(_WHOLE))
        about = f"a review of {size:,} bytes"
        came = ask(site, "POST", _REVIEWS, JSON, whole)
        _expect(asking, about, came, status, "10,000 bytes are taken, not more.")
        about += ", in chunks: no Content-Length"
        came = asked_in_pieces(site, "POST", _REVIEWS, JSON, _chunks(whole), None)
        _expect(asking, about, came, status, _CHUNKS)


def _left_alone(judge: Judge, site: HostedWSGI) -> None:
    asking = judge, site
    for method, path, status in (
        ("GET", _REVIEWS, 200),
        ("GET", "/no", 404),
        ("PUT", _REVIEWS, 405),
    ):
        came = ask(site, method, path)
        _expect(asking, f"{method} {path}, without a schema", came, status, _ALONE)
    came = ask(site, "POST", "/notes", _FORM, b"note=" + b"a" * 20_000)
    _expect(asking, "a form of 20,000 bytes, to a view without a schema", came, 200, _ALONE)
    came = ask(site, "POST", "/pages", _FORM, b"note=a")
    about = "a form, to pages.take_review; take_review has a schema"
    _expect(asking, about, came, 200, _WHOLE_NAME)


def _expect(
    asking: tuple[Judge, HostedWSGI], about: str, came: Came, status: int, likely: str
) -> None:
    cause = _NOTHING if status == 413 and _hung_up(came) else likely
    has_status(asking, about, came, status, cause)
    if status in (400, 413, 415):
        is_problem(asking[0], about, came)


def _hung_up(came: Came) -> bool:
    """Whether it is werkzeug's own 400, for a stream that it believes to have broken off."""
    kind = came.headers.get("content-type", "")
    return came.status == HTTPStatus.BAD_REQUEST and kind.startswith("text/html")


def layered_otherwise(add_validation: AddValidation, seed: int) -> None:
    """Large and deep bodies, other schemas and methods, and two apps in one program."""
    _large_bodies(add_validation)
    _bytes_not_letters(add_validation)
    _deep_bodies(add_validation)
    _any_method(add_validation)
    _other_schemas(add_validation, seed)
    _apps_kept_apart(add_validation)


def _large_bodies(add_validation: AddValidation) -> None:
    """What is too long is refused after its first 10,001 bytes."""
    with (
        judging(LAYERED) as judge,
        spied(judge, add_validation, SCHEMAS) as (site, spy, weighed),
    ):
        weighed.weighing = True
        came = ask(site, "POST", _REVIEWS, JSON, b"[" * 3_000_000)
        peak = weighed.peak(0)
        judge.that(
            came.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and peak < _FEW and not spy.called,
            called=f"POST {_REVIEWS}, 3,000,000 bytes",
            got=f"{came.status}, and {peak:,} bytes of memory at the most",
            expected="413, and a fraction of that",
            likely=raised(site, came) or _AT_MOST,
        )


def _bytes_not_letters(add_validation: AddValidation) -> None:
    """10,000 bytes are taken, and 10,001 are not, where a letter has two."""
    with (
        judging(LAYERED) as judge,
        spied(judge, add_validation, {"take_review": STARS}) as served,
    ):
        for size, status in ((10_000, HTTPStatus(201)), (10_001, HTTPStatus(413))):
            start, end = b'{"stars": 5, "text": "a", "more": "', b'"}'
            odd = size - len(start) - len(end)
            raw = start + b"a" * (odd % 2) + "ő".encode() * (odd // 2) + end
            body = Body(f"{size:,} bytes, of two for each ő", raw, status)
            judge_body(judge, served, ("POST", _REVIEWS, "take_review"), body, _BYTES)


def _deep_bodies(add_validation: AddValidation) -> None:
    """Where the schema goes as deep as the body, twenty lists fit, and 400 are too many."""
    with judging(LAYERED) as judge:
        lists = {"items": {"$ref": "#"}}
        with spied(judge, add_validation, {"take_review": lists}) as served:
            for deep, status in ((20, HTTPStatus(201)), (400, HTTPStatus(400))):
                body = Body(f"{deep} lists in lists; {lists}", b"[" * deep + b"]" * deep, status)
                judge_body(judge, served, ("POST", _REVIEWS, "take_review"), body, _DEEP)


def _any_method(add_validation: AddValidation) -> None:
    """A view that is asked for by DELETE has its schema, too."""
    with (
        judging(LAYERED) as judge,
        spied(judge, add_validation, {"drop_tour": TOUR}) as served,
    ):
        for tour in (A_TOUR, {}):
            body = body_of("a view for DELETE, which has a schema", tour, TOUR)
            judge_body(judge, served, ("DELETE", _TOUR, "drop_tour"), body, _ANY_METHOD)


_BYTES = "10,000 bytes are counted before anything is decoded."
_ANY_METHOD = "the endpoint alone says whether there is a schema, whatever the method."
_DEEP = "errors_in goes as deep as the body: it stands in the `try`, too."
_WHOLE_NAME = (
    "the endpoint counts whole: a blueprint's view has the blueprint's name before its own."
)
_NOTHING = "werkzeug's read(0) raises: once 10,001 bytes have come, ask for no more."
_FEW = 1_500_000
_AT_MOST = "read 10,001 bytes at most, by request.stream.read: if all come, it is too long."
_CHUNKS = "without a Content-Length only reading tells how long it is: ask for one byte too many."
_ALONE = "schemas.get(request.endpoint) is None: return None, before anything else is asked."

_ANY: dict[str, Any] = {}
_NAMES = {
    "type": "object",
    "properties": {"a/b": {"type": "integer"}, "~c": {"items": {"maximum": 3}}},
    "additionalProperties": {"type": "string"},
}


def _other_schemas(add_validation: AddValidation, seed: int) -> None:
    """Other schemas, with names that a pointer writes otherwise; bodies that are nothing."""
    odd = [{"a/b": "x"}, {"~c": [1, 9, 2, 7]}, {"x~/y": 5, "a/b": 1}, {"~c": 8}, {"z": "z"}]
    bodies = [body_of("names with / and ~", value, _NAMES) for value in odd]
    falsy = [0, "", None, [], {}, False]
    empty = [body_of("it fits, whatever it is", value, _ANY) for value in falsy]
    with judging(LAYERED) as judge:
        schemas = {"take_review": _NAMES, "take_tour": _ANY}
        with spied(judge, add_validation, schemas, routes_first=True) as served:
            for at, body in [*all_of(bodies, path=_REVIEWS), *all_of(empty, path=_TOUR)]:
                judge_body(judge, served, at, body)
        with spied(judge, add_validation, {"take_tour": TOUR}) as served:
            for at, body in all_of(odd_bodies(TOUR, A_TOUR, seed)[::3], path=_TOUR):
                judge_body(judge, served, at, body)


def _apps_kept_apart(add_validation: AddValidation) -> None:
    """Two apps of one program have their own schemas, and use them by turns."""
    five = Body(
        "five stars, in an app where that fits", b'{"stars": 5, "text": "a"}', HTTPStatus.CREATED
    )
    with (
        judging(LAYERED) as judge,
        spied(judge, add_validation, {"take_review": STARS}) as one,
        spied(judge, add_validation, {"take_review": {"type": "array"}}) as two,
    ):
        at = ("POST", _REVIEWS, "take_review")
        no_list = Body(
            "no list, in an app where it must be", five.raw, HTTPStatus(422), frozenset({""})
        )
        for _ in range(2):
            judge_body(judge, one, at, five, _OWN)
            judge_body(judge, two, at, no_list, _OWN)


_OWN = "another app's schemas are used: keep nothing at the level of the module."
