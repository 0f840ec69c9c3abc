"""Why an answer to S03.6 is likely to be wrong."""

from collections import Counter

from labs.judges import Likely
from labs.units.s03_6.limits import Policy, Taken

Hour = tuple[str, int]
"""The prefix of a key, and an hour since 1970."""

FORM = "return Taken(admitted, left, wait): true or false, and two whole numbers."
GROWS = "two numbers are enough for a bucket: more is kept with each call."
ONE_COMMAND = (
    "between two commands of one replica, those of another come in: read, decide and write in the "
    "script."
)
KEPT_HERE = "the bucket is kept in this process, where no other replica sees it: keep it in Valkey."
NOT_RENEWED = "the second call did not renew it: PEXPIRE at each call, not for a new key alone."
TIME_TO_LIVE = (
    "in the script: PEXPIRE, KEYS[1], the milliseconds in which an empty bucket fills and 60,000."
)
COUNTS_WINDOWS = (
    "the count begins anew at a window's edge, so one window's end and the next one's start pass "
    "together: keep a level that fills with time."
)


def why_this_taken(policy: Policy, got: Taken, wanted: Taken) -> Likely:
    """Causes for what was admitted rightly, and told wrongly."""
    is_of_one_second = policy.seconds > 1 and got.wait == -(-wanted.wait // policy.seconds)
    return [
        (
            is_of_one_second,
            "a token is seconds * 1000 units; a millisecond brings `limit` of them.",
        ),
        (got.left == wanted.left + 1, "`left` is counted after the token was taken."),
        (got.left < 0, "a bucket has no fewer than 0 tokens."),
        (got.left != wanted.left, "`left` is whole tokens: the level by the units of a token."),
        (
            got.wait == 0,
            "`wait` is until there is one token more than now, also where some are left.",
        ),
        (
            got.wait == wanted.wait + 1,
            "a whole number of milliseconds is missing here: take math.ceil, not floor + 1, and of "
            "whole units, not of parts of a token.",
        ),
        (
            got.wait == wanted.wait - 1,
            "round up: the client who comes a moment too early is refused again (math.ceil).",
        ),
        (
            got.wait in (-(-wanted.wait // 1_000), wanted.wait // 1_000),
            "`wait` is in milliseconds.",
        ),
        (
            got.wait == -(-policy.seconds * 1_000 // policy.limit),
            "a part of the next token is there already: level % cost.",
        ),
        (True, "`wait`: the units that are missing to the next whole token, by the limit."),
    ]


def why_these_headers(name: str, got: str | None, wanted: str) -> Likely:
    """Causes for a header of a limit that is not as it should be."""
    if got is None:
        return f"{name} stands in each answer: of a handler, of 404, 405 and 429, to any method."
    return [
        (got.replace('"', "") == wanted.replace('"', ""), "the policy's name stands in quotes."),
        (got.replace(" ", "") == wanted.replace(" ", ""), "no spaces between the parts."),
        (
            got.partition(";t=")[0] == wanted.partition(";t=")[0],
            "t is the wait in whole seconds, rounded up: ceil(wait / 1000).",
        ),
        (";w=" in wanted, "q is the policy's limit, w its seconds."),
        (True, "r is what is left, of the Taken of this very request."),
    ]


NOT_REFUSED = "it stands on a 429 alone: who was admitted need not wait."


def why_this_status(about: str, got: int, wanted: int) -> Likely:
    """Causes for a key that was let in or refused wrongly."""
    return [
        (wanted == 403 and got == 401, "it is known, and may not: 403."),
        (wanted == 401 and "ended" in about, "from its `ends` on a key is nobody's: now < ends."),
        (
            wanted == 200 and "another key" in about,
            "one key was renewed, and another of its owner's ended: WHERE prefix = ?.",
        ),
        (
            got == 401 and "renewed" in about,
            "the new key has a row of its own, and no end: the old one ends alone.",
        ),
        (
            wanted == 200 and "renewed" in about,
            "the new key has the scopes of the old one, as words.",
        ),
        (wanted == 200 and "overlap" in about, "until its `ends`, the old key works as before."),
        (wanted == 200 and "end" in about, "NULL, None in Python, is no end."),
        (wanted == 403, "the scope is one of those words, whole: scopes.split()."),
        (wanted == 200, "row_of finds its row, and its scopes are words."),
        (True, "row_of gives None for a key that nobody has."),
    ]


LOST = (
    "between reading the count and writing it, another call came in: let the statement add, "
    "calls = calls + 1."
)
NOT_COUNTED = "each call of a key that may counts, in the row of its prefix and hour, and no other."


def why_these_hours(got: Counter[Hour], wanted: Counter[Hour]) -> Likely:
    """Causes for calls that were not counted where they belong."""
    return [
        (any("." in prefix for prefix, _ in got), "a row is the prefix's: the key stands nowhere."),
        (got > wanted, "who is refused, by 401 or 403, is not counted."),
        (True, NOT_COUNTED),
    ]


TWO_RENEW = (
    "somebody renewed it between your look and your UPDATE: put the condition into the UPDATE, and "
    "RETURNING tells you whether it changed a row."
)
