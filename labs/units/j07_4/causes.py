"""What the mistakes of J07.4 look like, and what they are in words."""

from collections.abc import Mapping, Sequence

from labs.judges import Likely
from labs.judges.pages import Answer, Ask, Outcome
from labs.units.j07_4.messages import Exchange
from labs.units.j07_4.traffic import Tapped

MISSING = (
    "one is missing: what is sent after an answer begins a new request, whatever its first piece "
    "holds; the method's name may be cut, too."
)
UNANSWERED = "a request that was never answered is one, too: its status is None."
KEPT = (
    "the same log, told once more, gives another result: something is kept from call to call. "
    "Begin with empty collections inside of the function."
)


def why_it_raised(error: Exception) -> Likely:
    """Why a log cannot be read."""
    return [
        (
            isinstance(error, UnicodeDecodeError),
            "a body may hold any bytes, an image's as well: decode the first line alone, or by "
            "latin-1, which takes all bytes.",
        ),
        (
            True,
            "a message may come in several pieces, head and body apart, and a first line in two: "
            "put all of a turn together, and read it then. Is a `return` missing?",
        ),
    ]


def why_this_exchange(got: object, right: Exchange, told: Sequence[object], case: Tapped) -> Likely:
    """Why it is not the exchange that stands here in the log."""
    if not isinstance(got, tuple) or len(got) != 4:
        return "each is Exchange(server, method, path, status)."
    _, method, path, status = got
    same = got[:3] == right[:3]
    paths = {one.path.partition("?")[0] for one in case.right}
    invented = [one for one in told if str(list(one)[2]).partition("?")[0] not in paths]  # type: ignore[call-overload]
    return [
        (same and isinstance(status, str), "a status is a number: int(...)."),
        (same and status is not None and right.status is None, "there was no answer: None."),
        (
            invented,
            "no such request was made: a piece is not always a whole message, and a body may look "
            "like a request.",
        ),
        (
            same and status is None,
            "its answer is in the log: in a later piece of the same connection.",
        ),
        (
            same,
            "an answer belongs to the last request of the same connection, and its status is in "
            "the first line: what stands in a body is no answer.",
        ),
        (
            (method, path.partition("?")[0]) == (right.method, right.path.partition("?")[0]),
            "the path is all that stands between the method and HTTP/1.1 in the first line.",
        ),
        (right.status is None and right not in told and case.whole, UNANSWERED),
        (right not in told, MISSING),
        (
            got in case.right,
            "it was made, but not here: the order is that of the requests' first bytes.",
        ),
        (True, "go through the log piece by piece, and keep apart what is of each connection."),
    ]


def why_so_many(count: int, case: Tapped) -> Likely:
    """Why it is not the right number of exchanges."""
    connections = {piece.connection for piece in case.log}
    unanswered = sum(one.status is None for one in case.right)
    return [
        (count == len(connections), "a connection carries one request after another."),
        (count == len(case.right) - unanswered and case.whole, UNANSWERED),
        (count < len(case.right) and not case.whole, MISSING),
        (
            count > len(case.right),
            "a message may come in several pieces: a new request begins when something is sent "
            "after an answer, or as the first on its connection.",
        ),
        (True, "each request of each connection is one exchange."),
    ]


def strangers(allowed: set[str]) -> Sequence[str]:
    """Origins that are not these, some of them by a letter."""
    one = min(allowed, default="http://flytower.test")
    scheme, _, host = one.partition("://")
    other = {"http": "https", "https": "http"}[scheme]
    return [
        "http://evil.test",
        f"{one}.evil.test",
        f"{scheme}://evil-{host}",
        f"{other}://{host}",
        f"{scheme}://{host.title()}",
        f"{one}:8080",
        one[:-1],
        f"{one}/",
        "null",
    ]


def shown(ask: Ask) -> str:
    """The request in short."""
    said = ", ".join(f"{name}: {value}" for name, value in ask.headers.items())
    return f"{ask.method} ({said})" if said else ask.method


def headers(answer: Answer | None) -> Mapping[str, str]:
    """By their names in small letters; what several lines say is joined, as HTTP has it."""
    told: dict[str, str] = {}
    for name, text in answer.headers.items() if answer else ():
        told[name.lower()] = ", ".join(filter(None, [told.get(name.lower()), text]))
    return told


def missing(wanted: str, said: str) -> list[str]:
    """What of one list with commas is not in another, whatever the size of the letters."""
    listed = {item.strip().lower() for item in said.split(",")}
    return [item.strip() for item in wanted.split(",") if item.strip().lower() not in listed]


def cors_headers(answer: Answer | None) -> Mapping[str, str]:
    """Those that begin with Access-Control-."""
    named = headers(answer).items()
    return {name: text for name, text in named if name.startswith("access-control-")}


