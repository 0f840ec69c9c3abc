"""The contracts of S03.4, its servers, and what Buf and the table say."""

import queue
from collections.abc import Callable
from dataclasses import replace

import grpc
import pytest

from labs.course.units import find_unit
from labs.servers import Service
from labs.units.s03_4.asking import NextHop, Prices, failed_as
from labs.units.s03_4.bufs import findings
from labs.units.s03_4.contracts import (
    OLDEST,
    TICKETS,
    TICKETS_CALLS,
    calls_of,
    fields_of,
    reserved_of,
)
from labs.units.s03_4.profiles import HALL, PROFILES, PROFILES_ELSE, TIGHT, least
from labs.units.s03_4.protos import ProtoError, generate
from labs.units.s03_4.stage import serving, stub_of
from labs.units.s03_4.ways import Way, measured, table

BILL = """
syntax = "proto3";
package test.v1;
service Bills { rpc Bill(stream Item) returns (stream Item); rpc Stop(Item) returns (Item); }
message Item { uint32 pence = 1; repeated string names = 2; double share = 3; }
"""


class Bills:
    def Bill(self, requests, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N802
        yield from requests

    def Stop(self, request, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N802
        if request.pence == 1:
            context.abort(grpc.StatusCode.NOT_FOUND, "not one")
        raise LookupError("of its own")


def test_a_contract_is_told_as_the_text_tells_it() -> None:
    pb2 = generate("bills", BILL).pb2
    assert fields_of(pb2) == {
        "Item.pence": "whole number",
        "Item.names": "texts",
        "Item.share": "something else",
    }
    assert calls_of(pb2) == {"Bill": "stream Item → stream Item", "Stop": "Item → Item"}
    assert calls_of(generate("tickets", TICKETS).pb2) == TICKETS_CALLS
    assert reserved_of(generate("tickets", TICKETS).pb2, "Ticket") == ({4}, {"row"})


def test_what_protoc_says_is_told_and_stays_off_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ProtoError, match=r"^5:.*Expected"):
        generate("bills", BILL.replace("names = 2;", "names = 2 double"))
    with pytest.raises(ProtoError, match="a text, not a NoneType"):
        generate("bills", None)  # type: ignore[arg-type]
    assert capfd.readouterr().err == ""


def test_two_versions_live_side_by_side() -> None:
    old = generate("bills", BILL).pb2.Item
    new = generate("bills", BILL.replace("pence = 1", "pence = 7")).pb2.Item
    assert new.FromString(old(pence=5).SerializeToString()).pence == 0


def test_a_ticket_of_the_oldest_days_has_a_row() -> None:
    with_row = TICKETS.replace("reserved 4;", "").replace('reserved "row";', "string row = 4;")
    ticket = generate("tickets", with_row).pb2.Ticket.FromString(OLDEST)
    assert (ticket.seat, ticket.pence, ticket.fee_pence, ticket.row) == ("F12", 4_500, 293, "F")


def test_what_handlers_raise_is_kept_and_what_they_refuse_is_not() -> None:
    made = generate("bills", BILL)
    with serving(made, Bills()) as site:
        stub = stub_of(made, site.channel)
        for pence in (1, 2):
            with pytest.raises(grpc.RpcError) as caught:
                stub.Stop(made.pb2.Item(pence=pence), timeout=10)
            code = failed_as(caught.value).code
            assert code == {1: "NOT_FOUND", 2: "UNKNOWN"}[pence]
        with site.moved:
            assert site.moved.wait_for(lambda: site.ended == ["Stop", "Stop"], 10)
            assert site.moved.wait_for(lambda: not site.running, 10)
        assert site.raised == ["LookupError: of its own"]


def test_a_stream_that_is_left_is_over_and_still() -> None:
    made = generate("bills", BILL)
    said: queue.Queue[object] = queue.Queue()
    with serving(made, Bills()) as site:
        call = stub_of(made, site.channel).Bill(iter(said.get, None))
        said.put(made.pb2.Item(pence=9))
        assert next(call).pence == 9
        call.cancel()
        said.put(None)
        with site.moved:
            assert site.moved.wait_for(lambda: site.ended == ["Bill"], 10)
            assert site.moved.wait_for(lambda: not site.running, 10)


def test_a_price_can_be_held_up_and_its_lookup_is_noted() -> None:
    prices = Prices({"A1": 7})
    with prices.held_at("A2"):
        assert prices.of("A1") == 7
    with pytest.raises(KeyError):
        prices.of("A2")
    assert prices.looked_up == ["A1", "A2"]


def test_fees_of_the_next_service_are_no_share_alone() -> None:
    assert [NextHop().fee(pence) for pence in (0, 100, 10_800)] == [1, 8, 757]


def test_buf_lets_the_reference_pass_and_finds_what_it_can_see() -> None:
    cells = find_unit("S03.4").read().cells
    [answer] = [cell.source for cell in cells if "def ticket_v2" in cell.source]
    names: dict[str, object] = {}
    exec(answer, names)  # noqa: S102 - the unit's own reference
    right = names["ticket_v2"]()  # type: ignore[operator]
    assert findings(TICKETS, right) == []
    for slip, rule in (
        (right.replace("reserved 4, 5;", "reserved 4;"), "DELETE_UNLESS_NUMBER_RESERVED"),
        (right.replace('"row", "band"', '"row"'), "DELETE_UNLESS_NAME_RESERVED"),
        (right.replace("reserved 4, 5;", "reserved 5;"), "RESERVED_MESSAGE_NO_DELETE"),
        (right.replace("pence = 2", "pence = 3").replace("fee_pence = 3", "fee_pence = 2"), ""),
    ):
        assert any(rule in found for found in findings(TICKETS, slip))
    with pytest.raises(ValueError, match="Buf cannot compare them"):
        findings(TICKETS, "message {")


def test_no_way_is_always_the_quickest() -> None:
    assert {least(HALL, each) for each in PROFILES} == {each.name for each in HALL}
    chosen = {least(TIGHT, each) for each in PROFILES_ELSE}
    assert chosen >= {"fat", "steady, HTTP/2", "lean", "nearly odd", "odd"}
    assert least(HALL[1:], PROFILES[0]) is None
    assert least(HALL[1:], PROFILES[0], anywhere=True) == "protobuf over gRPC"


@pytest.mark.parametrize(
    "slip",
    [
        lambda way: replace(way, gzip_bytes=min(way.gzip_bytes, way.plain_bytes)),
        lambda way: replace(way, p50_ms=round(way.p50_ms, 2), p99_ms=round(way.p99_ms, 2)),
        lambda way: replace(way, in_browsers=way.in_browsers or "HTTP" in way.name),
    ],
    ids=["the lesser bytes", "rounded", "by name"],
)
def test_the_table_tells_a_slip_from_the_rule(slip: Callable[[Way], Way]) -> None:
    table = [slip(way) for way in TIGHT]
    assert any(least(table, each) != least(TIGHT, each) for each in PROFILES_ELSE)


def test_of_two_equal_ways_the_first_counts_whatever_the_order_of_names_or_bytes() -> None:
    for order in (lambda way: way.name, lambda way: way.plain_bytes):
        table = sorted(TIGHT, key=order)
        assert any(least(table, each) != least(TIGHT, each) for each in PROFILES_ELSE)


def test_both_ways_are_measured_of_the_same_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABS_TEST", "1")
    with Service.start("pricing") as pricing:
        made = generate("pricing", pricing.client().get("/pricing.proto").text)
        ways, runs = measured(pricing, made, 30)
    assert [way.in_browsers for way in ways] == [True, False]
    assert all(way.gzip_bytes < way.plain_bytes for way in ways)
    assert {len(run) for run in runs.values()} == {20}
    assert len(table(ways).splitlines()) == 3
