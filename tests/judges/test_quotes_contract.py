"""The contract of the quote service: a right service keeps it, each mistake is told as such."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from labs.datasets import quotes
from labs.judges import CheckFailed, judging
from labs.judges.contracts.quotes import contract, priced_right
from labs.judges.wire import keeps


class RefusedError(Exception):
    """A status other than 200, and why."""


@dataclass(frozen=True)
class Till:
    """What the service does, a way for each of which a test has a mistake."""

    share: Callable[[int], int] = lambda pence: (pence * 65 + 500) // 1_000
    free: int = 0
    per_order: Callable[[int], int] = lambda tickets: 125 if tickets else 0
    whole: Callable[[Any], Any] = lambda value: type(value) is int
    quantity: Callable[[int], int] = int
    answer: Callable[[int], Any] = int
    least_quantity: int = 1
    looks: Callable[[list[Any]], list[Any]] = lambda items: items
    health: Callable[[str], bool] = lambda path: path == "/healthz"
    dearest: int = 1_000_000
    largest: int = 2**53 - 1
    not_json: int = 400

    def cost(self, body: bytes) -> dict[str, Any]:
        try:
            cart = json.loads(body)
        except ValueError:
            raise RefusedError(self.not_json) from None
        if not isinstance(cart.get("items"), list):
            raise RefusedError(422)
        tickets = fees = 0
        for item in cart["items"]:
            pence, quantity = item["pence"], item["quantity"]
            if not (self.whole(pence) and self.whole(quantity)):
                raise RefusedError(422)
            if item in self.looks(cart["items"]) and not self.bounds(int(pence), int(quantity)):
                raise RefusedError(422)
            pence, quantity = int(pence), self.quantity(int(quantity))
            fee = min(max(self.share(pence), 60), 350) if pence else self.free
            tickets, fees = tickets + pence * quantity, fees + fee * quantity
        fees += self.per_order(tickets)
        if tickets + fees > self.largest:
            raise RefusedError(422)
        costs = {"tickets": tickets, "fees": fees, "total": tickets + fees}
        return {name: self.answer(value) for name, value in costs.items()}

    def bounds(self, pence: int, quantity: int) -> bool:
        return 0 <= pence <= self.dearest and quantity >= self.least_quantity


@contextmanager
def serving(till: Till) -> Iterator[Any]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/quotes":
                self.reply(405, {"error": "POST a cart."}, {"Allow": "POST"})
            elif till.health(self.path):
                self.reply(200, {"status": "ok"})
            else:
                self.reply(404, {"error": "There is no such page."})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                self.reply(200, till.cost(body))
            except RefusedError as refusal:
                self.reply(refusal.args[0], {"error": "no"})

        def reply(self, status: int, value: Any, more: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, text in {"Content-Type": "application/json", **(more or {})}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    class Service:
        stderr = ""
        url: str

        def check(self, patience: float = 0) -> None:
            """It runs."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    service = Service()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("seed", [3, 14])
def test_a_right_service_keeps_it(seed: int) -> None:
    quotes = contract(seed)
    assert len(quotes.steps) == 25
    with serving(Till()) as service, judging("E1") as judge:
        keeps(judge, service, quotes)


def in_32_bits(value: int) -> int:
    return (value + 2**31) % 2**32 - 2**31


def is_number(value: object) -> bool:
    return type(value) in (int, float)


@pytest.mark.parametrize("seed", [3, 14])
@pytest.mark.parametrize(
    ("till", "said"),
    [
        (Till(share=lambda pence: round(pence * 65 / 1_000)), "takes it to the even penny"),
        (Till(share=lambda pence: pence * 65 // 1_000), "cut off, not rounded"),
        (Till(free=60), "a free ticket carries no fee."),
        (Till(per_order=lambda _: 125), "an order without a ticket that costs something"),
        (Till(per_order=lambda _: 0), "carries 125 pence, once"),
        (Till(quantity=lambda _: 1), "the quantity is left out"),
        (Till(answer=in_32_bits), "32 bits are too few"),
        (Till(answer=str), "tickets: text: "),
        (Till(answer=float), "tickets: a number with a point: "),
        (Till(whole=lambda value: str(value).isdigit()), "text of digits is taken"),
        (Till(whole=is_number), "a number with a point is taken for a whole one"),
        (Till(least_quantity=0), "0 is below the least quantity"),
        (Till(dearest=2**40), "1,000,000 pence is the dearest"),
        (Till(largest=2**63), "the largest total is 2^53 - 1"),
        (Till(looks=lambda items: items[:1]), "each price is 0 pence or more"),
        (Till(looks=lambda items: items[-1:]), "each price is 0 pence or more"),
        (Till(looks=lambda items: [items[0], items[-1]]), "each price is 0 pence or more"),
        (Till(health=lambda path: path.startswith("/healthz")), "a path is compared whole"),
        (Till(not_json=422), "this is no JSON"),
    ],
)
def test_a_mistake_is_told_as_what_it_is(till: Till, said: str, seed: int) -> None:
    with serving(till) as service, pytest.raises(CheckFailed) as failure, judging("E1") as judge:
        keeps(judge, service, contract(seed))
    assert said in str(failure.value)


def test_a_mistake_is_not_told_of_a_cart_that_it_costs_nothing() -> None:
    for quote in quotes(40):
        assert all(answer.json != quote.costs for answer, _ in priced_right(quote).likely)
