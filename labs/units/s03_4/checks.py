"""What S03.4 asks of an answer: each check is one claim."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from labs.judges import Judge, judging
from labs.units.s03_4 import causes
from labs.units.s03_4.asking import Asked, Office, Parts, Prices, asked, failed_as, office
from labs.units.s03_4.contracts import (
    OFFICE_CALLS,
    OFFICE_FIELDS,
    OLDEST,
    TICKETS,
    TICKETS_CALLS,
    TICKETS_FIELDS,
    calls_of,
    fields_of,
    reserved_of,
)
from labs.units.s03_4.halls import GALLERY, STALLS, Hall
from labs.units.s03_4.profiles import HALL, PROFILES, PROFILES_ELSE, TIGHT, Ways, least
from labs.units.s03_4.protos import Generated, generate
from labs.units.s03_4.stage import serving, stub_of
from labs.units.s03_4.ways import Profile

__all__ = ["GALLERY", "HALL", "PROFILES", "PROFILES_ELSE", "STALLS", "TIGHT"]

Table = Mapping[str, int]
Text = Callable[[], str]
Choose = Callable[[Ways, Profile], str | None]

# --- E1: the contract ---------------------------------------------------------------------------


def agreed(office_proto: Text) -> None:
    """The contract has the messages and calls of the text."""
    with judging("E1: protoc reads the contract, and it is the one of the text") as judge:
        pb2 = _generated(judge, "office", office_proto).pb2
        package = pb2.DESCRIPTOR.package
        judge.equal(package, "flytower.office.v1", called="package")
        services = list(pb2.DESCRIPTOR.services_by_name)
        judge.equal(services, ["Office"], called="the services of office_proto()")
        _same(judge, fields_of(pb2), OFFICE_FIELDS, "the fields of office_proto()")
        _same(judge, calls_of(pb2), OFFICE_CALLS, "the calls of office_proto()")


def _same(judge: Judge, has: Mapping[str, str], wants: Mapping[str, str], called: str) -> None:
    """The first that differs is told."""
    for name in [*wants, *has]:
        judge.that(
            has.get(name) == wants.get(name),
            called=f"{called}: {name}",
            got=has.get(name, "not there"),
            expected=wants.get(name, "not there"),
            likely=causes.why_this_contract(has.get(name, ""), wants.get(name, "")),
        )


def _generated(judge: Judge, name: str, text: Text) -> Generated:
    called = f"protoc, with the text of {getattr(text, '__name__', 'the contract')}()"
    with judge.calling(called, likely=causes.why_not_read):
        return generate(name, text())


# --- E1: the answers ----------------------------------------------------------------------------

ANSWERS = "E1: each call is answered, or refused by its code"


def answers(parts: Parts, hall: Hall) -> None:
    """Sums, cheap seats and baskets of this hall."""
    prices = Prices(hall.prices)
    with judging(ANSWERS) as judge, office(judge, parts, prices) as it:
        for seats in hall.sums:
            _adds_up(judge, it, prices, seats)
        for most in hall.most:
            _finds_the_cheap_ones(judge, it, prices, most)
        _asks_each_time(judge, it, prices, hall.sums[0][0])
        _fills(judge, it, prices, hall.changes)


def _adds_up(judge: Judge, it: Office, prices: Table, seats: Sequence[str]) -> None:
    """The sum of the seats, and the fee that the next service has for it."""
    called = f"AddUp, seats {list(seats)}"
    pence = sum(prices[seat] for seat in seats)
    said = asked(it.stub.AddUp, it.pb2.AddUpRequest(seats=seats), it.site)
    _is(judge, said, "OK", called)
    got, wanted = (said.value.pence, said.value.fee_pence), (pence, it.hop.fee(pence))
    judge.equal(got, wanted, called=called, likely=causes.why_this_sum(got, wanted))
    for bad, code in ((), "INVALID_ARGUMENT"), ((*seats, "Z9"), "NOT_FOUND"):
        before = it.hop.calls
        said = asked(it.stub.AddUp, it.pb2.AddUpRequest(seats=bad), it.site)
        _is(judge, said, code, f"AddUp, seats {list(bad)}; there is no seat Z9")
        judge.that(
            code == "INVALID_ARGUMENT" or "Z9" in said.details,
            called=f"AddUp, seats {list(bad)}",
            got=repr(said.details),
            expected="a text that names the seat Z9",
        )
        judge.equal(it.hop.calls - before, 0, called="calls of ask_fee, for what is refused")
    it.hop.fails_with("RESOURCE_EXHAUSTED", "no fees today")
    said = asked(it.stub.AddUp, it.pb2.AddUpRequest(seats=seats), it.site)
    _is(judge, said, "RESOURCE_EXHAUSTED", "AddUp, where fees fail with RESOURCE_EXHAUSTED")
    judge.equal(said.details, "no fees today", called="the text of that refusal")
    it.hop.fails_with(None)


def _finds_the_cheap_ones(judge: Judge, it: Office, prices: Table, most: int) -> None:
    """Each seat of at most this price, with it, in the order of the request."""
    for seats in (list(prices), [*prices][::-1] + [*prices][:1], []):
        called = f"Cheap, seats {seats}, most_pence {most}"
        request = it.pb2.CheapRequest(seats=seats, most_pence=most)
        said = asked(it.stub.Cheap, request, it.site)
        _is(judge, said, "OK", called)
        got = [(each.seat, each.pence) for each in said.value]
        wanted = [(seat, prices[seat]) for seat in seats if prices[seat] <= most]
        judge.equal(got, wanted, called=called, likely=causes.CHEAP_ONLY)
    request = it.pb2.CheapRequest(seats=[*prices, "Z9"], most_pence=most)
    _is(judge, asked(it.stub.Cheap, request, it.site), "NOT_FOUND", "Cheap, with a seat Z9")


Changes = Sequence[tuple[str, bool]]


def _fills(judge: Judge, it: Office, prices: Prices, changes: Changes) -> None:
    """Each change is answered before the next is sent, in two baskets at once."""
    ours, theirs = it.conversation("Fill"), it.conversation("Fill")
    held: dict[str, int] = {}
    got: list[tuple[int, int]] = []
    wanted: list[tuple[int, int]] = []
    first = next(iter(prices))
    for seat, away in changes:
        alters, comes_in = (seat in held) == away, not away and seat not in held
        held.pop(seat, None) if away else held.update({seat: prices[seat]})
        called = f"Fill, with {list(changes[: len(got) + 1])}, each sent after the last answer"
        before = len(prices.looked_up)
        said = ours.say(it.pb2.Change(seat=seat, away=away))
        _is(judge, said, "OK", called, causes.WAITS if alters else causes.EACH_IS_ANSWERED)
        asked_for, lookups = prices.looked_up[before:], [seat] * comes_in
        got.append((said.value.pence, said.value.fee_pence))
        wanted.append((sum(held.values()), 0))
        judge.equal(got, wanted, called=called, likely=causes.why_this_basket(got[-1][1]))
        called = f"Fill, with {list(changes[: len(got)])}; the prices asked for by the last change"
        judge.equal(asked_for, lookups, called=called, likely=causes.PRICED_ONCE)
        other = theirs.say(it.pb2.Change(seat=first))
        likely = causes.WAITS if len(got) == 1 else causes.EACH_IS_ANSWERED
        _is(judge, other, "OK", "Fill, by another caller meanwhile, the same seat again", likely)
        judge.equal(
            other.value.pence,
            prices[first],
            called=f"another basket at once, with {first} alone",
            likely=causes.TOGETHER if len(got) == 1 else causes.ONCE,
        )
    said = ours.say(it.pb2.Change(seat="Z9"))
    _is(judge, said, "NOT_FOUND", "Fill, with a seat Z9")


def _asks_each_time(judge: Judge, it: Office, prices: Prices, seat: str) -> None:
    """A price that has changed is told, and a table that does not answer is no missing seat."""
    prices[seat] += 50
    request = it.pb2.CheapRequest(seats=[seat], most_pence=prices[seat] + 1)
    said = asked(it.stub.Cheap, request, it.site)
    called = f"Cheap, seat {seat}, whose price has changed to {prices[seat]}"
    _is(judge, said, "OK", called)
    got = [each.pence for each in said.value]
    judge.equal(got, [prices[seat]], called=called, likely=causes.AS_IT_IS_NOW)
    prices.fails = True
    said = asked(it.stub.Cheap, request, it.site)
    prices.fails = False
    judge.that(
        said.code not in {"OK", "NOT_FOUND"},
        called=f"Cheap, seat {seat}, where price_of raises ConnectionError",
        got=f"{said.code}: {said.details}",
        expected="UNKNOWN: that error, as it is",
        likely="only KeyError says that there is no such seat: catch no more than that.",
    )


def _is(judge: Judge, said: Asked, code: str, called: str, likely: str = "") -> None:
    """The call ended with this code."""
    judge.that(
        said.code == code,
        called=called,
        got=f"{said.code}: {said.details} {' '.join(said.raised[:1])}".strip(": "),
        expected=code,
        likely=likely
        if likely and said.code == "DEADLINE_EXCEEDED"
        else causes.why_this_code(said.code, code, said.raised),
    )


# --- E1: who has left ---------------------------------------------------------------------------

LEAVES = "E1: a deadline goes on to the next service, and nothing is done for who has left"


def leaves(parts: Parts, seconds: Sequence[float | None], at: int) -> None:
    """Fees get the time that is left, and a caller who leaves a sum is noticed at this seat."""
    in_time(parts, seconds)
    left_alone(parts, "AddUp", at)


def in_time(parts: Parts, seconds: Sequence[float | None]) -> None:
    """Fees get the time that is left, and 10 s at most."""
    prices = {"A1": 4_500, "A2": 3_250}
    with judging(LEAVES) as judge, office(judge, parts, prices) as it:
        for limit in seconds:
            request, begun = it.pb2.AddUpRequest(seats=list(prices)), time.monotonic()
            _is(judge, asked(it.stub.AddUp, request, it.site, limit), "OK", f"AddUp, {limit} s")
            left, most = it.hop.left[-1], min(limit or causes.AT_MOST, causes.AT_MOST)
            took = it.hop.asked_at[-1] - begun
            judge.that(
                most - took - 2 < left <= most + 0.1,
                called=f"AddUp, by a caller who waits {limit} s; the time that fees got"
                if limit
                else "AddUp, by a caller without a deadline; the time that fees got",
                got="no deadline" if left > 1e6 else f"{left:.1f} s",
                expected=f"{most:g} s, or a little less",
                likely=causes.why_this_time(left, most),
            )


def left_alone(parts: Parts, call: str, at: int, seconds: float | None = None) -> None:
    """The caller goes while the price of one seat is looked up, and no other is."""
    prices = Prices({f"A{n}": 100 + n for n in range(1, SEATS + 1)})
    with judging(LEAVES) as judge, office(judge, parts, prices) as it:
        called = f"{call}, {SEATS} seats; the caller leaves while the price of A{at} is looked up"
        request = getattr(it.pb2, "AddUpRequest" if call == "AddUp" else "CheapRequest")
        with prices.held_at(f"A{at}") as hold:
            begun = it.begin(call, request(seats=list(prices)), seconds)
            judge.that(
                hold.reached(it.site),
                called=f"{call}, {SEATS} seats",
                got=f"no price of A{at} was looked up {' '.join(it.site.raised[:1])}",
                expected="a price for each seat, one after the other",
            )
            if seconds:
                _is(
                    judge,
                    failed_as(begun),
                    "DEADLINE_EXCEEDED",
                    f"{call}, by a caller who waits {seconds} s",
                )
            else:
                begun.cancel()
            it.knows_that_it_is_over(call)
        it.is_still()
        late = prices.looked_up[prices.looked_up.index(f"A{at}") + 1 :]
        asked_for = f"{len(late)} prices, {it.hop.calls} fees"
        judge.that(
            not late and not it.hop.calls,
            called=called,
            got=f"{asked_for} asked for after that",
            expected="0 prices, 0 fees",
            likely=causes.FOR_NOBODY,
        )


def goes_in_other_ways(parts: Parts) -> None:
    """At the last seat, in a stretch without an answer, by its own deadline, and with less time."""
    leaves(parts, [60, 3], at=SEATS)
    left_alone(parts, "Cheap", at=7)
    left_alone(parts, "AddUp", at=2, seconds=2)
    each_at_once(parts)


SEATS = 40


def each_at_once(parts: Parts) -> None:
    """A seat's price is out before the next one is looked up."""
    prices = Prices({f"A{n}": 100 + n for n in range(1, SEATS + 1)})
    with judging(LEAVES) as judge, office(judge, parts, prices) as it:
        request = it.pb2.CheapRequest(seats=list(prices), most_pence=102)
        with prices.held_at("A7"):
            under_way = it.begin("Cheap", request, 5)
            got = []
            with judge.calling(
                "Cheap, while the price of A7 is looked up: the prices of A1 and A2",
                likely=lambda _: "yield each price as it is known: a list comes when all are.",
            ):
                got += [next(under_way).pence, next(under_way).pence]
            under_way.cancel()
        judge.equal(got, [101, 102], called="Cheap, the first two answers")


