"""Two hops on loopback: what is passed on, carried out, and refused."""

from labs.units.s12_1.messages import Refused
from labs.units.s12_1.two_hops import TwoHops

ASK = b"GET /plan HTTP/1.1\r\nKey: ann\r\n\r\n"


def refusing(have: bytes) -> int:
    raise Refused(400)


def test_a_request_is_passed_on_and_its_answer_comes_back() -> None:
    with TwoHops(len, len) as hops:
        assert hops.ask(ASK).endswith(b"GET /plan for ann")
    assert hops.passed_on == ["GET /plan HTTP/1.1"]
    assert hops.done == ["GET /plan for ann"]


def test_what_the_front_refuses_does_not_arrive() -> None:
    with TwoHops(refusing, len) as hops:
        assert hops.ask(ASK).startswith(b"HTTP/1.1 400 ")
    assert hops.done == []


def test_what_is_left_of_one_visitor_begins_the_next_ones_request() -> None:
    hidden = b"POST /cancel HTTP/1.1\r\nX: "
    with TwoHops(len, lambda have: have.index(b"\r\n\r\n") + 4) as hops:
        hops.ask(ASK.replace(b"ann", b"eve") + hidden)
        hops.ask(ASK)
    assert hops.done == ["GET /plan for eve", "POST /cancel for ann"]
