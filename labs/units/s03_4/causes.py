"""Why an answer to S03.4 may be as it is, in words."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from labs.judges.judge import Likely
from labs.units.s03_4.protos import ProtoError

TOGETHER = "each call has its own basket: what a call keeps stands in its function, not beside it."
WAITS = (
    "the answer to a change must come before the next change is read: yield within the loop over "
    "`requests`."
)
EACH_IS_ANSWERED = (
    "this change alters nothing, and has an answer of its own all the same: yield for each change."
)
PRICED_ONCE = (
    "a seat's price is asked for when it comes in; `away`, and a seat that is in it, ask nothing."
)
AS_IT_IS_NOW = "a price may have changed since the last call: ask price_of each time."
FOR_NOBODY = (
    "nobody waits any longer: look at context.is_active() before each price, and before the fee."
)
CHEAP_ONLY = "those of at most `most_pence`, in the order of the request, with their own prices."


def why_this_contract(has: str, wants: str) -> Likely:
    """How a field or a call differs from the text's."""
    return [
        (not has, "spelt otherwise, or in another message or service."),
        (not wants, "the text has no such thing."),
        ("stream" in wants + has, "`stream` stands before the message, in the brackets."),
        (has + "s" == wants, "`repeated` makes a list."),
        (True, "texts are `string`, whole numbers `uint32` or its like, yes or no is `bool`."),
    ]


def why_not_read(error: Exception) -> Likely:
    """Why there is no contract; what the learner's own lines raise explains itself."""
    said = str(error)
    return [
        (not isinstance(error, ProtoError), ""),
        ("Missing field number" in said, "`repeated` stands before the type, and = 1 at the end."),
        (True, "line and column say where; is a ; missing?"),
    ]


def why_reserved(numbers: AbstractSet[int], names: AbstractSet[str]) -> Likely:
    """Why other numbers and names are reserved."""
    return [
        (
            numbers >= {4, 5} and names >= {"row", "band"},
            "more is reserved than was ever used and has gone: no other change, says the text.",
        ),
        (True, "whoever adds a field next year must not get a number or name that was used."),
    ]


def why_this_code(got: str, wanted: str, raised: Sequence[str]) -> Likely:
    """Why a call ended with this code."""
    return [
        (
            any("positional argument" in each for each in raised),
            "a method of a class gets `self` first: def AddUp(self, request, context).",
        ),
        (raised, "what a handler raises reaches the caller as UNKNOWN: context.abort(code, text)."),
        (
            got in {"UNKNOWN", "INTERNAL"},
            "something was given to gRPC that it cannot send: an object of pb2, or a generator "
            "of such.",
        ),
        (
            got == "DEADLINE_EXCEEDED" and wanted == "OK",
            "a time that is no number of seconds, or a wait without an end: at most 10 s for fees.",
        ),
        (
            got == "UNIMPLEMENTED" and wanted == "OK",
            "package and service are part of a call's address: they stay as they are.",
        ),
        (
            wanted == "RESOURCE_EXHAUSTED",
            "what ask_fee raises goes on to the caller: abort with error.code(), error.details().",
        ),
        (got == "OK", "this is refused: context.abort, before anything is asked."),
        (True, "the code that the text names, by context.abort."),
    ]


def why_this_sum(got: tuple[int, int], wanted: tuple[int, int]) -> Likely:
    """Why pence or fee are others."""
    return [
        (got[0] != wanted[0], "a seat that stands there twice counts twice; sum all prices."),
        (True, "ask_fee gets the sum of the prices, and what it gives is the fee."),
    ]


ONCE = "a seat is in the basket once; `away` takes it out, if it is there; sum what is there."


def why_this_basket(fee_pence: int) -> Likely:
    """Why the sums of a basket are others."""
    return [(fee_pence, "fees stay 0 here: nobody has bought anything yet."), (True, ONCE)]


AT_MOST = 10
"""Seconds that fees may take."""


def why_this_time(seen: float, most: float) -> Likely:
    """Why fees were asked with another limit."""
    return [
        (
            seen > 1e6,
            "fees have no deadline: ask_fee gets the time that is left, and at most 10 s.",
        ),
        (
            seen > most and most < AT_MOST,
            "the caller has less than that left: min(context.time_remaining(), 10).",
        ),
        (True, "all the time that is left, and at most 10 s: min(context.time_remaining(), 10)."),
    ]


def why_this_choice(got: object, browser: str | None, apart: str | None) -> Likely:
    """Why another way was chosen."""
    return [
        (got is not None and not isinstance(got, str), "return the name of the way."),
        (got == apart, "who is no browser may take any way, also one for browsers."),
        (got == browser, "a browser cannot call that one: `in_browsers` is False."),
        (
            True,
            "p50 or p99, as the percentile says, plus bytes / bytes_per_ms; gzip's bytes only for "
            "who unzips; the least of these, the first of equals.",
        ),
    ]
