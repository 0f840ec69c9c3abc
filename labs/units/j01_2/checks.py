"""What J01.2 asks of an answer: each check is one claim."""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from typing import Any

import httpx

from labs import datasets
from labs.datasets import Quote
from labs.datasets.quotes import LARGEST
from labs.judges import Judge, Likely, judging
from labs.judges.contracts import quotes
from labs.judges.contracts.quotes import JSON, MIXED, priced_right
from labs.judges.wire import ANYTHING, Answer, Contract, Exchange, Request, ends, keeps, post
from labs.languages import CompileError, LimitError, Node, TypeScript, programs
from labs.languages.served import Served
from labs.units.j01_2 import causes
from labs.units.j01_2.carts import MORE_THAN_ASKED, USUAL_WRONG, WRONG, dearest, turned
from labs.units.j01_2.closing import DOOR, Finishing, Halfway, silent, stays
from labs.units.j01_2.given import give

_PAUSE = 0.05
"""Seconds between two pieces of a body, so that they arrive as two."""

_ENDLESS = 10
"""Seconds in which all carts are asked."""

_DYING = 0.3
"""Seconds that a program may take to end because of a client."""

Said = Mapping[str, Any]


# --- E1: the fee in JavaScript ----------------------------------------------------------------


def pennies(seed: int, prices: Sequence[int]) -> None:
    """500 carts cost in JavaScript what they cost in Python, whichever item comes first; so do
    tickets at these prices.
    """
    with judging("E1: 500 carts, the same to the penny") as judge:
        carts = datasets.quotes(500, seed)
        carts += turned(carts)
        said = _said_of(judge, carts, prices)
        for pence, one in zip(prices, said["fees"], strict=True):
            called = f"fee({pence})"
            got, right = _given(judge, one, called), causes.right_fee(pence)
            judge.equal(got, right, called=called, likely=causes.why_this_fee(pence, got))
        for cart, one in zip(carts, said["costs"], strict=True):
            called = _call(cart)
            got = _given(judge, one, called)
            likely = causes.why_these_costs(cart, got)
            judge.equal(got, cart.costs, called=called, likely=likely)


def largest() -> None:
    """The largest total is accepted, and one penny more is a RangeError."""
    with judging("E1: 500 carts, the same to the penny") as judge:
        right, wrong = dearest(), dearest(beyond=1)
        accepted, refused = _said_of(judge, [right, wrong], [])["costs"]
        got = _given(judge, accepted, _call(right))
        judge.equal(got, right.costs, called=_call(right), likely="2^53 - 1 itself is allowed.")
        judge.that(
            refused.get("threw") == "RangeError",
            called=_call(wrong),
            got=refused.get("said") or refused["gave"],
            expected=f"a RangeError: the total is {LARGEST + 1}",
            likely=causes.why_not_refused(refused),
        )


def _said_of(judge: Judge, carts: Sequence[Quote], prices: Sequence[int]) -> dict[str, list[Said]]:
    """What the learner's fees.mjs says of them, all at one start of Node."""
    asked = {"prices": list(prices), "carts": [cart.cart for cart in carts]}
    with judge.calling("fees.mjs, for 500 carts at one start of Node"):
        try:
            ran = Node.run(give("ask_fees.mjs"), stdin=json.dumps(asked), timeout=_ENDLESS)
        except LimitError as error:
            judge.that(
                False,
                called="fee and quote of fees.mjs, for 500 carts",
                got=error.told.replace("ask_fees.mjs", "fees.mjs"),
                expected=f"all answers within {_ENDLESS} s",
                likely="a loop without an end, or a turn for each ticket, of which there are "
                "billions: multiply by quantity.",
            )
    said: dict[str, list[Said]] = ran.json()
    return said


def _given(judge: Judge, one: Said, called: str) -> object:
    """What the call gave; raises CheckFailed if it threw."""
    judge.that(
        "gave" in one,
        called=called,
        got=f"{one.get('said')}\n{one.get('place')}",
        expected="an answer, not an error",
        likely=causes.thrown(one.get("said", "")),
    )
    return one.get("gave")


