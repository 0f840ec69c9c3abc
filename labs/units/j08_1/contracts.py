"""What J08.1 asks of a review service besides the contract of all frameworks."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from labs.judges.contracts.reviews import (
    JSON,
    LARGEST,
    LONGEST,
    PROBLEM,
    problem,
    read,
    written,
)
from labs.judges.wire import (
    ANYTHING,
    Answer,
    Contract,
    Exchange,
    Includes,
    Kept,
    Request,
    get,
    post,
)

MASK = "🎭"
REVIEWS = "/shows/1/reviews"
SECRETS = ("ECONNREFUSED", "10.0.0.7", "box_office", ".mjs", "node_modules")
"""What a store's error says, and where it came from."""

_TYPE = "ask for the type before you judge the body: express.json leaves this one alone."
_UTF8 = {"Content-Type": "application/json; charset=utf-8"}


def _of(app: str, exchange: Exchange) -> Exchange:
    """The same, asked of the app of this name."""
    request = exchange.request
    return replace(exchange, request=replace(request, headers={**request.headers, "X-App": app}))


# --- two apps ---------------------------------------------------------------------------------

_MIXED = "what one app keeps is found in another: keep nothing beside makeApp."


_STALE = "a store may have other users, too: ask it each time, and keep nothing of it beside it."
_BEATEN = "what `remove` says, counts: two may find a review at once, and only one takes it away."


def _list(app: str, *reviews: tuple[int, int, str], likely: str = _MIXED) -> Exchange:
    found = [{"id": n, "show": 3, "stars": stars, "text": text} for n, stars, text in reviews]
    exchange = read(f"the reviews of the {app} app", "/shows/3/reviews", *found)
    return _of(app, replace(exchange, likely=[*exchange.likely, (Answer(200), likely)]))


def _gone(about: str, request: Request, likely: str) -> Exchange:
    signs = [(Answer(200), likely), (Answer(204), likely), (Answer(500), likely)]
    return Exchange(about, request, problem(404), signs)


_DELETE = Request("DELETE", "/reviews/1")

SIDE_BY_SIDE = Contract(
    "apps side by side",
    [
        _of("first", written(3, 4, "Of the first")),
        _list("second"),
        _of("second", written(3, 2, "Of the second")),
        _of("first", written(3, 1, "Of the first, too")),
        _list("first", (2, 1, "Of the first, too"), (1, 4, "Of the first")),
        _list("second", (1, 2, "Of the second")),
        _of("second", Exchange("it goes", _DELETE, Answer(204, body=""))),
        _list("second"),
        _list("first", (2, 1, "Of the first, too"), (1, 4, "Of the first")),
        _of("first", Exchange("one of its reviews", get("/reviews/1"), Answer(200))),
        _of("first/too", Exchange("by another app of its store", _DELETE, Answer(204, body=""))),
        _list("first", (2, 1, "Of the first, too"), likely=_STALE),
        _of("first", _gone("what another app took away", get("/reviews/1"), _STALE)),
        _of("beaten", written(2, 3, "Mine")),
        _of("beaten", _gone("somebody else took it away just before", _DELETE, _BEATEN)),
    ],
)

# --- bodies and paths -------------------------------------------------------------------------

_CRASHED = (Answer(500), "an error that nobody caught, and that is the caller's.")
_STRICT = "strict: false is missing: express.json takes objects and lists alone without it."
_BYTES = "10,000 bytes are taken, and one more is not: limit: 10_000."
_SPACE = "a text is kept as it is sent, and a space is a character."
_LENGTH = "characters are counted as JavaScript counts them, in halves: use [...text].length."


def _sent(about: str, body: str | bytes, answer: Answer, *likely: tuple[Answer, str]) -> Exchange:
    sent = body.encode() if isinstance(body, str) else body
    request = Request("POST", REVIEWS, body=sent, headers=JSON)
    return Exchange(about, request, answer, [*likely, _CRASHED])


def _sized(size: int) -> bytes:
    """A right review, in so many bytes."""
    body = json.dumps({"stars": 3, "text": "Long."}).encode()
    return b" " * (size - len(body)) + body


def _text(text: str) -> str:
    return json.dumps({"stars": 3, "text": text}, ensure_ascii=False)


def _unread(method: str, path: str, status: int) -> Exchange:
    sent = Request(method, path, body=b'{"stars": 5, ', headers=JSON)
    likely = "only the POST to a show that is there reads a body: express.json stands before more."
    return Exchange("a body that nobody asked for", sent, problem(status), [(Answer(400), likely)])


_TAKEN = Answer(201, Includes({"show": 1, "stars": 3}), JSON)

