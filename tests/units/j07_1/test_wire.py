"""The connection on which an answer is cut where a check says."""

import pytest

from labs.units.j07_1.wire import ENDLESS, ReadsOnError, Wire


def test_pieces_never_run_together() -> None:
    with Wire.connected() as wire:
        wire.says([b"ab", b"", b"c"])
        assert [wire.recv(100), wire.left, wire.recv(100), wire.left] == [b"ab", 1, b"c", 0]
        with pytest.raises(ReadsOnError):
            wire.recv(1)
        assert wire.read_on
        wire.says([b"xyz"])
        assert [wire.recv(1), wire.recv(9)] == [b"x", b"yz"]
        assert not wire.read_on


def test_a_file_made_of_it_reads_the_same() -> None:
    with Wire.connected() as wire, wire.makefile("rb") as file:
        wire.says([b"one\r", b"\ntw", b"o"])
        assert (file.readline(), file.read(3)) == (b"one\r\n", b"two")
        assert (wire.left, wire.read_on) == (0, False)


def test_its_end_is_told_only_so_often() -> None:
    with Wire.connected() as wire:
        wire.says([b"half"], hangs_up=True)
        assert wire.recv(10) == b"half"
        assert [wire.recv(10) for _ in range(ENDLESS)] == [b""] * ENDLESS
        with pytest.raises(ReadsOnError):
            wire.recv(10)