def _call(cart: Quote) -> str:
    items = ", ".join(f"{{ pence: {i.pence}, quantity: {i.quantity} }}" for i in cart.items)
    return f"quote([{items}])"


# --- E2: the service --------------------------------------------------------------------------


_CONTRACT = "E2: quotes.mjs keeps the contract"


def contract(seed: int) -> None:
    """The service keeps all steps of its contract, with carts of this seed."""
    with judging(_CONTRACT) as judge, _serve() as service:
        keeps(judge, service, quotes.contract(seed))


def elsewhere(seed: int) -> None:
    """It keeps it from another side: other shapes, bodies in pieces, a mistake of our own."""
    with judging(_CONTRACT) as judge:
        first, second, *_ = carts = datasets.quotes(30, seed)
        with _serve() as service:
            keeps(judge, service, Contract("quotes from another side", _of_every_shape()))
            _reads_pieces(judge, service, carts[-1], second)
            with Halfway(service.port, second.cart):
                pass  # it hangs up
            called = "POST /quotes, whose client hangs up when half is sent"
            with judge.calling(called, likely=lambda error: causes.why_gone(str(error))):
                service.check(_DYING)
            after = Contract("after a client has hung up half-way", [priced_right(first)])
            keeps(judge, service, after)
        _is_told_as_ours(judge, first)


def _of_every_shape() -> list[Exchange]:
    more = Exchange(
        "a cart with members besides",
        post("/quotes", MORE_THAN_ASKED),
        Answer(200, {"tickets": 2500, "fees": 287, "total": 2787}, JSON),
        likely=[(Answer(422), "members besides do no harm, and free tickets go up to 2^53 - 1.")],
    )
    wrong = [_refused(about, cart) for about, cart in WRONG.items()]
    beyond = _refused("a penny too much", dearest(beyond=1).cart, "the largest total is 2^53 - 1.")
    return [*wrong, more, priced_right(dearest()), beyond, *_ELSEWHERE]


def _reads_pieces(judge: Judge, service: Served, one: Quote, other: Quote) -> None:
    """A body in two pieces is read to its end, also if another's comes in between."""
    with Halfway(service.port, one.cart) as client:
        time.sleep(_PAUSE)
        _is_answered_to(
            judge,
            client,
            one,
            "which arrives in two pieces",
            "read the body to its end: `for await` gives one piece after the other.",
        )
    with Halfway(service.port, one.cart) as client, Halfway(service.port, other.cart) as between:
        time.sleep(_PAUSE)
        _is_answered_to(judge, client, one, "while another body arrives in pieces, too", MIXED)
        _is_answered_to(judge, between, other, "whose pieces came between another's", MIXED)


def _is_answered_to(judge: Judge, client: Halfway, cart: Quote, how: str, likely: Likely) -> None:
    said = client.finish()
    judge.that(
        said.status == 200 and json.loads(said.body) == cart.costs,
        called=f"POST /quotes {json.dumps(cart.cart)}, {how}",
        got=f"{said.status or ''} {said.body}".strip(),
        expected=f"200 {json.dumps(cart.costs)}",
        likely=likely,
    )


_BROKEN = 'export function costs() { throw new Error("a mistake of ours"); }'


def _is_told_as_ours(judge: Judge, cart: Quote) -> None:
    """A mistake of ours is not told to a customer as one of theirs."""
    with _serve(_BROKEN) as service, httpx.Client(trust_env=False) as client:
        try:
            came = client.post(f"{service.url}/quotes", json=cart.cart)
        except httpx.HTTPError:
            return  # it broke, and nobody was blamed
        judge.that(
            came.status_code >= 500,
            called=f"POST /quotes {json.dumps(cart.cart)}, while costs throws an error",
            got=f"{came.status_code} {came.text}",
            expected="500, or no answer: the cart is right, and the mistake ours",
            likely="a net around too much: catch the error of JSON.parse alone.",
        )


