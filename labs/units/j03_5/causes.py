"""What the mistakes of J03.5 look like, and what they are in words."""

from collections.abc import Mapping
from typing import Any

import jwt
import requests

from labs.judges import Likely

RAW = "the key itself is written: what is kept is the hash of it, sha256(key.encode()).hexdigest()."
PREDICTABLE = "`random` gives the same again to whoever knows its state: take `secrets`."
SHORT = "what follows the dot is secrets.token_urlsafe(32)."
FORM = "prefix = fly_ and secrets.token_hex(4); then a dot, and secrets.token_urlsafe(32)."
ALONE = "only the row with exactly this prefix is changed: WHERE prefix = ?."
MEMORY = "what another program did is not seen: ask the file at each call, and keep nothing."
ALL_OF_IT = "the hash of the whole key is compared with the one in its row; the prefix is public."
SPELLING = "a key is one text, to the letter: change nothing in what comes."
NOT_COMPARED = "the hashes are compared by compare_digest(a, b), not by == or by SQL."
CUT_SHORT = (
    "of a hash cut short, others are soon found that begin like it: keep and compare all of it."
)

OTHER_KEY = "the key is the one that keys holds at this call: keep none from the call before."
OUTLIVED = "what was good may have ended meanwhile: read it anew at each call."
AT_THE_CALL = "the hour begins when mint is called: time.time() stands in it, and in no default."

RAISES = "a text that is no token makes PyJWT raise: one `try` around all, `except jwt.PyJWTError`."

ANEW = "who somebody is, and what they may, is asked anew at each request: both may change."
ONCE = "caller = caller_of(request), and then this caller: asked again, it may say something else."
UNDER_GUARD = "the guard is a middleware of the app, and stands in front of all that is in it."
RAISED = "raised in a middleware, it is nobody's to turn into an answer: return problem(…) instead."


def why_not_owner(got: object, expected: str | None, about: str) -> Likely:
    """Why owner_of said so."""
    return [
        (expected is None and "revoked" in about, "a revoked key is nobody's, at the next call."),
        (expected is None and got is not None and "other" in about, ALL_OF_IT),
        (expected is None and got is None, ""),
        (expected is None, SPELLING),
        (got is None and "others" in about, ALONE),
        (got is None, "the hash of the key as it comes is compared with the one that was kept."),
        (True, "the owner is the one of this key's own row."),
    ]


def why_let_in(wrong: str, got: object) -> Likely:
    """Why a token with this fault was let in."""
    return [
        (not got, "of a token that is not good nothing is returned but None."),
        ("its key was changed" in wrong, OTHER_KEY),
        ("since it was read" in wrong, OUTLIVED),
        ("algorithm" in wrong or "RS256" in wrong, "algorithms=[…]: the one of the pair, alone."),
        ("another service" in wrong or "aud" in wrong, 'audience="boxoffice" has aud checked.'),
        ("no exp" in wrong, 'what is missing is not checked: options={"require": ["exp", "sub"]}.'),
        ("no sub" in wrong, 'what is missing is not checked: options={"require": ["exp", "sub"]}.'),
        ("kid" in wrong, "keys[kid] for the token's own kid, and None if it is not in keys."),
        ("ended" in wrong or "begun" in wrong, "leave exp and nbf to jwt.decode, without leeway."),
        (True, "the signature is checked with the key of keys, before a claim is believed."),
    ]


def why_error(error: Exception) -> str:
    """Why a token made it raise."""
    return RAISES if isinstance(error, jwt.PyJWTError) else ""


def why_this_status(answer: requests.Response, expected: int, error: str) -> Likely:
    """Why the guard's app answered so; `error` is what was raised."""
    got = answer.status_code
    return [
        ("HTTPException" in error, RAISED),
        (error, error),
        (
            expected == 200 and got == 403 and answer.request.method != "GET",
            "may is asked with three texts: may(caller, request.method, request.url.path).",
        ),
        (expected == 200 and got in {401, 403}, "who reads goes on, and who may write, too."),
        (expected == 401 and got == 403, "nobody is known here: 401, who are you?"),
        (expected == 403 and got == 401, "this caller is known, and may not: 403."),
        (expected in {401, 403} and got == 422, f"the body was read first: {UNDER_GUARD}"),
        (expected in {401, 403} and got in {404, 405}, f"the routes came first: {UNDER_GUARD}"),
        (expected in {401, 403}, "it went on: methods other than GET, HEAD and OPTIONS ask first."),
    ]


def raised(stderr: str) -> str:
    """What a handler raised, if one did."""
    last = stderr.rpartition("\n")[2]
    return f"your function raised {last}" if last else ""


def why_said(got: str, expected: str, error: str) -> Likely:
    """Why the page says so."""
    return [
        (error, error),
        ("cannot be reached" in got, "the answer broke off."),
        ("&" in got and ";" in got, "it goes out as it is: the page shows text as text."),
        ("says 404" in got or got == "Not Found", "is the route there, as the table writes it?"),
        ("says 4" in got, "the refusal has no `detail` that is a text."),
        ("held" in expected and got == "Choose a seat.", "no click: the seat says it is not free."),
        (
            "given back" in expected and "says 422" in got,
            'POST answers {"id": 41}, by which the page gives back: the row, not a list of rows.',
        ),
        (
            "given back" in expected,
            "who made a hold is request.state.caller, as it is: in the row, and when it is asked.",
        ),
        ("taken" in expected and "held for you" in got, "a seat that is held is 409."),
        ("taken" in expected, "the 409's detail is this text, with the seat as it was sent."),
        ("Cannot read" in got or "not" in got, 'the page wants {"seats": [...]}, and {"id": ...}.'),
    ]


def why_not(answer: requests.Response, status: int) -> Likely:
    """Why a request of the page's API was answered so."""
    got = answer.status_code
    return [
        (
            status == 204 and got == 403,
            "who made it may (its row has request.state.caller, as it is), and staff: may.",
        ),
        (status == 204 and got == 200, "status_code=204 belongs to the decorator."),
        (status == 201 and got == 200, "status_code=201 belongs to the decorator."),
        (status == 403 and got == 204, "the row's caller is compared with request.state.caller."),
        (
            status == 200 and got == 404,
            "is the route there? An evening is, if it has a row, also without seats.",
        ),
        (status == 404 and got == 200, "an evening without a row is 404, not an empty list."),
        (status == 404 and got == 204, "what is not there is 404."),
        (status in {409, 422}, "error.sqlite_errorname tells which: UNIQUE is 409, else 422."),
        (got in {404, 405}, "is this route there, with this method?"),
    ]


NEWEST = "the newest row may be somebody else's by now: the id is the one that RETURNING gives."
BY_ITS_PLACE = (
    "the seat may be another caller's by now: DELETE … WHERE id = ? touches this hold alone."
)


def why_these_seats(got: Any, wanted: Mapping[str, Any]) -> Likely:  # noqa: ANN401 - any JSON
    """Why the list of seats is another."""
    seats = got.get("seats") if isinstance(got, dict) else None
    return [
        (not isinstance(seats, list), 'an object with one member, "seats": a list.'),
        (got == wanted, "free is true or false, not 1 or 0: bool(…)."),
        (
            str(sorted(map(str, seats or ()))) == str(sorted(map(str, wanted["seats"]))),
            "in the order of their codes, as texts: ORDER BY code.",
        ),
        (True, "each seat of this evening alone; free: no hold of this evening has it."),
    ]
