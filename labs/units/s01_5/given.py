"""What is put to programs in TypeScript: lines that must or must not compile, and moves."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from labs.languages import programs

Order = dict[str, Any]

STATE = frozenset({"TS2345", "TS2739", "TS2741", "TS2769"})
"""An argument of another type, which lacks members perhaps, or of none that a function takes."""
LOCKED = frozenset({"TS2540", "TS2542"})
"""A member, or an element of a list, that is read only."""
UNKNOWN = frozenset({"TS2339", "TS2551"})
"""No such member, or not in all of the states that are possible here."""
SHAPE = frozenset({"TS2322", "TS2353", "TS2561", "TS2739", "TS2740", "TS2741", "TS2820"})
"""A value that is none of the states."""


class Line(NamedTuple):
    """A line that somebody might write, and the errors of which it must have one, if any."""

    code: str
    errors: frozenset[str] = frozenset()


OPENING = """
import {
  expire, issue, pay, refund,
  type Expired, type Held, type Order, type Paid, type Refunded, type Ticketed,
} from "./orders.ts";

declare const held: Held, paid: Paid, ticketed: Ticketed, refunded: Refunded, expired: Expired;
declare const order: Order;
"""

MEMBERS = {
    "held": {"until"},
    "paid": {"payment"},
    "ticketed": {"payment", "tickets"},
    "refunded": {"payment", "refund"},
    "expired": set[str](),
}
"""The members of each state, besides those that all have."""

_ALL = {"state", "id", "seats"}
_OWN = set[str]().union(*MEMBERS.values())

RIGHT = (
    Line("const first: Paid = pay(held, 'p1');"),
    Line("const second: Ticketed = issue(paid, ['t1', 't2']);"),
    Line("const third: Refunded = refund(paid, 900);"),
    Line("const fourth: Expired = expire(held);"),
    Line("const all: Order[] = [held, paid, ticketed, refunded, expired];"),
)

LINES = (
    *RIGHT,
    Line("issue(held, ['t1']);", STATE),
    Line("pay(paid, 'p2');", STATE),
    Line("refund(held, 900);", STATE),
    Line("expire(paid);", STATE),
    Line("issue(refunded, ['t1']);", STATE),
    Line("pay(expired, 'p1');", STATE),
    Line("paid.payment = 'p2';", LOCKED),
)
"""What the check in the notebook puts to orders.ts."""

MORE_LINES = (
    *RIGHT,
    Line("issue(paid, ticketed.tickets);"),
    Line("const fifth: Refunded = refund(ticketed, 0);"),
    Line("refund(issue(pay(held, 'p1'), []), 900);"),
    Line("const until: number = order.state === 'held' ? order.until : 0;"),
    Line("if (order.state === 'paid' || order.state === 'ticketed') refund(order, 900);"),
    Line("const names: string = order.id + order.seats.join() + order.state;"),
    Line(
        "const made: Ticketed = { state: 'ticketed', id: 'o1', seats: [], payment: 'p', "
        "tickets: [] };"
    ),
    Line("const gone: Expired = { state: 'expired', id: 'o1', seats: ['A1'] };"),
    Line("pay(ticketed, 'p2');", STATE),
    Line("pay(refunded, 'p2');", STATE),
    Line("issue(ticketed, ['t1']);", STATE),
    Line("issue(expired, ['t1']);", STATE),
    Line("refund(refunded, 900);", STATE),
    Line("refund(expired, 900);", STATE),
    Line("expire(ticketed);", STATE),
    Line("expire(refunded);", STATE),
    Line("expire(expired);", STATE),
    Line("pay(order, 'p1');", STATE),
    Line("issue(order, ['t1']);", STATE),
    Line("refund(order, 900);", STATE),
    Line("expire(order);", STATE),
    Line("issue(expire(held), ['t1']);", STATE),
    Line("refund(refund(paid, 900), 900);", STATE),
    Line("issue(refund(paid, 900), ['t1']);", STATE),
    Line("issue(paid, 't1');", STATE),
    Line("refund(paid, '900');", STATE),
    Line("order.payment;", UNKNOWN),
    *(
        Line(f"{state}.{member};", UNKNOWN)
        for state, own in MEMBERS.items()
        for member in sorted(_OWN - own)
    ),
    Line("pay(held, 'p1').until;", UNKNOWN),
    Line("order.state = 'paid';", LOCKED | SHAPE),
    *(
        Line(f"{state}.{member} = {state}.{member};", LOCKED)
        for state, own in MEMBERS.items()
        for member in sorted(own | _ALL)
    ),
    Line("ticketed.tickets.push('t3');", UNKNOWN),
    *(Line(f"{state}.seats.push('A2');", UNKNOWN) for state in MEMBERS),
    Line("held.seats[0] = 'A2';", LOCKED),
    Line("const typo: Order = { state: 'payed', id: 'o1', seats: [], payment: 'p' };", SHAPE),
    Line("const bare: Order = { state: 'paid', id: 'o1', seats: [] };", SHAPE),
    Line(
        "const both: Order = { state: 'held', id: 'o1', seats: [], until: 600, payment: 'p' };",
        SHAPE,
    ),
    Line("const late: Held = { state: 'held', id: 'o1', seats: [], until: 'noon' };", SHAPE),
)
"""What the hidden check puts to it."""

_HELD: Order = {"state": "held", "id": "o1", "seats": ["A1", "A2"], "until": 600}
_PAID: Order = {"state": "paid", "id": "o2", "seats": ["B7"], "payment": "p-77"}
_TICKETED: Order = {**_PAID, "state": "ticketed", "tickets": ["t1"]}


class Move(NamedTuple):
    """A move, and the order that it makes of another."""

    move: str
    order: Order
    given: object
    becomes: Order


MOVES = (
    Move(
        "pay",
        _HELD,
        "p-78",
        {"state": "paid", "id": "o1", "seats": ["A1", "A2"], "payment": "p-78"},
    ),
    Move("issue", _PAID, ["t1"], _TICKETED),
    Move("refund", _PAID, 900, {**_PAID, "state": "refunded", "refund": 900}),
    Move("expire", _HELD, None, {"state": "expired", "id": "o1", "seats": ["A1", "A2"]}),
)

MORE_MOVES = (
    Move("refund", _TICKETED, 0, {**_PAID, "state": "refunded", "refund": 0}),
    Move("issue", {**_PAID, "seats": []}, [], {**_TICKETED, "seats": [], "tickets": []}),
    Move(
        "issue",
        {**_PAID, "seats": ["B7", "A1"]},
        ["t2", "t1"],
        {**_TICKETED, "seats": ["B7", "A1"], "tickets": ["t2", "t1"]},
    ),
    Move(
        "pay",
        {**_HELD, "id": "o9", "seats": [], "until": 0},
        "",
        {"state": "paid", "id": "o9", "seats": [], "payment": ""},
    ),
)

PAYOUTS = """
export function impossible(value: never): never {
  throw new RangeError(`no such state: ${JSON.stringify(value)}`);
}
export type Payout =
  | { readonly state: "due"; readonly pence: number }
  | { readonly state: "sent"; readonly pence: number; readonly fee: number }
  | { readonly state: "returned"; readonly pence: number; readonly fee: number }
