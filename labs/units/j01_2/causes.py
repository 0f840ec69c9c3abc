"""What the mistakes of J01.2 give, and what they are in words."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from labs.datasets import Quote
from labs.judges import Likely
from labs.judges.contracts.quotes import priced_right

_TEXT = "a text among numbers: + joins them, and toFixed gives a text. Keep to whole numbers."
_UNDEFINED = "undefined was computed with: `of` gives items, `in` places; or a misspelt member."
_NOT_EXPORTED = "is `export` before the function, and is its name that of the text?"


def right_fee(pence: int) -> int:
    """That of one ticket, by the rule."""
    share = int(Fraction(13, 200) * pence + Fraction(1, 2))
    return min(max(share, 60), 350) if pence else 0


def thrown(said: str) -> Likely:
    """Why a call threw."""
    return [
        ("is not a function" in said and "fees." in said, _NOT_EXPORTED),
        (re.search("Cannot (assign|add|delete)", said), "leave the cart as it is: compute anew."),
        ("Assignment to constant" in said, "`const` is set once: what changes is a `let`."),
        ("mix BigInt" in said, "a BigInt does not add up with a number: plain numbers will do."),
        ("NaN" in said, _UNDEFINED),
        ("RangeError" in said, "this total is allowed: the largest is 2^53 - 1 itself."),
        (
            "is not defined" in said,
            "nothing declares this name: const, let, an argument, or { … } of the item.",
        ),
        (True, "the line below threw it: the cart is a right one, whatever it holds."),
    ]


def why_this_fee(pence: int, got: object) -> Likely:
    """Why it is not that of the rule."""
    share, right = Fraction(13, 200) * pence, right_fee(pence)
    up = int(share + Fraction(1, 2))
    return [
        (got == "undefined", "a way out of the function has no `return`."),
        ("text" in str(got), _TEXT),
        (pence == 0, "a free ticket carries none: look at it before the bounds."),
        (
            got == right_fee(10_000) != right and up < 350,
            "`//` begins a remark in JavaScript: divide by `/`, and cut off by Math.floor.",
        ),
        (
            got == int(share) != right and share % 1 > Fraction(1, 2),
            "it is cut off: half a penny and more go up.",
        ),
        (got == up and up < 60, "the fee is at least 60."),
        (got == up and up > 350, "the fee is at most 350."),
        (isinstance(got, float), "`/` does not cut off, as // does: round to a whole number."),
        (
            isinstance(got, int) and abs(got - right) == 1,
            "a fraction lies beside the half: multiply by 65, whole, before you divide.",
        ),
        (True, "6.5 % are 65 thousandths of the price; the bounds are 60 and 350."),
    ]


def why_these_costs(cart: Quote, got: object) -> Likely:
    """Why a cart does not cost what it should."""
    known = priced_right(cart).likely
    members = got if isinstance(got, Mapping) else {}
    values = [members.get(name) for name in cart.costs]
    each = [right_fee(item.pence) for item in cart.items]
    alone = 125 if cart.tickets else 0
    return [
        (got == "undefined", "a way out of the function has no `return`."),
        (not isinstance(got, Mapping), "return an object: { tickets, fees, total }."),
        (set(members) != set(cart.costs), "the members are tickets, fees and total, no others."),
        (any("text" in str(value) for value in values), _TEXT),
        ("NaN" in values, _UNDEFINED),
        *((got == answer.json, words) for answer, words in known),
        (values[1] == sum(each) + alone, "each ticket carries its fee: multiply by quantity."),
        (
            values[1] == cart.fees + alone * (len(each) - 1),
            "the 125 are added for each item: they are the order's, once.",
        ),
        (values[2] == cart.tickets != cart.total, "total is tickets and fees."),
        (any(isinstance(value, float) for value in values), "all amounts are whole pence."),
        (True, "each ticket carries its fee, and the order 125 besides, once."),
    ]


def why_not_refused(got: Mapping[str, Any]) -> Likely:
    """Why a total that is too large did not throw a RangeError."""
    return [
        ("gave" in got, "above 2^53 - 1 numbers are rounded, silently: Number.isSafeInteger."),
        (True, "throw new RangeError(…), and nothing else."),
    ]


def why_gone(told: str) -> Likely:
    """Why a service has ended when a client did."""
    return [
        (
            "aborted" in told,
            "a body that breaks off makes `for await` throw: catch that around the loop.",
        ),
        (True, "one client's end is none of the others' business."),
    ]


def why_cut_off(body: str) -> Likely:
    """Why a client that was half-way got no answer."""
    return [
        (
            "connection" in body,
            "process.exit or closeAllConnections at once cuts off whoever is under way: "
            "close first, and cut a second later.",
        ),
        (True, "whoever was let in is still answered as ever."),
    ]


def why_this_end(code: int | None) -> Likely:
    """Why a service ended with another code than 0."""
    return [
        (
            code == -15,
            'nothing in the program hears SIGTERM: process.on("SIGTERM", () => { … }).',
        ),
        (True, "any other code says that something failed: an error, or process.exit with it."),
    ]


def of_types(told: str) -> Likely:
    """What to do about what tsc says."""
    wrong = re.search(r"// @ts-expect-error (.*)", told)
    return [
        (
            "TS2578" in told and wrong,
            f"the line below this remark compiles, and must not: {wrong[1] if wrong else ''}. "
            "A type is too wide there, any perhaps.",
        ),
        (
            "(isCart(" in told,
            "`value is Cart` says more than boolean: where it is true, the value is a Cart.",
        ),
        (
            "said.status === 200" in told,
            "the status must tell which of the two it is: 200 in the one, 422 in the other.",
        ),
        (
            "answer(sent" in told and "'unknown' is not" in told,
            "what comes from outside may be anything: answer takes a value that is unknown.",
        ),
        ("has no exported member" in told, "carts.ts exports all names that the text has."),
        ("declares" in told and "locally" in told, "is `export` before it?"),
        ("TS7006" in told or "TS7031" in told, "say of each argument what it is."),
        ("'readonly" in told, "what is read only goes into what is: readonly, on both sides."),
        ("'unknown'" in told, "value is unknown: look at it first, typeof before anything else."),
        ("TS2366" in told or "TS2678" in told, "the status of an Answer is 200 or 422."),
        (True, "compare this line with the types that the text names."),
    ]