_LOOK = "this is taken for a right cart: look at each item before you compute."


def _refused(about: str, cart: object, likely: str = _LOOK) -> Exchange:
    body = json.dumps(cart).encode()
    causes = [
        (Answer(400), "400 is for what is no JSON at all: this is JSON, of a wrong cart."),
        (Answer(200), likely),
    ]
    request = Request("POST", "/quotes", body=body, headers=JSON)
    return Exchange(about, request, Answer(422, {"error": ANYTHING}, JSON), causes)


_NOT_THERE = Answer(404, {"error": ANYTHING}, JSON)
_NOT_SO = Answer(405, {"error": ANYTHING}, {**JSON, "Allow": "POST"})

_ELSEWHERE = [
    Exchange("one quote, which has no page", post("/quotes/7", {"items": []}), _NOT_THERE),
    Exchange("a cart for another page", post("/carts", {"items": []}), _NOT_THERE),
    Exchange("quotes are not deleted", Request("DELETE", "/quotes"), _NOT_SO),
    Exchange(
        "a body without a letter",
        Request("POST", "/quotes", headers={"Content-Length": "0"}),
        Answer(400, {"error": ANYTHING}, JSON),
    ),
]


def ends_beside_idle_clients() -> None:
    """At SIGTERM it ends by itself, whoever keeps a connection open."""
    title = "E2: quotes.mjs ends within 2 s, and cuts nobody off"
    with judging(title) as judge, _serve() as service, ExitStack() as stack:
        stack.enter_context(closing(silent(service.port)))
        stack.enter_context(closing(stays(service.port)))
        ends(judge, service)
        _is_done(judge, service)


def ends_behind_the_last_client(seed: int) -> None:
    """Who is half-way at SIGTERM gets the answer; then it ends, though another says nothing."""
    with judging("E2: quotes.mjs ends within 2 s, and cuts nobody off") as judge:
        cart = datasets.quotes(10, seed)[0]
        with ExitStack() as stack:
            service = stack.enter_context(_serve())
            stack.enter_context(closing(silent(service.port)))
            client = stack.enter_context(Halfway(service.port, cart.cart))
            finishing = Finishing(client)
            service.stop()
            finishing.join()
        judge.that(
            finishing.closed,
            called=f"SIGTERM, and new customers for {DOOR:g} s",
            got="they are all let in",
            expected="nobody else is let in",
            likely="close the door first, and at once: server.close(), outside of setTimeout.",
        )
        said = finishing.said
        judge.that(
            said.status == 200 and json.loads(said.body) == cart.costs,
            called="POST /quotes, of which half had arrived at SIGTERM, and then the rest",
            got=f"{said.status or ''} {said.body}",
            expected=f"200 {json.dumps(cart.costs)}",
            likely=causes.why_cut_off(said.body),
        )
        ends(judge, service)
        _is_done(judge, service)


def _is_done(judge: Judge, service: Served) -> None:
    code = service.stop().code
    judge.that(
        code == 0,
        called="SIGTERM, with which a system asks a program to end",
        got=f"exit code {code}",
        expected="exit code 0",
        likely=causes.why_this_end(code),
    )


def _serve(costs: str = "") -> Served:
    """Beside Ines's costs.mjs, or beside this one."""
    give("costs.mjs")
    if not costs:
        return Node.serve("quotes.mjs")
    programs.write("costs.mjs", costs)
    try:
        return Node.serve("quotes.mjs")
    finally:
        give("costs.mjs")


# --- E3: types --------------------------------------------------------------------------------


def types(calls: str) -> None:
    """tsc --strict accepts the right calls of this program, and refuses the wrong ones."""
    with judging("E3: right calls compile, wrong ones do not") as judge:
        try:
            TypeScript.ready(calls)
        except CompileError as error:
            judge.that(
                False,
                called=f"tsc --strict, of carts.ts and {calls}",
                got=error.told,
                expected="no complaint, and all wrong lines refused",
                likely=causes.of_types(error.told),
            )


