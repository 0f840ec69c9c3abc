"""What J08.5 asks of what goes out: query, cookie, Accept, gzip."""

import csv
import gzip
import io
import json
import textwrap
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from random import Random
from typing import Any

from flask import Flask, Response, send_file

from labs.judges import Judge, judging
from labs.measure import own_folder
from labs.servers.hosting_wsgi import HostedWSGI, hosted_wsgi
from labs.units.j08_5.layers import is_problem, raised
from labs.units.j08_5.wire import PNG_START, Came, ask

Review = dict[str, Any]
AddList = Callable[[Flask, Sequence[Review]], None]
AddGzip = Callable[[Flask], None]

SENT = "E3: each caller gets what it asked for, in a form that it can read"
_JSON, _CSV = "application/json", "text/csv"
_MONTH = str(30 * 24 * 3600)


@dataclass(frozen=True)
class Wish:
    """A caller's request, and what it must get."""

    about: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    ids: Sequence[int] | None = None
    """Of the reviews, in their order; none for what is no list."""
    kind: str = _JSON
    status: int = 200
    zipped: bool | None = False
    """None where both are right."""
    cookie: str = ""
    likely: str = ""


def _reviews(shows: Sequence[int], text: str = "Again!") -> list[Review]:
    """Reviews with ids from 1, with 1 to 5 stars by turns."""
    return [
        {"id": number, "show": show, "stars": 1 + number * 2 % 5, "text": text}
        for number, show in enumerate(shows, 1)
    ]


def as_asked(add_list: AddList, add_gzip: AddGzip) -> None:
    """A first round of callers, at a short list and at a long one."""
    reviews = _reviews([7, 7, 8, 7, 7, 7])  # stars 3 5 2 4 1 3
    _judge_all(add_list, add_gzip, reviews, FIRST)


def otherwise_asked(add_list: AddList, add_gzip: AddGzip) -> None:
    """Other callers; the list grows; another app has its own; texts with commas and quotes."""
    reviews = _reviews([7] * 3 + [4] * 12, 'Loud, "very"\nloud — 🎭')
    with _served(add_list, add_gzip, reviews) as (judge, site):
        for wish in SECOND:
            _judge_one(judge, site, reviews, wish)
        reviews.append({"id": 40, "show": 7, "stars": 5, "text": "New!"})
        likely = "`reviews` is read at each request: it grows."
        grown = Wish("a review later", "/shows/7/reviews", ids=[40, 3, 2, 1], likely=likely)
        _judge_one(judge, site, reviews, grown)
    other = _reviews([7, 7])
    _judge_all(add_list, add_gzip, other, [Wish("another app", "/shows/7/reviews", ids=[2, 1])])


_FORMS = "best_match(KINDS) says what the caller likes best; without an Accept it takes all."
_NOT_ASKED = 'this caller does not take gzip: accept_encodings.quality("gzip") is 0.'
_ONLY_TEXT = "only JSON and text/… that is not streamed, has 500 bytes and is not encoded yet."
_ANY_TEXT = "text/ and whatever follows: a mimetype begins so, or it does not."
_ENCODED = "what has a Content-Encoding, of whatever name, goes out as it was."
_TO_THE_LETTER = "one of five texts, to the letter: a digit of another script is a digit, too."
_QUERY = "the query goes before the cookie, and the cookie before newest."
_ODD_COOKIE = "a cookie may hold anything: what is neither oldest nor newest counts as none."
_SEVEN = "/shows/7/reviews"
_ZIP = {"Accept-Encoding": "gzip"}

