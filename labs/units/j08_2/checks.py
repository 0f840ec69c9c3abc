"""What J08.2 asks of an answer: each check is one claim."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from flask import Flask, abort
from werkzeug.exceptions import Gone

from labs.judges import Judge, judging
from labs.judges.contracts import reviews
from labs.judges.wire import ANYTHING, Answer, Contract, Exchange, Includes, Request, keeps
from labs.languages import Node
from labs.servers.hosting_wsgi import hosted_wsgi
from labs.units.j08_2 import causes, stage
from labs.units.j08_2.asking import REVIEW, Desk, Factory, made, served
from labs.units.j08_2.halls import halls_app
from labs.units.j08_2.overtaking import overtaken
from labs.units.j08_2.pairs import HALLS, OTHERS, PAIRS, RARE, Outcome, Pair

# --- E1: the contract -------------------------------------------------------------------------

CONTRACT = "E1: an app keeps the contract of the reviews"


def keeps_the_contract(venue_app: Factory, venue: str) -> None:
    """The app keeps the contract of all frameworks, over a real socket."""
    with judging(CONTRACT) as judge, hosted_wsgi(made(judge, venue_app, venue)) as site:
        keeps(judge, site, _WHOLE)


def keeps_the_rest(venue_app: Factory) -> None:
    """A second app of the program keeps it as well, and its edges hold."""
    with judging(CONTRACT) as judge:
        for venue, contract in (("Aros", _EDGES), ("Kirkwall", _WHOLE)):
            with hosted_wsgi(made(judge, venue_app, venue)) as site:
                keeps(judge, site, contract)
        _is_answered_with_its_own(judge, venue_app)


def _is_answered_with_its_own(judge: Judge, venue_app: Factory) -> None:
    """Whoever writes between a caller's review and its answer, the answer is of that review."""
    with served(judge, venue_app, "Aros") as desk:
        for text in ("text 0", "text 1"):
            desk.ask("DELETE", f"/reviews/{desk.add(text)}", 204)
        body = {"stars": 2, "text": "Hm"}
        with overtaken("Hm", lambda: desk.add("between")):
            came = desk.ask("POST", "/shows/1/reviews", 201, json=body)
        called = "POST /shows/1/reviews; another caller's review comes before the answer does"
        said = came.json()
        judge.equal(
            (said["stars"], said["text"]), (2, "Hm"), called=called, likely=causes.OF_THE_LAST
        )
        where = came.headers.get("Location", "").rpartition("/reviews/")[2]
        judge.equal(
            where,
            str(said["id"]),
            called=f"{called}; the number in Location, where the review has {said['id']}",
            likely=causes.BY_COUNT,
        )


def _posted(about: str, body: bytes, answer: Answer, likely: str, kind: str = "") -> Exchange:
    headers = {"Content-Type": kind or "application/json"}
    request = Request("POST", "/shows/3/reviews", body=body, headers=headers)
    wrong = [(Answer(status), likely) for status in (201, 400, 413, 415, 422, 500)]
    return Exchange(about, request, answer, wrong)


def _of_length(length: int) -> bytes:
    """Fewer characters than bytes."""
    return '{"stars": 3, "text": "Très"}'.encode().ljust(length)


