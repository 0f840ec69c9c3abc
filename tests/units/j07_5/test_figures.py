"""J07.5's figure, and what a packet looks like."""

import pytest
from matplotlib.figure import Figure

from labs.units.j07_5 import figures
from labs.units.j07_5.figures import Seen
from labs.units.j07_5.show import dump
from tests.support.figures import said


def test_copies_say_when_the_new_address_is_told(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    late = [Seen(0, "old", 2), Seen(1, "old", 1), Seen(1.5, "new", 0)]
    figures.copies({"both at once": late, "TTL first": [Seen(0, "new", 0)]}, "new")
    assert said(capsys) == "Until the new address is told, both at once: 1.5 s; TTL first: 0.0 s."
    rows = {line.get_ydata()[0] for line in drawn[0].axes[0].lines}  # type: ignore[index]
    assert rows == {0, -1}
    assert figures.late([Seen(0, "old", 2)], "new") == float("inf")


def test_a_packet_is_shown_by_place_byte_and_letter(capsys: pytest.CaptureFixture[str]) -> None:
    dump(b"\0\3www" + bytes(12))
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("   0  00 03 77 77 77 00")
    assert first.endswith("..www...........")
    assert second.split() == ["16", "00", "."]
