"""pricing over real connections: the same prices by gRPC and as JSON, and what each refuses."""

import time
from collections.abc import Iterator
from queue import Queue
from typing import Any

import grpc
import httpx
import pytest
from google.protobuf.json_format import MessageToDict

from labs.flytower.pricing.contract import TEXT, messages, services
from labs.flytower.pricing.prices import MOST_PENCE, MOST_SEATS, fee_for, hall
from labs.servers import ServerError, Service


@pytest.fixture(scope="module")
def json_twin() -> Iterator[httpx.Client]:
    with (
        Service.start("pricing") as service,
        httpx.Client(base_url=service.url, trust_env=False, timeout=10) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def stub(json_twin: httpx.Client) -> Iterator[Any]:
    with grpc.insecure_channel(json_twin.get("/grpc").json()["address"]) as channel:
        yield services.PricingStub(channel)


def refused(call: Any, request: object) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.RpcError) as caught:
        list(call(request, timeout=10))
    error: Any = caught.value
    return error.code(), error.details()


@pytest.mark.parametrize(
    ("pence", "fee"), [(0, 0), (1, 60), (923, 60), (1_100, 72), (2_000, 130), (MOST_PENCE, 350)]
)
def test_a_fee_is_the_same_in_both(
    json_twin: httpx.Client, stub: Any, pence: int, fee: int
) -> None:
    assert json_twin.post("/fees", json={"pence": pence}).json() == {"fee_pence": fee}
    assert stub.Fee(messages.FeeRequest(pence=pence), timeout=10).fee_pence == fee


def test_seats_are_the_same_in_three_ways(json_twin: httpx.Client, stub: Any) -> None:
    asked = messages.SeatsRequest(count=200)
    by_json = json_twin.get("/seats", params={"count": 200}).json()
    as_one = stub.Seats(asked, timeout=10)
    assert len(by_json["seats"]) == 200
    shown = MessageToDict(
        as_one, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    assert shown == by_json
    assert list(as_one.seats) == list(stub.EachSeat(asked, timeout=10))


def test_each_ticket_in_the_cart_is_answered_before_the_next_is_sent(stub: Any) -> None:
    said: Queue[Any] = Queue()
    totals = stub.Cart(iter(said.get, None), timeout=10)
    heard = []
    for pence in (2_000, 0, 100_000):
        said.put(messages.CartItem(pence=pence))
        total = next(totals)
        heard.append((total.tickets, total.pence, total.fee_pence))
    said.put(None)
    assert heard == [(1, 2_000, 130), (2, 2_000, 130), (3, 102_000, 480)]
    assert list(totals) == []


def test_what_is_no_price_or_no_hall_is_refused(json_twin: httpx.Client, stub: Any) -> None:
    dear, large = MOST_PENCE + 1, MOST_SEATS + 1
    code, text = refused(stub.Cart, iter([messages.CartItem(pence=dear)]))
    assert (code.name, text) == (
        "INVALID_ARGUMENT",
        "a ticket costs 0 to 100000 pence, not 100001.",
    )
    for count in (0, large):
        code, text = refused(stub.EachSeat, messages.SeatsRequest(count=count))
        assert code is grpc.StatusCode.INVALID_ARGUMENT
        assert text == f"a hall is asked for 1 to 2000 seats, not {count}."
        answer = json_twin.get("/seats", params={"count": count})
        assert (answer.status_code, answer.json()["title"]) == (422, "Unprocessable Entity")
    for body in ({"pence": dear}, {"pence": -1}, {"pence": "7"}, {"pence": 1, "seats": 2}, {}):
        assert json_twin.post("/fees", json=body).status_code == 422


def test_a_cart_has_an_end(stub: Any) -> None:
    items = (messages.CartItem(pence=100) for _ in range(1_001))
    totals = stub.Cart(items, timeout=20)
    with pytest.raises(grpc.RpcError) as caught:
        for _ in totals:
            pass
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_stream_ends_with_its_caller(stub: Any) -> None:
    call = stub.EachSeat(messages.SeatsRequest(count=MOST_SEATS), timeout=10)
    assert next(call).seat == "1-1"
    call.cancel()
    with pytest.raises(grpc.RpcError) as caught:
        list(call)
    assert caught.value.code() is grpc.StatusCode.CANCELLED
    assert stub.Fee(messages.FeeRequest(pence=100), timeout=10).fee_pence == 60


def test_it_gives_out_its_contract(json_twin: httpx.Client) -> None:
    answer = json_twin.get("/pricing.proto")
    assert answer.text == TEXT
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_port_that_is_taken_is_told() -> None:
    with Service.start("pricing") as first:
        taken = first.client().get("/grpc").json()["address"].rpartition(":")[2]
        with pytest.raises(ServerError, match=f":{taken}: is it taken"):
            Service.start("pricing", PRICING_GRPC_PORT=taken)


def test_it_stops_while_somebody_streams() -> None:
    with Service.start("pricing") as service:
        channel = grpc.insecure_channel(service.client().get("/grpc").json()["address"])
        said: Queue[Any] = Queue()
        said.put(messages.CartItem(pence=100))
        totals = services.PricingStub(channel).Cart(iter(said.get, None), timeout=60)
        assert next(totals).tickets == 1
        began = time.monotonic()
        service.stop()
        assert time.monotonic() - began < 10
        said.put(None)
        channel.close()


def test_a_row_has_twenty_seats_and_three_bands() -> None:
    seats = list(hall(241))
    assert [seats[n].seat for n in (0, 19, 20, 240)] == ["1-1", "1-20", "2-1", "13-1"]
    assert [seats[n].band for n in (79, 80, 159, 160, 240)] == [
        "stalls",
        "circle",
        "circle",
        "balcony",
        "balcony",
    ]
    assert sum(seat.free for seat in hall(7)) == 6
    with pytest.raises(ValueError, match="1 to 2000"):
        hall(0)
    with pytest.raises(ValueError, match="not -1"):
        fee_for(-1)