FIRST = (
    Wish("all of a show", _SEVEN, ids=[6, 5, 4, 2, 1], likely="this show's alone, newest first."),
    Wish("three stars", f"{_SEVEN}?stars=3", ids=[6, 1]),
    Wish("nobody gave them", "/shows/8/reviews?stars=5", ids=[]),
    Wish("six stars", f"{_SEVEN}?stars=6", status=422),
    Wish("oldest first", f"{_SEVEN}?order=oldest", ids=[1, 2, 4, 5, 6], cookie="oldest"),
    Wish("the cookie says oldest", _SEVEN, {"Cookie": "order=oldest"}, [1, 2, 4, 5, 6]),
    Wish(
        "query newest, cookie oldest",
        f"{_SEVEN}?order=newest",
        {"Cookie": "order=oldest"},
        [6, 5, 4, 2, 1],
        cookie="newest",
        likely=_QUERY,
    ),
    Wish("by Accept, CSV", _SEVEN, {"Accept": _CSV}, [6, 5, 4, 2, 1], _CSV, likely=_FORMS),
    Wish(
        "rather JSON than CSV",
        _SEVEN,
        {"Accept": "text/csv;q=0.4, application/json;q=0.5"},
        [6, 5, 4, 2, 1],
        likely=_FORMS,
    ),
    Wish("a picture", _SEVEN, {"Accept": "image/png"}, status=406, likely=_FORMS),
    Wish("short, with gzip", "/shows/8/reviews", _ZIP, [3], likely="this has less than 500 bytes."),
    Wish("500 letters, with gzip", "/letters/500", _ZIP, kind="text/plain", zipped=True),
    Wish("500 letters, without", "/letters/500", kind="text/plain", likely=_NOT_ASKED),
    Wish("a poster, with gzip", "/poster", _ZIP, kind="image/png", likely=_ONLY_TEXT),
)

_TWELVE = list(range(15, 3, -1))
_FOUR = "/shows/4/reviews"

SECOND = (
    Wish("a list of 500 bytes", _FOUR, {"Accept-Encoding": "br, gzip;q=0.2"}, _TWELVE, zipped=True),
    Wish("gzip;q=0", _FOUR, {"Accept-Encoding": "gzip;q=0, br"}, _TWELVE, likely=_NOT_ASKED),
    Wish("any encoding", _FOUR, {"Accept-Encoding": "*"}, _TWELVE, zipped=True),
    Wish("499 letters, with gzip", "/letters/499", _ZIP, kind="text/plain", likely=_ONLY_TEXT),
    Wish("250 ő: 500 bytes", "/accents/250", _ZIP, kind="text/plain", zipped=True),
    Wish("a picture, not streamed", "/picture", _ZIP, kind="image/png", likely=_ONLY_TEXT),
    Wish("a stream of text", "/streamed", _ZIP, kind="text/plain", likely=_ONLY_TEXT),
    Wish("a file of text", "/file", _ZIP, kind="text/plain", likely=_ONLY_TEXT),
    Wish("a table as gzip already", "/zipped", _ZIP, kind="text/csv", zipped=True),
    Wish("as br already", "/brotli", _ZIP, kind="text/csv", likely=_ENCODED),
    Wish(
        "a calendar", "/texts/calendar", _ZIP, kind="text/calendar", zipped=True, likely=_ANY_TEXT
    ),
    Wish("markdown", "/texts/markdown", _ZIP, kind="text/markdown", zipped=True, likely=_ANY_TEXT),
    Wish("a problem", "/long", _ZIP, kind="application/problem+json", likely=_ONLY_TEXT),
    Wish("CSV, and gzip", _FOUR, {"Accept": "text/*", **_ZIP}, _TWELVE, _CSV, zipped=None),
    Wish("anything", _FOUR, {"Accept": "*/*"}, _TWELVE, likely=_FORMS),
    Wish("both alike", _FOUR, {"Accept": "text/csv, application/json"}, _TWELVE, likely=_FORMS),
    Wish("CSV before all", _SEVEN, {"Accept": "*/*;q=0.1, text/csv"}, [3, 2, 1], _CSV),
    Wish(
        "oldest, of one kind, as CSV",
        f"{_FOUR}?order=oldest&stars=4",
        {"Accept": _CSV},
        [4, 9, 14],
        _CSV,
        cookie="oldest",
    ),
    Wish("one star", f"{_FOUR}?stars=1", ids=[15, 10, 5]),
    Wish("two stars", f"{_FOUR}?stars=2", ids=[13, 8]),
    Wish("twelve stars", f"{_FOUR}?stars=12", status=422),
    Wish("an odd cookie", _SEVEN, {"Cookie": "order=DROP"}, [3, 2, 1], likely=_ODD_COOKIE),
    Wish("an empty cookie", _SEVEN, {"Cookie": "order="}, [3, 2, 1], likely=_ODD_COOKIE),
    Wish("another order", f"{_SEVEN}?order=best", {"Cookie": "order=oldest"}, status=422),
    Wish("no stars", f"{_SEVEN}?stars=0", status=422),
    Wish("stars in words", f"{_SEVEN}?stars=five&order=oldest", status=422),
    Wish("stars, and nothing", f"{_SEVEN}?stars=", status=422),
    Wish("5.0 stars", f"{_SEVEN}?stars=5.0", status=422),
    Wish("05 stars", f"{_SEVEN}?stars=05", status=422, likely=_TO_THE_LETTER),
    Wish("five, as in Arabic", f"{_SEVEN}?stars=%D9%A5", status=422, likely=_TO_THE_LETTER),
    Wish("two, as in a square", f"{_SEVEN}?stars=%C2%B2", status=422, likely=_TO_THE_LETTER),
    Wish("an empty order", f"{_SEVEN}?order=", {"Cookie": "order=oldest"}, status=422),
    Wish("no CSV either", f"{_SEVEN}?order=oldest", {"Accept": "image/*"}, status=406),
)