# --- E2: the choice -----------------------------------------------------------------------------


def chosen(quickest: Choose, ways: Ways, profiles: Sequence[Profile]) -> None:
    """Each caller gets the way that is quickest for it."""
    with judging("E2: each caller gets its quickest way, by the table") as judge:
        given = list(ways)
        for profile in profiles:
            got, wanted = quickest(given, profile), least(ways, profile)
            judge.equal(
                got,
                wanted,
                called=f"quickest(ways, {profile}), of {len(ways)} ways",
                likely=causes.why_this_choice(
                    got,
                    least(ways, profile, anywhere=True),
                    least([way for way in ways if way.in_browsers == profile.in_browser], profile),
                ),
            )
        judge.equal(given, list(ways), called="the list of ways afterwards")


# --- E3: the next version -----------------------------------------------------------------------


def evolved(ticket_v2: Text) -> None:
    """The next version has the fields of the text, and no number or name comes back."""
    with judging("E3: old and new understand each other, today and later") as judge:
        new = _generated(judge, "ticket", ticket_v2)
        _same(judge, fields_of(new.pb2), TICKETS_FIELDS, "the fields of ticket_v2()")
        _same(judge, calls_of(new.pb2), TICKETS_CALLS, "the calls of ticket_v2()")
        old = generate("ticket", TICKETS)
        ticket = old.pb2.Ticket(seat="F12", pence=4_500, fee_pence=293, band="stalls")
        read = new.pb2.Ticket.FromString(ticket.SerializeToString())
        _reads(judge, read, "a ticket of the old version, read by the new one")
        read = new.pb2.Ticket.FromString(OLDEST)
        _reads(judge, read, "a ticket that was stored years ago, with a row, read by the new one")
        ticket = new.pb2.Ticket(seat="F12", pence=4_500, fee_pence=293, currency="GBP", aisle=True)
        read = old.pb2.Ticket.FromString(ticket.SerializeToString())
        _reads(judge, read, "a ticket of the new version, read by the old one")
        kept, wanted = reserved_of(new.pb2, "Ticket"), ({4, 5}, {"row", "band"})
        judge.that(
            kept == wanted,
            called="what Ticket reserves in ticket_v2()",
            got=f"numbers {sorted(kept[0])[:9]}, names {sorted(kept[1])}",
            expected="numbers 4 and 5, names row and band",
            likely=causes.why_reserved(*kept),
        )