_EMPTY = Exchange(
    "a new app has no reviews",
    Request("GET", "/shows/3/reviews"),
    Answer(200, [], reviews.JSON),
    likely=[
        (Answer(200, Includes({})), "a list, not an object."),
        (Answer(200), causes.LEFT),
    ],
)
_WHOLE = Contract("reviews", [_EMPTY, *reviews.contract().steps])
_LONG, _JSON = "a body of 10,000 bytes is taken, one more is not.", "application/json"
_MORE = b'{"text": " Hm\\n", "id": 77, "show": 1, "stars": 2, "venue": "Oslo"}'
_EDGES = Contract(
    "the edges of reviews",
    [
        _EMPTY,
        _posted("10,000 bytes", _of_length(10_000), Answer(201), _LONG),
        _posted("10,001 bytes", _of_length(10_001), reviews.problem(413), _LONG),
        _posted("null", b"null", reviews.problem(422), "null is JSON, and no review: 422."),
        _posted("nothing", b"", reviews.problem(400), "an empty body is no JSON: 400."),
        _posted(
            "a charset",
            b'{"stars": 1, "text": "No"}',
            Answer(201),
            "a parameter behind ; is no other type.",
            f"{_JSON}; charset=utf-8",
        ),
        _posted("text", b'{"stars": 1, "text": "No"}', reviews.problem(415), "", "text/plain"),
        Exchange(
            "a text with spaces around it, and members besides",
            Request("POST", "/shows/3/reviews", body=_MORE, headers=reviews.JSON),
            Answer(201, {"id": ANYTHING, "show": 3, "stars": 2, "text": " Hm\n"}),
            likely=[
                (Answer(500), "members besides: take stars and text alone from the body."),
                (Answer(422), "members besides change nothing."),
                (Answer(201), "the text as it came; of other members, nothing."),
            ],
        ),
        reviews.written(3, 5, "x" * 500, keep="long"),
        reviews.read(
            "newest first, whatever the stars",
            "/shows/3/reviews",
            *(
                {"id": ANYTHING, "show": 3, "stars": stars, "text": text}
                for stars, text in ((5, "x" * 500), (2, " Hm\n"), (1, "No"), (3, "Très"))
            ),
        ),
        *(reviews.written(2, 4, f"text {n}") for n in range(8)),
        reviews.read(
            "newest first, to the number, not to its text",
            "/shows/2/reviews",
            *(
                {"id": ANYTHING, "show": 2, "stars": 4, "text": f"text {n}"}
                for n in reversed(range(8))
            ),
        ),
        reviews.read("stars of a number that none has", "/shows/3/reviews?stars=55"),
        reviews.read("stars that are no number", "/shows/3/reviews?stars=five"),
        Exchange("by PUT", Request("PUT", "/healthz"), reviews.problem(405)),
        Exchange("its options", Request("OPTIONS", "/reviews/{long}"), Answer(200)),
        Exchange("never there", Request("DELETE", "/reviews/99"), reviews.problem(404)),
    ],
)

# --- E1: hooks and errors ---------------------------------------------------------------------

REACH = "E1: hooks and errors reach every request"
_INTERNAL = "no such table: review"


def hooks_reach_all(venue_app: Factory, venue: str) -> None:
    """Every answer has the venue, and every error is a problem; READ_ONLY refuses each write."""
    with judging(REACH) as judge, served(judge, venue_app, venue) as desk:
        judge.equal(
            desk.app.config.get("READ_ONLY"),
            False,
            called=f'venue_app({venue!r}).config.get("READ_ONLY")',
            likely="the factory sets it, and the app reads it there.",
        )
        desk.ask("GET", "/healthz", 200)
        desk.add("Again!")
        desk.problem("GET", "/reviews/77", 404)
        desk.problem("GET", "/nowhere", 404)
        came = desk.problem("PATCH", "/reviews/1", 405)
        allow = {name.strip() for name in came.headers.get("Allow", "").split(",")}
        judge.equal(
            {"GET", "DELETE"} <= allow,
            True,
            called="PATCH /reviews/1; whether Allow has GET and DELETE",
            likely=causes.NO_ALLOW,
        )
        _read_only(judge, desk)


def _read_only(judge: Judge, desk: Desk) -> None:
    """Writes are refused while it is, and as long as it is."""
    texts = desk.texts()
    desk.app.config["READ_ONLY"] = True
    for method, path, body in (
        ("POST", "/shows/1/reviews", REVIEW),
        ("DELETE", "/reviews/1", None),
        ("POST", "/shows/1/reviews", {"text": "a" * 20_000}),
        ("POST", "/nowhere", REVIEW),
        ("PUT", "/healthz", None),
        ("TRACE", "/healthz", None),
        ("PURGE", "/reviews/1", None),
    ):
        desk.problem(method, path, 403, causes.why_not_403, json=body)
    desk.ask("HEAD", "/shows/1/reviews", 200, causes.TOO_EARLY)
    desk.ask("OPTIONS", "/shows/1/reviews", 200, causes.TOO_EARLY)
    got = desk.texts(likely=causes.TOO_EARLY)
    judge.equal(got, texts, called="then GET /shows/1/reviews; its texts", likely=causes.CHANGED)
    desk.app.config["READ_ONLY"] = False
    desk.add("Once more", likely=causes.ONCE)