def more_types() -> None:
    """So it does with others."""
    types(give("more_calls.ts"))


def values(seed: int) -> None:
    """What no type can say is looked at: isCart and answer tell right carts from wrong ones."""
    with judging("E3: what comes from outside is looked at") as judge:
        wrong = {**USUAL_WRONG, **WRONG}
        right = [*(cart.cart for cart in datasets.quotes(20, seed)), MORE_THAN_ASKED]
        asked = [*wrong.values(), *right]
        for total in (LARGEST, LARGEST + 1):
            stdin = json.dumps({"values": asked, "total": total})
            with judge.calling(
                "tsc --strict, of carts.ts", likely=lambda e: causes.of_types(str(e))
            ):
                said = TypeScript.run(give("try_carts.ts"), stdin=stdin).json()
            for n, (value, one) in enumerate(zip(asked, said, strict=True)):
                _is_looked_at(judge, value, one, ok=n >= len(wrong))
                _is_answered(judge, value, one, total if n >= len(wrong) else None)
                _asks_for_the_total(judge, value, one, right=n >= len(wrong))


def _is_looked_at(judge: Judge, value: object, one: Said, *, ok: bool) -> None:
    called = f"isCart({json.dumps(value)})"
    looked = one["looked"]
    judge.that(
        looked.get("gave") is ok,
        called=called,
        got=_shown(looked),
        expected=json.dumps(ok),
        likely=[
            ("threw" in looked, "it may be anything: ask with typeof, null and Array.isArray."),
            (ok, "it is right: free tickets, no items and members besides are allowed."),
            (True, "look at every item: 0 to 1,000,000 pence, 1 to 2^53 - 1 tickets, all whole."),
        ],
    )


def _is_answered(judge: Judge, value: object, one: Said, total: int | None) -> None:
    """`total` is what the cart costs; None if it is none."""
    got, called = one["answered"].get("gave"), f"answer({json.dumps(value)}, total)"
    if total is not None:
        called += f", where total gives {total}"
    answer = got if isinstance(got, dict) else {}
    right: object = {"status": 200, "total": total}
    if total is None or total > LARGEST:
        said = answer.get("error")
        right = {"status": 422, "error": said if said and isinstance(said, str) else "…"}
    judge.that(
        got == right,
        called=called,
        got=_shown(one["answered"]),
        expected=json.dumps(right, ensure_ascii=False),
        likely=[
            (total is None, "what is no cart is answered by 422, and a sentence in error."),
            (total == LARGEST, "this total is the largest that is allowed."),
            (True, "a total above Number.MAX_SAFE_INTEGER is refused."),
        ],
    )


def _asks_for_the_total(judge: Judge, value: object, one: Said, *, right: bool) -> None:
    """Once and of the cart itself, if it is one; an error of `total` is not the customer's."""
    called, asked = f"answer({json.dumps(value)}, total)", one["asked"]
    judge.that(
        asked == right,
        called=called,
        got=f"{asked} call{'' if asked == 1 else 's'} of total",
        expected="one call" if right else "no call",
        likely="ask for the total once, and only of what is a cart.",
    )
    judge.that(
        one["itself"],
        called=called,
        got="total was called with another object",
        expected="one call, with the cart itself",
        likely="hand on the value itself, not one made of it.",
    )
    judge.that(
        "threw" in one["failed"] or not right,
        called=f"{called}, where total throws an error",
        got=_shown(one["failed"]),
        expected="that error goes on to the caller",
        likely="the error is caught: a mistake of ours is then told as a wrong cart.",
    )


def _shown(tried: Said) -> str:
    if "threw" in tried:
        return f"{tried['threw']}\n{tried['place']}"
    return json.dumps(tried.get("gave"), ensure_ascii=False)
