"""An office of the learner's that is asked by a stub, and the service behind it."""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import grpc

from labs.judges import Judge
from labs.judges.loops import soon
from labs.units.s03_4.contracts import OFFICE_CALLS, OFFICE_FIELDS, calls_of, fields_of
from labs.units.s03_4.protos import Generated, generate
from labs.units.s03_4.stage import Site, serving, stub_of

PATIENCE = 20.0
"""Seconds that only a failure takes."""


Parts = tuple[Callable[[], str], Callable[..., Any], Callable[..., Any]]
"""office_proto, make_careful and make_office."""


@dataclass(frozen=True)
class Asked:
    """How a call ended."""

    code: str
    details: str
    value: Any
    """The message, or a list of them."""
    raised: tuple[str, ...]
    """What the handler raised, other than by abort."""


def asked(
    call: Callable[..., Any], request: object, site: Site, seconds: float | None = PATIENCE
) -> Asked:
    """Call, and wait for the end of it."""
    before = len(site.raised)
    try:
        answer = call(request, timeout=seconds)
        value = list(answer) if hasattr(answer, "__next__") else answer
    except grpc.RpcError as error:
        return failed_as(error, tuple(site.raised[before:]))
    return Asked("OK", "", value, ())


def failed_as(error: grpc.RpcError, raised: tuple[str, ...] = ()) -> Asked:
    """The code and the text of what has failed, or of gRPC's object of a call that has."""
    call = cast(grpc.Call, error)
    return Asked(call.code().name, call.details() or "", None, raised)


class Prices(dict[str, int]):
    """Each seat's price; lookups are noted, and one of them can be held up."""

    def __init__(self, prices: Mapping[str, int]) -> None:
        super().__init__(prices)
        self.looked_up: list[str] = []
        self.fails = False
        """Whether the table is out of order."""
        self._hold: _Hold | None = None

    def of(self, seat: str) -> int:
        """What the learner gets as `price_of`.

        Raises KeyError for a seat that is not there, ConnectionError for all while it `fails`.
        """
        self.looked_up.append(seat)
        if self._hold and seat == self._hold.seat:
            self._hold.wait()
        if self.fails:
            raise ConnectionError("the table of prices does not answer")
        return self[seat]

    @contextmanager
    def held_at(self, seat: str) -> Iterator["_Hold"]:
        """Whoever looks up this seat's price waits until the block ends."""
        self._hold = _Hold(seat)
        try:
            yield self._hold
        finally:
            self._hold.goes_on.set()


class _Hold:
    def __init__(self, seat: str) -> None:
        self.seat = seat
        self.goes_on, self._is_there = threading.Event(), threading.Event()

    def wait(self) -> None:
        self._is_there.set()
        self.goes_on.wait(PATIENCE)

    def reached(self, site: Site) -> bool:
        """Whether somebody looks it up before the call is over."""
        soon(lambda: self._is_there.is_set() or bool(site.ended), PATIENCE)
        return self._is_there.is_set()


class NextHop:
    """The service of fees, which sees how long it may take."""

    def __init__(self) -> None:
        self.left: list[float] = []
        self.asked_at: list[float] = []
        """By the clock of time.monotonic."""
        self._failure: tuple[grpc.StatusCode, str] | None = None

    @property
    def calls(self) -> int:
        return len(self.left)

    def fee(self, pence: int) -> int:
        return 7 * pence // 100 + 1

    def fails_with(self, code: str | None, text: str = "") -> None:
        """Answer no call but by this code, until there is None."""
        self._failure = (grpc.StatusCode[code], text) if code else None

    def handler(self) -> grpc.GenericRpcHandler:
        """The one call, of bare numbers: it needs no contract."""

        def fee(request: bytes, context: grpc.ServicerContext) -> bytes:
            self.asked_at.append(time.monotonic())
            self.left.append(context.time_remaining())
            if self._failure:
                context.abort(*self._failure)
            return str(self.fee(int(request))).encode()

        unary: Any = grpc.unary_unary_rpc_method_handler(fee)
        return grpc.method_handlers_generic_handler("Fees", {"Fee": unary})


