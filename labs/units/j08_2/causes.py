"""What the mistakes of J08.2 look like, and what they are in words."""

from collections.abc import Callable, Sequence

from labs.judges import Likely
from labs.units.j08_2.pairs import Outcome, Pair

SHARED = (
    "what two apps share was made once: at the module, in a default value, with a blueprint, by a "
    "cache. Make it in the factory, at each call."
)
BY_NAME = "apps of one venue are two as well: keep nothing by the venue's name."
LEFT = (
    "reviews of an app made before: the shelf is the module's, a default value's, or is kept by "
    "the venue's name. Make it in the factory, at each call."
)
ONCE = "READ_ONLY was looked at when the app was made: ask app.config at each request."
OF_ANOTHER = "a name of the module holds it: ask the config of the app that serves the request."
LEAKS = "the error's own words are not for callers: error.name is the status's."
NO_ALLOW = "a new answer has lost the header: change the body of error.get_response()."
TOO_EARLY = "only writing is refused: GET, HEAD and OPTIONS go on."
BY_COUNT = "count nothing: Location is /reviews/ and the id of the review that shelf.add returned."
OF_THE_LAST = (
    "the last review of the shelf may be another caller's: answer with what shelf.add returned."
)
OWN_HOOKS = "the app's own hooks run as before: straighten adds one, and takes none away."
UNSTEADY = (
    "the same request, answered in two ways: something is kept between requests. A regex with a g "
    "behind it remembers where it stopped: leave the g out."
)
CHANGED = "a request that was refused has changed something."


def why_not_403(status: int) -> Likely:
    """Why a write of an app that is READ_ONLY was answered so."""
    return [
        (status in (200, 201, 204), "it was done: is READ_ONLY asked before each request?"),
        (
            status == 404,
            "no blueprint's hook is asked where no route fits: a before-hook of the app is, first.",
        ),
        (status == 405, "every method but GET, HEAD and OPTIONS is refused, wherever it goes."),
        (status in (400, 413, 415, 422), "the refusal comes before the body is looked at."),
        (True, "abort(403) in a before-hook of the app."),
    ]


def why_this_outcome(pair: Pair, got: Outcome) -> Likely:
    """Why a pair was answered otherwise than promised."""
    path, wanted = pair.path.partition("?")[0], pair.promised
    slash = path.endswith("/") and got.status == 404
    return [
        (_of_its_own(pair, got), OWN_ANSWER),
        (slash and wanted.status == 200, "this app has a route that ends with /, and keeps it."),
        (not got.status, "neither an answer nor next(): a handler has to do one of the two."),
        (got.status >= 500, "an error that nobody caught."),
        *((sign(pair, got), words) for sign, words in _SIGNS),
        (wanted.status == 405, "a path that is there, and a method that is not: 405, by .all."),
        (got.allow != wanted.allow, "Allow names the methods of this page, HEAD and OPTIONS."),
        (wanted.status == 404 and path.endswith("/"), "the slash at the end: the door sees it."),
        (wanted.status == 404, "what fell through meets a 404 at the end."),
    ]


OWN_ANSWER = (
    "what a page returns, and what the app's own error handlers do, stays: only an HTTPException "
    "and what nobody caught become problems."
)


def _of_its_own(pair: Pair, got: Outcome) -> bool:
    page = pair.promised.page
    return pair.promised.status >= 400 and page is not None and got.page != page


def _other_hooks(pair: Pair, got: Outcome) -> bool:
    wanted, said = pair.promised.page or {}, got.page or {}
    return "met" in wanted and "met" in said and wanted["met"] != said["met"]


def _merged(pair: Pair, got: Outcome) -> bool:
    return "/plans/a//b" in pair.path and got.status == 200


def _any_length(pair: Pair, got: Outcome) -> bool:
    wanted = pair.promised.page or {}
    long = max(wanted.get("show") or 0, wanted.get("review") or 0) > 10**9
    return long and (got.status == 404 or "title" in (got.page or {}))


def _rare_method(pair: Pair, got: Outcome) -> bool:
    return pair.method in ("TRACE", "PURGE") and pair.promised.status == 405 and got.status == 404


def _disguised(pair: Pair, got: Outcome) -> bool:
    path = pair.path.partition("?")[0].lower()
    return pair.promised.status == 404 and got.status < 400 and ("%2f" in path or "//" in path)


def _query(pair: Pair, got: Outcome) -> bool:
    return got.status == 404 and pair.promised.status == 200 and "?" in pair.path


def _twice(pair: Pair, got: Outcome) -> bool:
    return got.status == 404 and pair.promised.status == 200 and "%252F" in pair.path


def _redirected(_: Pair, got: Outcome) -> bool:
    return got.status in (301, 302, 307, 308)


def _any_number(pair: Pair, got: Outcome) -> bool:
    said, wanted = got.page or {}, pair.promised.page or {}
    return "title" in wanted and "show" in said


def _without_show(pair: Pair, got: Outcome) -> bool:
    said = got.page or {}
    wanted = pair.promised.page or {}
    return bool(said) and "show" in wanted and said.get("show") is None and "title" not in said


def _by_itself(pair: Pair, got: Outcome) -> bool:
    return pair.method == "OPTIONS" and pair.promised.status == 404 and got.status == 200


def _title_of_a_number(pair: Pair, got: Outcome) -> bool:
    return "title" in (got.page or {}) and "title" not in (pair.promised.page or {})


def _no_title(pair: Pair, got: Outcome) -> bool:
    return got.status == 404 and "title" in (pair.promised.page or {})


def _no_digits(pair: Pair, got: Outcome) -> bool:
    last = pair.path.rpartition("/")[2]
    below = "/reviews" in pair.path
    return below and not last.isdigit() and pair.promised.status == 404 and got.status < 400


def _capitals(pair: Pair, got: Outcome) -> bool:
    capital = "/Shows" in pair.path or "/Reviews" in pair.path
    return capital and got.status < 400


_SIGNS: Sequence[tuple[Callable[[Pair, Outcome], bool], str]] = (
    (_other_hooks, OWN_HOOKS),
    (_merged, "merge_slashes leaves // to a <path:…>: look at what was sent."),
    (_any_length, "a number may be of any length: + is one digit or more."),
    (_rare_method, "HTTP has more methods than these: .all takes each."),
    (_by_itself, "Express answers OPTIONS itself where a route fits that has no .all, or a slash."),
    (_without_show, "a nested router has parameters of its own: `mergeParams` is missing."),
    (_query, "look at what stands before the ? alone."),
    (_twice, "%252F is an encoded %, and then 2F: no slash was sent."),
    (_redirected, "it was redirected before anybody looked at what was sent."),
    (_disguised, "a slash in disguise: look at what was sent, in capitals or not."),
    (_capitals, "capitals are other letters: say so to the app and to each router."),
    (_any_number, "a show is digits alone, from the first to the last: param."),
    (_title_of_a_number, "`:title` fits a number as well: the route of numbers stands first."),
    (_no_title, 'what is no number goes on to the title: next("route"), in the right order.'),
    (_no_digits, "digits alone, for the review and for the show above it."),
)
