"""What the checks of J07.5 put to an answer is what dnspython says of it."""

import dns.exception
import dns.message
import dns.name
import pytest

from labs.units.j07_5 import data
from labs.units.j07_5.cursor import Cursor
from labs.units.j07_5.packets import (
    BROKEN,
    LONG,
    NAMES,
    OTHER_NAMES,
    OTHERS_BROKEN,
    Sent,
    Written,
    crafted,
    cut_short,
)
from labs.units.j07_5.within import NoEndError, within


def told(case: Written | Sent) -> str:
    return case.told


@pytest.mark.parametrize("case", [*NAMES, *OTHER_NAMES], ids=told)
def test_a_name_is_what_dnspython_reads(case: Written) -> None:
    name, length = dns.name.from_wire(case.packet, case.at)
    text = name.to_text(omit_final_dot=True) if len(name) > 1 else ""
    assert (text, case.at + length) == (case.name, case.after)
    cursor = Cursor(case.packet)
    cursor.take(case.at)
    assert (cursor.name(), cursor.at) == (case.name, case.after)


def test_the_long_chain_is_read_as_its_own_end_says() -> None:
    """No library reads it: dnspython follows 16 pointers."""
    at, pointers = LONG.at, 0
    while LONG.packet[at] >= 192:
        place = int.from_bytes(LONG.packet[at : at + 2], "big") - 0xC000
        assert place < at
        at, pointers = place, pointers + 1
    name, _ = dns.name.from_wire(LONG.packet, at)
    assert (name.to_text(omit_final_dot=True), pointers) == (LONG.name, 4_000)
    assert LONG.after == LONG.at + 2 == len(LONG.packet)


@pytest.mark.parametrize("case", [*BROKEN, *OTHERS_BROKEN], ids=told)
def test_a_broken_name_is_one_to_dnspython_too(case: Written) -> None:
    with pytest.raises(dns.exception.FormError):
        dns.name.from_wire(case.packet, case.at)
    cursor = Cursor(case.packet)
    cursor.take(case.at)
    with pytest.raises(ValueError, match="no name"):
        cursor.name()


@pytest.mark.parametrize("sent", [*crafted()], ids=told)
def test_a_crafted_answer_is_sound(sent: Sent) -> None:
    dns.message.from_wire(sent.packet + sent.cut)


@pytest.mark.parametrize("sent", [*cut_short()], ids=told)
def test_an_answer_that_is_cut_is_none(sent: Sent) -> None:
    with pytest.raises(dns.exception.DNSException):
        dns.message.from_wire(sent.packet)


def test_a_cursor_goes_on_and_stops_at_the_end() -> None:
    cursor = Cursor(b"\0\7\1\2\3")
    assert (cursor.number(2), cursor.take(1), cursor.at) == (7, b"\1", 3)
    with pytest.raises(ValueError, match="3 bytes are wanted, 2 are left"):
        cursor.take(3)
    assert cursor.number(2) == 515


def test_what_never_ends_is_stopped_and_what_ends_is_not() -> None:
    def turns(count: int) -> str:
        while count:
            count -= 1
        return "ended"

    assert within(1_000, turns, 100) == "ended"
    with pytest.raises(NoEndError, match="1,000 lines"):
        within(1_000, turns, -1)


def test_names_are_forty() -> None:
    assert len(set(data.FORTY)) == 40
