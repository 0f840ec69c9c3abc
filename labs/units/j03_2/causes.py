"""What the mistakes of J03.2 look like, and what they are in words."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

import requests

from labs.judges import Likely
from labs.units.j03_2.stage import as_set
from labs.units.j03_2.tables import Route

KEPT_ELSEWHERE = (
    "something is kept beside the file (a dict, a list, a connection with an open transaction): "
    "read and write the file in each handler, and commit."
)
SHARED = "all apps share a name of the module: `database` is each one's own argument."
AT_ONCE = (
    "each handler opens a connection of its own, and the table's UNIQUE decides: INSERT, and "
    "catch sqlite3.IntegrityError."
)
LOOKS = (
    "between a look and the INSERT there is time for another caller: INSERT, and read the error."
)

NEWEST = (
    "the newest row may be another caller's by now: RETURNING * gives that of this very INSERT."
)
LOOKS_AND_DELETES = (
    "between a look and the DELETE there is time for another caller: DELETE … RETURNING * tells "
    "whether a row went."
)


def raised(stderr: str) -> str:
    """What a handler raised, if one did."""
    last = stderr.rpartition("\n")[2]
    return f"your handler raised {last}" if last else ""


def listed_first(path: str) -> str:
    """Why an address of the table is answered by another of its paths."""
    return f"this address fits {path} as well, which is listed first: keep the table's order."


def why_this_status(answer: requests.Response, *, handled: bool) -> Likely:
    """Why one method of one address has this status; `handled`: its table has a handler for it."""
    method, status = answer.request.method, answer.status_code
    return [
        (status == 404, "nobody has this address: each one of the table gets all seven methods."),
        (
            handled and method == "HEAD",
            'HEAD is answered by the handler of GET: methods=["GET", "HEAD"].',
        ),
        (
            handled,
            "its handler was not reached: is it added, with this method, before what refuses the "
            "rest, and before the next address?",
        ),
        (method == "OPTIONS" and status == 200, "OPTIONS has nothing to say but Allow: 204."),
        (
            method == "OPTIONS" and status == 405,
            "OPTIONS is a method like others: it has an answer 204.",
        ),
        (
            status != 405,
            "this method is not in the table here; the address fits a later pattern, too, whose "
            "handler was asked: add all seven methods of one address before the next.",
        ),
        (True, "METHODS without those that are allowed answer 405."),
    ]


def why_this_allow(
    answer: requests.Response, wanted: set[str], others: Sequence[set[str]]
) -> Likely:
    """Why its header Allow does not name what is wanted."""
    got = as_set(answer.headers.get("allow"))
    return [
        (not got, "the header Allow is missing."),
        (
            "Method Not Allowed" in answer.text,
            "it is FastAPI's own answer, with the methods of the first route alone: add a route "
            "for those that are refused.",
        ),
        (
            others[-1:] == [got] and got != wanted,
            "it is another address's: a function that was made in a loop reads the loop's names "
            "when it is called.",
        ),
        ("OPTIONS" not in got, "OPTIONS is allowed, too."),
        ("HEAD" in wanted - got, "HEAD is allowed wherever GET is."),
        ("HEAD" in got - wanted, "HEAD is allowed only where GET is."),
        (
            wanted - got,
            f"{', '.join(sorted(wanted - got))} is missing: this table has it at this address. Is "
            "something kept from an earlier call, or left out?",
        ),
        (True, f"{', '.join(sorted(got - wanted))} is refused here, and so not allowed."),
    ]


def why_this_route(
    got: object, expected: Route | None, target: str, patterns: Sequence[str]
) -> Likely:
    """From the most to the least specific."""
    pattern, values = got if isinstance(got, tuple) and len(got) == 2 else (None, {})
    values = values if isinstance(values, Mapping) else {}
    path = target.partition("?")[0]
    decoded = unquote(path)
    return [
        (got is not None and pattern is None, "it returns (pattern, values), or None."),
        (
            expected is None and path.endswith("/"),
            "an empty segment fits no parameter: a slash at the end makes another address.",
        ),
        (expected is None and "//" in path, "an empty segment fits no parameter."),
        (expected is None, "no pattern fits: the number of segments, or {…:int}, is other."),
        (
            got is None and decoded.count("/") > path.count("/"),
            "%2F is no separator: split at the slashes first, then decode each segment.",
        ),
        (
            "?" in target and (got is None or "?" in str(values)),
            "what follows the first ? is the query: cut it off first.",
        ),
        (got is None, "a pattern fits here: compare it segment by segment."),
        (
            expected is not None and pattern == expected.pattern,
            _why_these_values(values, expected, path),
        ),
        (
            ":int" in str(pattern) and not re.search(r"/[0-9]+(/|\Z)", decoded),
            '{…:int} takes one digit or more, 0 to 9, alone: no sign, and no "²".',
        ),
        (
            str(pattern).count("/") != path.count("/"),
            "this pattern has another number of segments than the path.",
        ),
        (
            not _statics(str(pattern)) <= set(decoded.split("/")),
            "a static segment fits one that is equal, capitals included.",
        ),
        (
            expected is not None and _overlooked(str(pattern), expected.pattern, path) == "%",
            "each segment is decoded before it is compared, with a static part as well: %6D is m.",
        ),
        (
            expected is not None and _overlooked(str(pattern), expected.pattern, path) == "0",
            "{…:int} takes any digits, also with zeros in front: 007 is the number 7.",
        ),
        (
            expected is not None and _order(str(pattern), expected.pattern),
            "both fit: at the first segment where they differ, static goes before {…:int}, and "
            "that before {…}, whatever comes after it and in whatever order they are listed.",
        ),
        (True, "this pattern does not fit the target, or one listed earlier is its equal."),
    ]


def _statics(pattern: str) -> set[str]:
    return {part for part in pattern.split("/") if "{" not in part}


def _overlooked(got: str, expected: str, path: str) -> str:
    """What the segment begins with at which these two patterns differ first."""
    parts = zip(got.split("/"), expected.split("/"), path.split("/"), strict=False)
    segment = next((segment for one, other, segment in parts if one != other), "")
    return segment[:1] if len(segment) > 1 else ""


def _order(one: str, other: str) -> bool:
    """Whether two patterns of one length differ in kind."""

    def kinds(pattern: str) -> list[str]:
        parts = pattern.split("/")
        return ["{:int}" if ":" in each else "{}" if "{" in each else each for each in parts]

    return one.count("/") == other.count("/") and kinds(one) != kinds(other)


def _why_these_values(values: Mapping[str, object], expected: Route | None, path: str) -> str:
    wanted = expected.values if expected else {}
    if values.keys() != wanted.keys():
        return "the names are those between the braces, without :int."
    if any(type(values[name]) is not type(wanted[name]) for name in wanted):
        return "{…:int} gives an int, {…} a text."
    if "%" in path:
        return "each segment is decoded once, by unquote, after the path was split."
    return "the value is the segment that stands at the parameter's place."
