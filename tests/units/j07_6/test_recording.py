"""The recording of J07.6 is the same each time, and holds what it says."""

from itertools import pairwise

import pytest
from scapy.layers.dns import DNS
from scapy.layers.inet import IP, TCP
from scapy.utils import rdpcap

from labs.datasets.chance import Chance
from labs.units.j07_6 import recording
from labs.units.j07_6.connection import DOOR, MOST, Connection
from labs.units.j07_6.payloads import hello, page


@pytest.mark.parametrize("seed", recording.SCENES)
def test_a_seed_gives_the_same_file(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    first = recording.write(seed).read_bytes()
    monkeypatch.setattr(recording, "_folders", [])
    recording._made.cache_clear()
    assert recording.write(seed).read_bytes() == first


@pytest.mark.parametrize("seed", recording.SCENES)
def test_each_packet_of_tcp_belongs_to_one_call(seed: int) -> None:
    read = rdpcap(str(recording.write(seed)))
    calls = recording.calls(seed)
    assert sum(len(call.packets) for call in calls) == sum(TCP in packet for packet in read)
    assert sum(DNS in packet for packet in read) == 2
    for call in calls:
        ends = {
            frozenset({(packet[IP].src, packet[TCP].sport), (packet[IP].dst, packet[TCP].dport)})
            for packet in call.packets
        }
        assert len(ends) == 1, call.name
    times = [packet.time for packet in read]
    assert times == sorted(times)


def test_what_is_lost_at_the_end_waits_and_in_the_middle_is_told_of() -> None:
    def waits(lost: int) -> float:
        call = Connection("a page", "10.20.9.77", 0, 0.05, Chance("a page", 1))
        call.opens().answers(page(10 * MOST), lost={lost})
        assert [each.again for each in call.sent].count(True) == 1
        times = [each.at for each in call.sent]
        return max(later - earlier for earlier, later in pairwise(times))

    assert waits(9) > 0.15
    assert waits(4) < 0.06


def test_what_is_lost_in_the_middle_goes_again_when_it_was_asked_for_three_times_more() -> None:
    call = recording.calls(11)[2]
    (again,) = call.again
    lost = call.packets[again][TCP].seq
    asked = [each[TCP].ack == lost for each in call.packets]
    assert asked[again - 4 : again] == [True] * 4
    assert asked[:again].count(True) == 4
    assert asked[again:].count(True) == 4, "those that were on their way"


def test_the_numbers_of_what_is_sent_and_acknowledged_agree() -> None:
    for call in recording.calls(11)[:3]:
        door = [each[TCP] for each in call.packets if each[IP].src == DOOR]
        heard = [each[TCP] for each in call.packets if each[IP].src != DOOR]
        assert heard[-1].ack == max(each.seq for each in door), "its FIN, and all before it"
        assert [each.ack for each in heard] == sorted(each.ack for each in heard)


def test_hello_names_its_host_as_tls_does() -> None:
    said = hello("office.flytower.test")
    assert said[0] == 22, "a handshake record"
    assert int.from_bytes(said[3:5], "big") == len(said) - 5
    assert b"office.flytower.test" in said


def test_a_page_is_as_long_as_it_says() -> None:
    head, _, body = page(3_000).partition(b"\r\n\r\n")
    assert len(head) + 4 + len(body) == 3_000
    assert int(head.rpartition(b": ")[2]) == len(body)
