"""The counter reads a request, and tells its handler and `refusal` what it is about."""

from collections.abc import Iterator

import httpx
import pytest

from labs.servers.hosting import hosted
from labs.units.j07_2 import stage, trouble
from labs.units.j07_2.counter import Counter, Response
from labs.units.j07_2.situations import LATE_SITUATIONS, SITUATIONS, plain_handlers, prepared

EXPECTED = [
    trouble.StrangerError,
    trouble.NotYoursError,
    trouble.NeverWasError,
    trouble.CancelledError,
    trouble.OtherMethodError,
    trouble.OtherFormatError,
    trouble.NotJsonError,
    trouble.BadValueError,
    trouble.SeatTakenError,
    trouble.TooOftenError,
    trouble.ClosedError,
    KeyError,
]


@pytest.fixture
def counter() -> Counter:
    return Counter(plain_handlers(), lambda _: Response(418), prepared())


@pytest.fixture
def client(counter: Counter) -> Iterator[httpx.Client]:
    with hosted(counter) as site, stage.client_of(site.url) as client:
        yield client


def test_each_situation_is_the_trouble_that_it_tells_of(
    counter: Counter, client: httpx.Client
) -> None:
    for situation, kind in zip(SITUATIONS, EXPECTED, strict=True):
        assert situation.ask(client, counter).status_code == 418
        assert [type(error) for error in counter.refused] == [kind], situation.about
    for situation in LATE_SITUATIONS:
        situation.ask(client, counter)
        assert len(counter.refused) == 1, situation.about


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (None, "is a `return` missing"),
        (Response(204, {}, {"done": True}), "an answer 204 has no body"),
        (Response(200, {"Retry-After": 7}), "headers are texts"),  # type: ignore[dict-item]
        (Response(200, {}, {1, 2}), "not JSON serializable"),
    ],
    ids=["nothing", "a body of 204", "a number for a header", "a set"],
)
def test_what_cannot_be_sent_is_kept_as_the_handlers_error(
    counter: Counter, client: httpx.Client, response: Response, reason: str
) -> None:
    counter.handlers.look_up = lambda *_: response
    reply = client.get("/bookings/1", headers={"Authorization": "Bearer tom"})
    assert reply.status_code == 500
    assert reason in str(counter.errors[0])