BODIES = Contract(
    "bodies",
    [
        *(
            _sent("JSON that is no object", body, problem(422), (Answer(400), _STRICT))
            for body in ("null", '"Again!"', "7", "true")
        ),
        _sent("10,000 bytes", _sized(LARGEST), _TAKEN, (Answer(413), _BYTES)),
        _sent("10,001 bytes", _sized(LARGEST + 1), problem(413), (Answer(201), _BYTES)),
        _sent("the longest text", _text("a" * LONGEST), _TAKEN),
        _sent("500 masks", _text(MASK * LONGEST), _TAKEN, (Answer(422), _LENGTH)),
        _sent("501 masks", _text(MASK * (LONGEST + 1)), problem(422)),
        _sent("a text of one letter", _text("!"), _TAKEN),
        _sent("a text of one space", _text(" "), _TAKEN, (Answer(422), _SPACE)),
        _sent(
            "a text with blanks around",
            _text(" Again! "),
            Answer(201, Includes({"text": " Again! "}), JSON),
            (Answer(201), "a text is kept as it is sent."),
        ),
        _sent(
            "other members",
            json.dumps({"id": 77, "show": 2, "stars": 3, "text": "Mine", "by": "Ada"}),
            Answer(201, {"id": ANYTHING, "show": 1, "stars": 3, "text": "Mine"}, JSON),
            (Answer(201), "take stars and text alone, and the show of the path."),
        ),
        Exchange(
            "JSON that says that it is text",
            Request("POST", REVIEWS, body=_sized(40), headers={"Content-Type": "text/plain"}),
            problem(415),
            [(Answer(201), "the type is not looked at."), (Answer(422), _TYPE), _CRASHED],
        ),
        Exchange(
            "JSON that names its alphabet",
            Request("POST", REVIEWS, body=_sized(40), headers=_UTF8),
            _TAKEN,
            [(Answer(415), "the type may have parameters: request.is looks at it alone.")],
        ),
        _unread("PUT", "/healthz", 405),
        _unread("PUT", REVIEWS, 405),
        _unread("POST", "/nowhere", 404),
        _unread("POST", "/shows/9/reviews", 404),
    ],
)

_ALIKE = "strict: true and caseSensitive: true are missing: this is another path."
_NUMBER = 'a show is compared to the letter: "01" is not "1".'
_UNKNOWN = "there are shows 1, 2 and 3: another is 404, for all methods."
_LEFT = "methods are many (`http.METHODS` lists them): `.all` takes whatever is left."
_NONE = "`?stars=` asks for stars that no review has; only `undefined` means that nobody asked."


def _not_there(path: str, likely: str, method: str = "GET") -> Exchange:
    about = "a path that looks alike"
    signs = [(Answer(200), likely), (Answer(405), likely), (Answer(204), likely), _CRASHED]
    return Exchange(about, Request(method, path), problem(404), signs)


def _allows(method: str, path: str, *taken: str) -> Exchange:
    named = "".join(rf"(?=.*\b{name}\b)" for name in taken)
    one = "|".join([*taken, "HEAD", "OPTIONS"])
    headers: dict[str, str | re.Pattern[str]] = {
        **PROBLEM,
        "Allow": re.compile(rf"{named}({one})(, *({one}))*"),
    }
    answer = replace(problem(405), headers=headers)
    return Exchange("what is not taken here", Request(method, path), answer, [(Answer(404), _LEFT)])


PATHS = Contract(
    "paths",
    [
        written(1, 5, "Aoife sang.", keep="kept"),
        _not_there("/healthz/", _ALIKE),
        _not_there("/Healthz", _ALIKE),
        _not_there("/Shows/1/reviews", _ALIKE),
        _not_there("/shows/01/reviews", _NUMBER),
        _not_there("/shows/1.0/reviews", _NUMBER),
        _not_there("/shows/0/reviews", _NUMBER),
        _not_there("/shows/4/reviews", _UNKNOWN, "PUT"),
        _not_there("/reviews/{kept}/", _ALIKE),
        _not_there("/reviews/{kept}/", _ALIKE, "DELETE"),
        _not_there("/reviews/0{kept}", "ids are taken as the path has them, as text."),
        _not_there("/reviews", "a path is compared whole."),
        _not_there("/", "a path is compared whole."),
        _not_there("/reviews", "a path is compared whole.", "POST"),
        Exchange(
            "a show with a query that says nothing here",
            get("/shows/1/reviews?by=Ada"),
            Answer(200, [{"id": Kept("kept"), "show": 1, "stars": 5, "text": "Aoife sang."}]),
        ),
        Exchange(
            "no stars at all", get(f"{REVIEWS}?stars="), Answer(200, []), [(Answer(200), _NONE)]
        ),
        Exchange("its head alone", Request("HEAD", REVIEWS), Answer(200, headers=JSON)),
        _allows("POST", "/healthz", "GET"),
        _allows("PROPFIND", "/healthz", "GET"),
        _allows("DELETE", REVIEWS, "GET", "POST"),
        _allows("LOCK", REVIEWS, "GET", "POST"),
        _allows("POST", "/reviews/{kept}", "GET", "DELETE"),
        _allows("PROPFIND", "/reviews/{kept}", "GET", "DELETE"),
        Exchange("it is still there", get("/reviews/{kept}"), Answer(200)),
    ],
)

# --- a store that fails -----------------------------------------------------------------------

ASKED: Sequence[tuple[str, Request]] = (
    ("of", get("/shows/2/reviews")),
    ("find", get("/reviews/1")),
    ("remove", _DELETE),
    ("add", post(REVIEWS, {"stars": 5, "text": "Again!"})),
)
"""A function of the store, and what calls it."""

UNHEARD = (
    "nobody hears of a promise that is rejected: `await` it in the handler, or return it, and its "
    "error goes to the error layer."
)


def failing(way: str) -> Contract:
    """Each of its functions fails in this way; then another app is asked for a healthy answer."""
    steps = [
        _of(way, Exchange(f"`{name}` of its store {way}", request, problem(500), _FAILED))
        for name, request in ASKED
    ]
    alive = Exchange("it lives on", get("/healthz"), Answer(200, {"status": "ok"}, JSON))
    return Contract("a store that fails", [*steps, _of(way, alive), alive])


_FAILED = [
    (Answer(404), "that the store fails is not that there is no such review."),
    (Answer(204), UNHEARD),
    (Answer(500), "it comes from Express's last resort: an error layer has four parameters."),
]