def _reads(judge: Judge, read: Any, called: str) -> None:  # noqa: ANN401 - generated
    """Seat, price and fee are those that were written, and nothing else has come in."""
    names = ("seat", "pence", "fee_pence", "currency", "aisle", "band")
    got = {name: getattr(read, name) for name in names if hasattr(read, name)}
    wanted = {"seat": "F12", "pence": 4_500, "fee_pence": 293}
    empty = {"currency": "", "aisle": False, "band": ""}
    judge.equal(
        got,
        {name: {**empty, **wanted}[name] for name in got},
        called=called,
        likely=[
            (got["pence"] != 4_500 or got["seat"] != "F12", "a field has another number now."),
            (True, "a new field has a number that an earlier field had."),
        ],
    )


def still_served(ticket_v2: Text) -> None:
    """A stub of either version gets its ticket from a server of the other."""
    with judging("E3: old and new understand each other, today and later") as judge:
        versions = {
            "old": generate("ticket", TICKETS),
            "new": _generated(judge, "ticket", ticket_v2),
        }
        for mine, theirs in (("old", "new"), ("new", "old")):
            server, caller = versions[theirs], versions[mine]
            broken = judge.calling(f"a stub of the {mine} version")
            with serving(server, _Tickets(server.pb2)) as site, broken:
                stub = stub_of(caller, site.channel)
                said = asked(stub.Look, caller.pb2.Seat(seat="F12"), site)
            called = f"Look(seat F12), by a stub of the {mine} version from the {theirs} server"
            _is(judge, said, "OK", called)
            _reads(judge, said.value, called)


class _Tickets:
    def __init__(self, pb2: Any) -> None:  # noqa: ANN401 - generated
        self._pb2 = pb2

    def Look(self, request: Any, context: object) -> Any:  # noqa: ANN401, N802 - gRPC's
        return self._pb2.Ticket(seat=request.seat, pence=4_500, fee_pence=293)