@contextmanager
def _served(
    add_list: AddList, add_gzip: AddGzip, reviews: Sequence[Review]
) -> Iterator[tuple[Judge, HostedWSGI]]:
    app = Flask("sent")
    app.logger.disabled = True
    with judging(SENT) as judge:
        with judge.calling("add_list(app, reviews)"):
            add_list(app, reviews)
        with judge.calling("add_gzip(app)"):
            add_gzip(app)
        _add_others(app)
        with hosted_wsgi(app) as site:
            yield judge, site


_TEXT = "\n".join(textwrap.wrap(Random(1).randbytes(1_200).hex()))  # noqa: S311 - no secret
_PICTURE = PNG_START + bytes(900)


def _add_others(app: Flask) -> None:
    """What else such an app sends."""
    folder = own_folder()
    (folder / "7.png").write_bytes(_PICTURE)
    (folder / "notes.txt").write_text(_TEXT)
    zipped, brotli = {"Content-Encoding": "gzip"}, {"Content-Encoding": "br"}
    app.get("/letters/<int:n>")(lambda n: Response("a" * n, mimetype="text/plain"))
    app.get("/accents/<int:n>", endpoint="accents")(
        lambda n: Response("ő" * n, mimetype="text/plain")
    )
    app.get("/poster", endpoint="poster")(lambda: send_file(folder / "7.png"))
    app.get("/picture", endpoint="picture")(lambda: Response(_PICTURE, mimetype="image/png"))
    app.get("/file", endpoint="file")(lambda: send_file(folder / "notes.txt"))
    app.get("/streamed", endpoint="streamed")(
        lambda: Response(iter([_TEXT[:400], _TEXT[400:]]), mimetype="text/plain")
    )
    app.get("/texts/<kind>", endpoint="texts")(
        lambda kind: Response("a" * 600, mimetype=f"text/{kind}")
    )
    app.get("/long", endpoint="long")(
        lambda: Response(json.dumps([_TEXT]), mimetype="application/problem+json")
    )
    app.get("/brotli", endpoint="brotli")(  # no reader is needed: it goes out as it was
        lambda: Response(_TEXT.encode(), headers=brotli, mimetype="text/csv")
    )
    app.get("/zipped", endpoint="zipped")(
        lambda: Response(gzip.compress(_TEXT.encode()), headers=zipped, mimetype="text/csv")
    )


def _judge_all(
    add_list: AddList, add_gzip: AddGzip, reviews: Sequence[Review], wishes: Sequence[Wish]
) -> None:
    with _served(add_list, add_gzip, reviews) as (judge, site):
        for wish in wishes:
            _judge_one(judge, site, reviews, wish)