def read_only_comes_and_goes(venue_app: Factory) -> None:
    """READ_ONLY is of one app alone; errors of pages that no learner has seen are problems."""
    with judging(REACH) as judge, ExitStack() as stack:
        apps = [made(judge, venue_app, venue) for venue in ("Aros", "Kirkwall")]
        for app in apps:
            _add_failing(app)
        sites = [stack.enter_context(hosted_wsgi(app)) for app in apps]
        one, two = (
            Desk(judge, app, site, venue)
            for app, site, venue in zip(apps, sites, ("Aros", "Kirkwall"), strict=True)
        )
        one.app.config["READ_ONLY"] = True
        two.add("Again!", likely=causes.OF_ANOTHER)
        one.problem("POST", "/shows/1/reviews", 403, causes.OF_ANOTHER, json=REVIEW)
        for path, status in (("/gone", 410), *((f"/refused/{n}", n) for n in RARE)):
            one.problem("GET", path, status)
        for path in ("/broken", "/missing"):
            came = one.problem("GET", path, 500)
            judge.that(
                not any(
                    word in came.text for word in (_INTERNAL, "seat", "ValueError", "KeyError")
                ),
                called=f"GET {path}, whose page raises; the body",
                got=came.text[:150],
                expected="nothing of the error",
                likely=causes.LEAKS,
            )
        _read_only(judge, two)


def _add_failing(app: Flask) -> None:
    """Pages that go wrong in four ways."""

    def broken() -> str:
        raise ValueError(_INTERNAL)

    def missing() -> str:
        seats: dict[str, str] = {}
        return seats["seat"]

    def gone() -> str:
        raise Gone

    app.add_url_rule("/broken", "broken", broken)
    app.add_url_rule("/missing", "missing", missing)
    app.add_url_rule("/refused/<int:code>", "refused", abort)
    app.add_url_rule("/gone", "gone", gone)


# --- E1: two apps -----------------------------------------------------------------------------

APART = "E1: two apps of one program share nothing"


def two_apps_are_apart(venue_app: Factory, *venues: str) -> None:
    """What is written to one app is not in the other, and each counts from 1."""
    with judging(APART) as judge, ExitStack() as stack:
        one, two = (stack.enter_context(served(judge, venue_app, venue)) for venue in venues)
        _apart(judge, one, two, causes.SHARED)


def apps_of_one_venue_are_apart(venue_app: Factory, venue: str) -> None:
    """So are two of one name, one that is made later, and two that many callers ask at once."""
    with judging(APART) as judge, ExitStack() as stack:
        one, two = (stack.enter_context(served(judge, venue_app, venue)) for _ in range(2))
        _apart(judge, two, one, causes.BY_NAME)
        with served(judge, venue_app, venue) as late:
            got = late.texts()
        judge.equal(got, [], called="a third app, made later; its texts", likely=causes.BY_NAME)
        gate = threading.Barrier(8)

        def add(number: int) -> int:
            gate.wait()
            return (one, two)[number % 2].add(f"caller {number}", show=3)

        with ThreadPoolExecutor(8) as pool:
            ids = list(pool.map(add, range(8)))
        for first, desk in enumerate((one, two)):
            wanted = [f"caller {number}" for number in range(first, 8, 2)]
            called = "eight callers at once, four at each of two apps; the texts of one of them"
            judge.equal(sorted(desk.texts(3)), wanted, called=called, likely=causes.SHARED)
            judge.equal(len(set(ids[first::2])), 4, called="their ids: how many are different")


def _apart(judge: Judge, one: Desk, two: Desk, likely: str) -> None:
    ids = [one.add(f"text {number}") for number in range(3)]
    judge.equal(two.texts(), [], called="three reviews at one app; those of another", likely=likely)
    judge.equal(ids, [1, 2, 3], called="three reviews at a new app; their ids", likely=likely)
    judge.equal(two.add("Aoife sang."), 1, called="the other's first id", likely=likely)
    one.ask("DELETE", "/reviews/1", 204)
    got = two.texts()
    judge.equal(
        got, ["Aoife sang."], called="DELETE /reviews/1 at one app; the other's", likely=likely
    )
    judge.equal(one.texts(), ["text 2", "text 1"], called="what is left at the one", likely=likely)