def cors_in(answer: Answer | None) -> str:
    """What an answer says of who may."""
    said = "; ".join(f"{name.title()}: {text}" for name, text in cors_headers(answer).items())
    return f"{answer.status if answer else 'no answer'}, {said or 'no Access-Control-…'}"


def why_not_readable(outcome: Outcome, page: str) -> Likely:
    """Why a page of ours may not read an answer."""
    said = cors_headers(outcome.answer)
    origin = said.get("access-control-allow-origin")
    status = outcome.answer.status if outcome.answer else 0
    return [
        (origin == "*", "* does not do where cookies go along: say the page's own origin."),
        (
            origin is None and status >= 400,
            "the page must read errors as well, or it cannot show them.",
        ),
        (origin is None, f"Access-Control-Allow-Origin: {page} is missing."),
        (
            origin != page,
            "one origin, just as the request's Origin says it: no list, and no slash.",
        ),
        (
            "access-control-allow-credentials" in said,
            "Access-Control-Allow-Credentials: true, in small letters.",
        ),
        (True, "the page asks with cookies: Access-Control-Allow-Credentials: true."),
    ]


def why_so_often(times: int) -> Sequence[tuple[object, str]]:
    """Why the API was not asked once."""
    return [
        (times == 0, "it is the browser that blocks: the API answers all callers."),
        (True, "each `api(request)` asks again: call it once, and keep the answer in a name."),
    ]


def why_these_headers(name: str, value: str, said: str) -> Likely:
    """Why what the API said is not all there, or Vary is not; `said` is what stands there."""
    return [
        (
            name == "vary" and value == "Origin" and "origin" in said.lower(),
            f"{said} is the name of another header, which only looks like Origin: add Origin.",
        ),
        (
            name == "vary" and value == "Origin",
            "the answer differs by who asks, also where it says nothing: without Vary: Origin a "
            "cache gives one page's answer to another.",
        ),
        (name == "vary", "the API's Vary stays, with Origin added after a comma."),
        (True, "what the API says stays."),
    ]


def why_sent(outcome: Outcome, reached: list[str], *, may: bool) -> Likely:
    """Why a preflight has let the wrong thing happen."""
    said = cors_headers(outcome.preflight)
    return [
        ("OPTIONS" in reached, "a preflight is answered here; the API is not asked."),
        (len(reached) > 1, why_so_often(len(reached))[-1][1]),
        (
            may and "access-control-allow-origin" not in said,
            "the preflight's answer needs Access-Control-Allow-Origin and -Credentials as well.",
        ),
        (may, f"{outcome.blocked}."),
        (
            "x-admin" in said.get("access-control-allow-headers", "").lower()
            or "PUT" in said.get("access-control-allow-methods", ""),
            "what the preflight asks for is no list of what is allowed: say GET, POST, DELETE and "
            "Content-Type, whatever is asked.",
        ),
        ("*" in said.values(), "* is no list of what is allowed."),
        (True, "this page, or this request, is not allowed."),
    ]


def why_this_preflight(
    seen: Mapping[str, object], wanted: Mapping[str, object], *, ours: bool, usual: bool
) -> Likely:
    """Why a preflight's answer is not full; one that is not `usual` asks for what nobody may."""
    begins = "missing in access-control-"
    return [
        (
            seen["status"] != wanted["status"] and not ours,
            "204 to everybody: whom no header lets in, the browser stops.",
        ),
        (
            not usual,
            "always this answer, whatever is asked for: the browser compares, and sends nothing.",
        ),
        (seen["status"] != wanted["status"], "its status is 204: it is fine, and has no body."),
        (seen["body"] != wanted["body"], "a 204 has no body."),
        (seen["missing in vary"], "Vary: Origin stands on every answer, the preflight's as well."),
        (seen.get(f"{begins}max-age"), "Access-Control-Max-Age: 600."),
        (
            seen.get(f"{begins}allow-methods"),
            "Access-Control-Allow-Methods lists all that pages may send.",
        ),
        (True, "Access-Control-Allow-Headers: Content-Type, always."),
    ]


def why_said(answer: Answer | None, page: str, allowed: set[str]) -> Likely:
    """Why a stranger is told who may."""
    origin = cors_headers(answer).get("access-control-allow-origin")
    return [
        (origin == "*", "* is everybody."),
        (origin is None, "to others say nothing at all: no Access-Control-… header."),
        (
            origin != page,
            f"{origin} does not ask here: is it kept from another call, or taken from allowed?",
        ),
        (not allowed, "allowed is empty: no page is one of ours."),
        (
            True,
            "this origin is not in allowed: compare the whole text, `origin in allowed`; what only "
            "begins, ends or looks like it is somebody else's.",
        ),
    ]