def _judge_one(judge: Judge, site: HostedWSGI, reviews: Sequence[Review], wish: Wish) -> None:
    before = json.dumps(reviews)
    came = ask(site, "GET", wish.path, wish.headers)
    called = f"GET {wish.path} {dict(wish.headers) or ''} ({wish.about})"
    judge.that(
        came.status == wish.status,
        called=called,
        got=f"{came.status} {came.body[:70].decode(errors='replace')}",
        expected=str(wish.status),
        likely=raised(site, came)
        or [(came.status == HTTPStatus.NOT_ACCEPTABLE, _FORMS), (True, wish.likely)],
    )
    judge.equal(
        json.dumps(reviews) == before,
        True,
        called=f"{called}; whether `reviews` is as it was",
        likely="it belongs to whoever posts: turn round a list of your own.",
    )
    _is_encoded(judge, called, came, wish)
    _sets_its_cookie(judge, called, came, wish)
    judge.that(
        "accept-encoding" in came.names("vary"),
        called=called,
        got=f"Vary: {came.headers.get('vary')}",
        expected="Accept-Encoding in Vary, on every answer",
        likely="add it before anything is returned: what goes out as it was depends on it, too.",
    )
    if wish.status >= 400:
        is_problem(judge, called, came)
        return
    kind = came.headers.get("content-type", "").partition(";")[0]
    judge.equal(kind, wish.kind, called=f"{called}; its Content-Type", likely=wish.likely)
    if wish.ids is not None:
        _is_this_list(judge, called, came, wish, reviews)


def _is_encoded(judge: Judge, called: str, came: Came, wish: Wish) -> None:
    zipped = came.headers.get("content-encoding") == "gzip"
    judge.that(
        wish.zipped is None or zipped == wish.zipped,
        called=called,
        got="gzip" if zipped else "no gzip",
        expected="gzip" if wish.zipped else "no gzip",
        likely=wish.likely or "500 bytes or more, JSON or text, and asked for: this is gzip.",
    )
    try:
        _plain(came)
    except (OSError, EOFError, zlib.error) as error:
        judge.fails(
            called=called,
            came_back=f"Content-Encoding {came.headers.get('content-encoding')}, and {error}",
            expected="what the header says",
            likely="compressed once, and Content-Encoding says gzip if and only if it is.",
        )


def _plain(came: Came) -> bytes:
    zipped = came.headers.get("content-encoding") == "gzip"
    plain = gzip.decompress(came.body) if zipped else came.body
    if plain.startswith(b"\x1f\x8b"):
        raise OSError("gzip inside")
    return plain


def _sets_its_cookie(judge: Judge, called: str, came: Came, wish: Wish) -> None:
    said = came.headers.get("set-cookie", "")
    if not wish.cookie:
        judge.that(
            not said,
            called=called,
            got=f"Set-Cookie: {said}",
            expected="no cookie",
            likely="a cookie is set where `order` is in the query, and the answer is 200.",
        )
        return
    found = SimpleCookie(said).get("order")
    got = (
        (found.value, found["max-age"], bool(found["httponly"]), found["samesite"].lower())
        if found
        else None
    )
    judge.that(
        got == (wish.cookie, _MONTH, True, "lax"),
        called=called,
        got=f"Set-Cookie: {said or 'not there'}",
        expected=f"order={wish.cookie}; Max-Age={_MONTH}; HttpOnly; SameSite=Lax",
        likely='set_cookie("order", …, max_age=…, httponly=True, samesite="Lax"), in seconds.',
    )


def _is_this_list(
    judge: Judge, called: str, came: Came, wish: Wish, reviews: Sequence[Review]
) -> None:
    of_id = {review["id"]: review for review in reviews}
    wanted = [of_id[number] for number in wish.ids or ()]
    text = _plain(came).decode()
    if wish.kind == _CSV:
        got: Any = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]
        table = [
            ("id", "stars", "text"),
            *((str(r["id"]), str(r["stars"]), r["text"]) for r in wanted),
        ]
        judge.equal(got, table, called=f"{called}; its lines", likely="as_csv makes them.")
    else:
        with judge.calling(f"{called}; its body", expected="a list as JSON"):
            got = json.loads(text)
        order = [each.get("id") for each in got] if isinstance(got, list) else got
        judge.that(
            got == wanted,
            called=called,
            got=f"the ids {order}" if order != wish.ids else text[:90],
            expected=f"the reviews {list(wish.ids or ())}",
            likely=wish.likely or "whole reviews, of this show, with these stars, in this order.",
        )
    names = came.names("vary")
    judge.that(
        {"accept", "cookie"} <= names,
        called=called,
        got=f"Vary: {came.headers.get('vary')}",
        expected="Accept and Cookie in Vary, beside Accept-Encoding",
        likely="on every 200: the same address has other answers for other headers.",
    )