# --- E2: two routers --------------------------------------------------------------------------

STRAIGHT = "E2: straighten has any app of Flask answer as promised"
EACH = "E2: programme.mjs answers each pair as promised"


def flask_is_straight(straighten: Callable[[Flask], None], nested: Callable[[], Flask]) -> None:
    """The 25 pairs, of the app that the notebook has."""
    with judging(STRAIGHT) as judge:
        app = nested()
        with judge.calling("straighten(app), where app = nested_app()"):
            straighten(app)
        with hosted_wsgi(app) as site:
            _all_as_promised(judge, site.url, PAIRS, "at nested_app()")


def other_apps_are_straight(straighten: Callable[[Flask], None]) -> None:
    """Two apps with other routes: no page is reached by a path in disguise."""
    with judging(STRAIGHT) as judge:
        calls: list[str] = []
        apps = [halls_app(calls), halls_app(calls)]
        for app in apps:
            with judge.calling("straighten(app), where app has routes of halls"):
                straighten(app)
        for app in apps:
            with hosted_wsgi(app) as site:
                before = len(calls)
                _all_as_promised(judge, site.url, HALLS, "at an app with routes of halls")
                with site.client() as client:
                    came = client.get("/halls/1/rows/2")
                judge.equal(
                    came.headers.get("X-Halls"),
                    "open",
                    called="GET /halls/1/rows/2; X-Halls, of the app's own after-hook",
                    likely=causes.OWN_HOOKS,
                )
            judge.equal(
                calls[before:],
                ["row", "row", "halls", "taken", "sold", "owed", "fire", "plan", "row"],
                called="straighten(app), then requests; the pages that were called",
                likely="a refusal comes before the page: in a before-hook.",
            )


def express_is_straight() -> None:
    """The 25 pairs, of the learner's program."""
    _express(PAIRS)


def express_is_straight_elsewhere() -> None:
    """Pairs that stand nowhere in the notebook."""
    _express(OTHERS)


def _express(pairs: Sequence[Pair]) -> None:
    with judging(EACH) as judge, Node.serve("programme.mjs") as service:
        for pair in pairs:
            got = stage.one(service.url, pair.method, pair.path)
            if not got.status:
                with judge.calling(str(pair)):
                    service.check(0.3)
            elif not pair.kept(got):
                _steady(judge, service.url, pair, got)
            _as_promised(judge, pair, got, "at programme.mjs")


def _steady(judge: Judge, url: str, pair: Pair, first: Outcome) -> None:
    """What was answered otherwise than promised is answered so again."""
    again = stage.one(url, pair.method, pair.path)
    judge.that(
        again == first,
        called=f"{pair} at programme.mjs, twice",
        got=f"{first}, then {again}",
        expected=f"{pair.promised}, each time",
        likely=causes.UNSTEADY,
    )


def _all_as_promised(judge: Judge, url: str, pairs: Sequence[Pair], where: str) -> None:
    for pair in pairs:
        _as_promised(judge, pair, stage.one(url, pair.method, pair.path), where)


def _as_promised(judge: Judge, pair: Pair, got: Outcome, where: str) -> None:
    called, likely = f"{pair} {where}", causes.why_this_outcome(pair, got)
    wanted = str(pair.promised)
    judge.that(pair.kept(got), called=called, got=str(got), expected=wanted, likely=likely)
    status = pair.promised.status
    if status >= 400 and pair.method != "HEAD" and pair.promised.page is None:
        judge.that(
            got.kind == "application/problem+json" and stage.status_in(got.body) == status,
            called=called,
            got=f"{got.kind}: {got.body[:60]!r}",
            expected=f'application/problem+json: {{"status": {status}, "title": …}}',
            likely="each refusal is a problem, whoever refuses.",
        )
    if pair.method in ("HEAD", "OPTIONS") and status < 400:
        judge.equal(got.body, b"", called=f"{called}; its body")
