"""What readers see, and when two of them disagree."""

import pytest

from labs.units.s12_1.probes import (
    HELLO,
    HOST,
    LEGAL,
    LEGAL_ELSE,
    LENGTH_5,
    PLAN,
    Legal,
    lines,
    mixtures,
)
from labs.units.s12_1.seen import Seen, by_ends, by_h11

POST = lines(HOST, LENGTH_5) + b"\r\n\r\n" + HELLO
READ = ("POST /orders", HELLO)


def test_h11_reads_one_request_after_another() -> None:
    assert by_h11(POST + PLAN) == Seen((READ, ("GET /plan", b"")))


@pytest.mark.parametrize("cut", [1, 30, len(POST) - 1])
def test_h11_waits_for_the_rest(cut: int) -> None:
    assert by_h11(POST[:cut]) == Seen((), "waits")


def test_h11_reads_nothing_after_a_refusal_or_http_1_0() -> None:
    assert by_h11(POST.replace(b"5", b"+5") + PLAN) == Seen((), "refused")
    assert by_h11(b"GET / HTTP/1.0\r\n\r\n" + PLAN) == Seen((("GET /", b""),), "refused")


def test_a_reader_by_ends_waits_for_one_that_is_not_all_here() -> None:
    assert by_ends(lambda have: len(have) + 1, POST) == Seen((), "waits")
    assert by_ends(lambda _: len(POST), POST) == Seen((READ,))


def test_only_who_refuses_may_see_less() -> None:
    one, two = Seen((READ,)), Seen((READ, READ))
    assert Seen((), "refused").agrees(two)
    assert Seen((READ,), "refused").agrees(two)
    assert not one.agrees(two)
    assert not one.agrees(Seen((READ,), "waits"))
    assert not Seen((("GET /", b""),), "refused").agrees(two)


@pytest.mark.parametrize("legal", [*LEGAL, *LEGAL_ELSE], ids=lambda each: each.name)
def test_h11_takes_what_is_called_legal(legal: Legal) -> None:
    assert by_h11(legal.raw + b"\r\n\r\n").end != "refused"


def test_mixtures_are_read_and_refused_both() -> None:
    ends = [by_h11(raw).end for raw in mixtures(12, 300)]
    assert 20 < ends.count("refused") < 280
