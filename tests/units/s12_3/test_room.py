"""The room of S12.3: what its peers send and take, and what bytes a message is."""

import pytest

from labs.units.s12_3 import wire
from labs.units.s12_3.peers import (
    AGAINST,
    AGAINST_ELSE,
    AgainstServersError,
    Handshake,
    Said,
    frames_of,
    one_frame,
    pieces,
    sent,
    told,
)
from labs.units.s12_3.shapes import BrokenProtocolError, Frame


def test_a_servers_frames_are_taken_apart() -> None:
    data = b"\x01\x02A1" + b"\x80\x7e\x00\xc8" + b"x" * 200 + b"\x88\x02\x03\xe8"
    frames = list(frames_of(data))
    assert frames == [Said(False, 1, b"A1"), Said(True, 0, b"x" * 200), Said(True, 8, b"\x03\xe8")]
    assert told(frames[0]) == "text b'A1', to be continued"
    assert told(frames[2]) == "close 1000"
    for wrong, why in ((sent(1, b"A1"), "no mask"), (data[:-1], "lacks 1"), (data[:9], "lacks")):
        with pytest.raises(AgainstServersError, match=why):
            list(frames_of(wrong))


def test_the_library_reads_a_clients_frame_and_no_further() -> None:
    data = sent(1, b"A12 sold", fin=False)
    assert one_frame(data + b"\x81") == Frame(False, 1, b"A12 sold", len(data))
    assert one_frame(data[:-1]) is None
    refused = 0
    for each in (*AGAINST, *AGAINST_ELSE):
        try:
            one_frame(each.data)
        except BrokenProtocolError as error:
            refused += error.code == each.code
    assert refused >= 10  # it takes lengths that are not in their shortest form


def test_the_library_says_what_it_has_against_an_answer() -> None:
    assert Handshake().asked["upgrade"] == "websocket"
    assert "Connection" in Handshake().opens(101, {"Upgrade": "websocket"})
    assert Handshake().opens(403, {}) != ""


def test_bytes_are_cut_to_sizes_in_turn() -> None:
    assert list(pieces(b"abcdefg", [1, 2])) == [b"a", b"bc", b"d", b"ef", b"g"]


def test_a_message_is_counted_in_each_wrapping() -> None:
    sizes = wire.sizes(b"x" * 36)
    assert sizes["server's frame"] == 38
    assert sizes["client's frame"] == 42
    assert 100 < sizes["HTTP request"] < 400
    assert sizes["a million letters, compressed"] < 2_000
    assert one_frame(wire.masked(b"A12")) == Frame(True, 1, b"A12", 9)