@contextmanager
def _asking(hop: NextHop) -> Iterator[Callable[[int, float], int]]:
    """What the learner gets as `ask_fee`."""
    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((hop.handler(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        call: Any = channel.unary_unary("/Fees/Fee")
        try:
            yield lambda pence, timeout: int(call(str(pence).encode(), timeout=timeout))
        finally:
            server.stop(0).wait()


class Dialogue:
    """A bidirectional call: each message waits for the answer to the last."""

    def __init__(self, call: Callable[..., Any], site: Site) -> None:
        self._say: queue.Queue[object] = queue.Queue()
        self._site, self._before = site, len(site.raised)
        self._answers = call(iter(self._say.get, None), timeout=_ANSWERS_IN)

    def say(self, message: object) -> Asked:
        """Send one, and wait for one."""
        self._say.put(message)
        try:
            return Asked("OK", "", next(self._answers), ())
        except StopIteration:
            return Asked("OK, and no more answers", "", None, ())
        except grpc.RpcError as error:
            return failed_as(error, tuple(self._site.raised[self._before :]))

    def leave(self) -> None:
        self._say.put(None)
        self._answers.cancel()


_ANSWERS_IN = 8.0


class Office:
    """The learner's service, where it is asked."""

    def __init__(self, made: Generated, site: Site, hop: NextHop) -> None:
        self.pb2, self.site, self.hop = made.pb2, site, hop
        self.stub = stub_of(made, site.channel)
        self.conversations: list[Dialogue] = []

    def conversation(self, call: str) -> Dialogue:
        self.conversations.append(Dialogue(getattr(self.stub, call), self.site))
        return self.conversations[-1]

    def begin(self, call: str, request: object, seconds: float | None) -> Any:  # noqa: ANN401
        """Call, and wait for nothing: gRPC's object of a call."""
        method = getattr(self.stub, call)
        return getattr(method, "future", method)(request, timeout=seconds)

    def knows_that_it_is_over(self, call: str) -> bool:
        """Wait until the server has heard that the caller is gone."""
        with self.site.moved:
            return self.site.moved.wait_for(lambda: call in self.site.ended, PATIENCE)

    def is_still(self) -> bool:
        """Wait until no handler works any longer."""
        with self.site.moved:
            return self.site.moved.wait_for(lambda: not self.site.running, PATIENCE)


@contextmanager
def office(
    judge: Judge,
    parts: Parts,
    prices: Mapping[str, int],
) -> Iterator[Office]:
    """The learner's contract and service, at a port, with a service of fees behind it."""
    office_proto, make_careful, make_office = parts
    with judge.calling("protoc, with the text of office_proto()"):
        made = generate("office", office_proto())
    judge.that(
        (fields_of(made.pb2), calls_of(made.pb2)) == (OFFICE_FIELDS, OFFICE_CALLS),
        called="protoc, with the text of office_proto()",
        got="another contract than the text's",
        expected="its messages, fields and calls",
        likely="the first check of E1 says which one differs.",
    )
    hop, table = NextHop(), prices if isinstance(prices, Prices) else Prices(prices)
    with _asking(hop) as ask_fee:
        with judge.calling("priced, charged = make_careful(price_of, ask_fee)"):
            priced, charged = make_careful(table.of, ask_fee)
        with judge.calling("make_office(pb2, priced, charged)"):
            servicer = make_office(made.pb2, priced, charged)
        missing = [name for name in calls_of(made.pb2) if not hasattr(servicer, name)]
        judge.that(
            not missing and not isinstance(servicer, type),
            called="make_office(pb2, priced, charged)",
            got=f"{type(servicer).__name__}, without {', '.join(missing) or 'an object'}",
            expected="an object with a method for each call",
            likely=[
                (servicer is None, "is a `return` missing?"),
                (isinstance(servicer, type), "return an object of the class: Office()."),
                (True, "method and call have the same name."),
            ],
        )
        with serving(made, servicer) as site:
            it = Office(made, site, hop)
            try:
                yield it
            finally:
                for each in it.conversations:
                    each.leave()
