"""What the mistakes of S01.5 look like, and what they are in words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from labs.judges import Likely
from labs.units.s01_5 import stage
from labs.units.s01_5.given import LOCKED, SHAPE, STATE, UNKNOWN, Line, Move
from labs.units.s01_5.typed import Complaint

Said = Mapping[str, Any]


def in_json(one: Said) -> str:
    """What a program gave, or threw."""
    if "threw" in one:
        return " ".join([one["threw"], one.get("message", ""), one.get("place", "")]).strip()
    return json.dumps(one.get("gave"), ensure_ascii=False)


def of_types(told: str) -> Likely:
    """What to do when an answer does not compile by itself."""
    return [
        (
            "is 'readonly'" in told,
            "what is read only goes into what is: `readonly string[]`, on both sides.",
        ),
        (
            "type 'never'" in told,
            "a state is left over that has no `case`.",
        ),
        ("TS7006" in told or "TS7031" in told, "say of each argument what it is."),
        (True, "begin with this complaint: tsc has placed it in your line."),
    ]


def of_a_line(line: Line, said: Complaint | None) -> Likely:
    """Why tsc accepts a wrong line, refuses a right one, or refuses one for another reason."""
    if said and line.errors:
        return (
            "it is refused for another reason than its state: compare names, and the order of "
            "the arguments, with the text."
        )
    return _of_a_right_line(line, said) if said else _of_a_wrong_line(line)


def _of_a_right_line(line: Line, said: Complaint) -> Likely:
    return [
        (
            "not assignable to type 'never'" in said.text,
            "two states are told apart by nothing: each has a `state` of its own, as a literal "
            'such as "held".',
        ),
        (
            "refund(" in line.code and said.code in STATE,
            "what is paid and what is ticketed can both be refunded: `Paid | Ticketed`.",
        ),
        (
            "'{ state: string;" in said.text,
            "the result of a move has a type, too: say which after the brackets, as `: Paid`.",
        ),
        (
            said.code in SHAPE and "is missing" in said.text,
            "a member is asked for that this state has not.",
        ),
        (
            "is 'readonly'" in said.text or "'readonly string[]'" in said.text,
            "what is read only goes into what is: `readonly string[]`, on both sides.",
        ),
        (
            said.code in UNKNOWN,
            "members that all states have are in each of them; the others are there once `state` "
            "has told which it is.",
        ),
        (True, "compare with the table: its states, its members, its moves."),
    ]


def _of_a_wrong_line(line: Line) -> Likely:
    return [
        (
            line.errors == LOCKED,
            "nothing of an order can be set: `readonly` before the member, and before the list.",
        ),
        (".push(" in line.code, "a list is read only, too: `readonly string[]`."),
        (
            line.errors == SHAPE,
            "the type is too wide: `state` is a literal, not a string, and no member is optional, "
            "or `any`.",
        ),
        ("(order" in line.code, "an Order may be in any state. Say which states this move takes."),
        (
            line.errors == UNKNOWN,
            "this member belongs to some states alone; the others must not have it, nor offer it "
            "as optional.",
        ),
        (
            line.errors == STATE,
            "this move takes too many states: its argument is the type of the state that it leads "
            "away from, and its result that of the state it leads to.",
        ),
        (True, "is something `any`, or `as`?"),
    ]


def of_a_move(move: Move, one: Said) -> Likely:
    """Why an order that was made is not the right one."""
    gave = one.get("gave")
    members = set(gave) if isinstance(gave, dict) else set()
    more, fewer = members - set(move.becomes), set(move.becomes) - members
    return [
        ("threw" in one, "no legal move throws."),
        (gave is None, "a `return` is missing."),
        (
            more,
            f"{', '.join(sorted(more))}: `...order` copies all members, those of the old state, "
            "too. The compiler does not see that; write down what the new state has.",
        ),
        (fewer, f"{', '.join(sorted(fewer))} is missing: is `as` in the program?"),
        (
            isinstance(gave, dict) and gave.get("state") != move.becomes["state"],
            "`...order` after the state sets the old one again, or it is another word.",
        ),
        (True, "compare the members: id and seats are those of the order, the rest is given."),
    ]


def of_a_payout(payout: Mapping[str, object], one: Said) -> Likely:
    """Why the pence that were booked are wrong."""
    pence = {"due": "nothing has left yet", "sent": "pence and fee", "returned": "the fee alone"}
    state = str(payout["state"])
    return [
        ("threw" in one, f"{state} is a state as any other: {pence[state]}."),
        (one.get("gave") is None, "a `return` is missing."),
        (True, f"{state}: {pence[state]}."),
    ]


def of_the_unforeseen(payout: Mapping[str, object]) -> Likely:
    """Why a payout in a state that no type has brings no RangeError."""
    return [
        (
            payout["state"] == "constructor",
            "each object has a `constructor`, a table, too: ask Object.hasOwn(table, state).",
        ),
        (
            True,
            "throw in the branch that never comes, before anything else is looked at: "
            "new RangeError(`no such payout: ${JSON.stringify(payout)}`).",
        ),
    ]


def of_a_page(page: object, performance: int, visitor: str, *, empty: bool) -> Likely:
    """Why a page is not the right one; `empty` if its map is an empty text."""
    text = page if isinstance(page, str) else ""
    drawn = stage.page(performance, "").partition("\n")[2]
    return [
        (page is None, "a `return` is missing."),
        (not isinstance(page, str), "a page is a text: is an `await` missing?"),
        (text == drawn, "the greeting comes first, on a line of its own."),
        (
            text.startswith("Hello, ") and not text.startswith(f"Hello, {visitor}\n"),
            "this is the greeting of another visitor: the map is kept, not the page.",
        ),
        (
            empty and text.endswith(drawn),
            "another SeatMaps has drawn this map: what is kept belongs to each, so make it in "
            "__init__.",
        ),
        ("<Future" in text or "<coroutine" in text, "an `await` is missing."),
        (drawn in text, "greeting, line break, map, and nothing else."),
        (text.startswith(f"Hello, {visitor}\n"), "this is the map of another performance."),
        (True, 'f"Hello, {visitor}\\n{drawn}".'),
    ]


def of_maps_held(alive: int, most: int, performances: int) -> Likely:
    """Why so many maps are held."""
    return [
        (alive > performances, "each visitor has a copy: leave the visitor out of the key."),
        (alive == most + 1, "one too many: is room made before there is one more?"),
        (
            alive >= performances,
            "nothing leaves, or not when many come at once: look how many are kept after the "
            "`await`, when yours is in, and drop the one that was unused longest.",
        ),
        (
            True,
            "when many come at once, each must make room for its own: look after the `await`.",
        ),
    ]


def of_draws(drawn: Sequence[int], walk: Sequence[int], draws: Sequence[int], most: int) -> Likely:
    """Why these maps were drawn."""
    return [
        (list(drawn) == list(walk), "each visit draws anew: nothing is found again."),
        (
            list(drawn) == list(_drawn_by_age(walk, most)),
            "the oldest leaves, though it was just used: put it at the end each time it is used.",
        ),
        (
            drawn.count(4) > draws.count(4),
            "an empty map is a map: ask whether the key is there, not whether the value is true.",
        ),
        (
            len(drawn) > len(draws),
            "fewer than `most` are kept, or the one that leaves is not the one unused longest.",
        ),
        (True, "more than `most` are kept."),
    ]


def _drawn_by_age(walk: Sequence[int], most: int) -> list[int]:
    kept: list[int] = []
    drawn = []
    for performance in walk:
        if performance not in kept:
            drawn.append(performance)
            kept = [*kept, performance][-most:]
    return drawn