"""


def with_lines(lines: Sequence[Line]) -> Mapping[str, str]:
    """The file lines.ts, of these."""
    return {"lines.ts": OPENING + "\n".join(line.code for line in lines)}


def with_states(*more: Sequence[str]) -> Mapping[str, str]:
    """The file payouts.ts with these states besides: a name, and members, each a number."""
    text = PAYOUTS
    for state, *members in more:
        own = "".join(f"; readonly {member}: number" for member in members)
        text += f'  | {{ readonly state: "{state}"{own} }}\n'
    return {"payouts.ts": text}


def more_states(*names: str) -> Sequence[Sequence[str]]:
    """States of these names: with the members that payouts of today have, and with one of them."""
    return [(name, *members) for name in names for members in (("pence", "fee"), ("pence",))]


def unforeseen(state: str) -> Sequence[Mapping[str, object]]:
    """Payouts in a state that no type has: with much, with zeros, and with nothing else."""
    return (
        {"state": state, "pence": 5, "fee": 1},
        {"state": state, "pence": 0, "fee": 0},
        {"state": state},
    )


BOOKED: Sequence[tuple[Mapping[str, object], int]] = (
    ({"state": "due", "pence": 1250}, 0),
    ({"state": "sent", "pence": 1250, "fee": 20}, 1270),
    ({"state": "returned", "pence": 1250, "fee": 20}, 20),
    ({"state": "sent", "pence": 0, "fee": 0}, 0),
    ({"state": "returned", "pence": 0, "fee": 35}, 35),
    ({"state": "sent", "pence": 30, "fee": 250}, 280),
    ({"state": "returned", "pence": 30, "fee": 250}, 250),
)
"""Payouts, and the pence that have left the account for each."""


def give(name: str) -> str:
    """Keep this program of the room beside those of the notebook's cells; its name again."""
    return programs.give(Path(__file__).with_name("programs") / name)
