"""A recording at Flytower's door, made from a seed, so that what happened in it is known.

packets = rdpcap(str(write(seed=11)))  # as Scapy reads it
for call in calls(seed=11):            # by connection, each with its truth
    call.packets, call.trip, call.again, call.end
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scapy.layers.dns import DNS, DNSQR, DNSRR
from scapy.layers.inet import IP, UDP
from scapy.packet import Packet
from scapy.utils import rdpcap, wrpcap

from labs.datasets.chance import Chance
from labs.measure.own_folder import own_folder
from labs.units.j07_6.connection import DOOR, Connection
from labs.units.j07_6.payloads import hello, page, request

EVENING = 1_773_516_300.0
KIRKWALL, LEEDS, STRANGER = "10.20.9.77", "10.20.16.5", "10.20.31.9"
FAR, NEAR = 0.046, 0.011
"""Seconds there and back."""

_folders: list[Path] = []


@dataclass(frozen=True)
class Call:
    """One connection as it was recorded, and what is true of it."""

    name: str
    packets: list[Packet]
    trip: float | None
    again: list[int]
    end: str


@cache
def calls(seed: int) -> list[Call]:
    """The connections of the recording of this seed, in the order of their first packets."""
    read, made = rdpcap(str(write(seed))), _made(seed)
    order = [each for each in _passing(made) if each[1] is not None]
    tcp = [packet for packet in read if UDP not in packet]
    found = []
    for connection in sorted(made, key=lambda each: each.sent[0].at):
        packets = [
            packet for packet, (_, mine) in zip(tcp, order, strict=True) if mine is connection
        ]
        passed = sorted(connection.sent, key=lambda each: each.at)
        again = [position for position, each in enumerate(passed) if each.again]
        found.append(Call(connection.name, packets, connection.trip, again, connection.end))
    return found


def write(seed: int) -> Path:
    """The file of this recording, which goes when this process ends."""
    if not _folders or not _folders[0].exists():
        _folders[:] = [own_folder("flytower-recording-")]
    path = _folders[0] / f"evening-{seed}.pcap"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        wrpcap(str(part), [packet for packet, _ in _passing(_made(seed))])
        part.replace(path)
    return path


@cache
def _made(seed: int) -> list[Connection]:
    return SCENES[seed](Chance("recording", seed))


def _passing(made: list[Connection]) -> list[tuple[Packet, Connection | None]]:
    """All packets in the order in which they pass, each with its connection; DNS has none."""
    passing = [
        (each.at, each.packet, connection) for connection in made for each in connection.sent
    ]
    return [
        *((packet, None) for packet in _names(min(at for at, *_ in passing))),
        *((packet, connection) for _, packet, connection in sorted(passing, key=lambda p: p[0])),
    ]


def _names(until: float) -> list[Packet]:
    """The door asks for a name, and is told."""
    asked = DNSQR(qname="catalogue.flytower.test")
    told = DNSRR(rrname="catalogue.flytower.test", ttl=300, rdata="10.20.0.11")
    there = IP(src=DOOR, dst="10.20.0.53") / UDP(sport=53_311, dport=53) / DNS(id=7, qd=asked)
    back = IP(src="10.20.0.53", dst=DOOR) / UDP(sport=53, dport=53_311)
    back /= DNS(id=7, qr=1, qd=asked, an=told)
    there.time, back.time = until - 0.0031, until - 0.0012
    return [there, back]


def _an_evening(chance: Chance) -> list[Connection]:
    """Kirkwall's pages lose a packet each, those of Leeds none; a stranger tries two doors."""
    seen = []

    def call(name: str, host: str, at: float, trip: float, port: int = 80) -> Connection:
        seen.append(Connection(name, host, EVENING + at, trip, chance, port=port))
        return seen[-1]

    plan = call("Kirkwall's plan", KIRKWALL, 0, FAR)
    plan.opens().asks(request("/plan")).answers(page(40_000), lost={27}).closes()
    leeds = call("Leeds's plan", LEEDS, 0.07, NEAR)
    leeds.opens().asks(request("/plan")).answers(page(40_000)).closes()
    prices = call("Kirkwall's prices", KIRKWALL, 0.61, FAR)
    prices.opens().asks(request("/prices")).answers(page(30_000), lost={12}).closes()
    secret = call("Kirkwall's secret line", KIRKWALL, 0.64, FAR, 443)
    secret.opens().asks(hello("office.flytower.test")).answers(page(9_000), lost={6}).resets()
    again = call("Leeds's prices", LEEDS, 0.9, NEAR)
    again.opens().asks(request("/prices")).answers(page(30_000)).closes()
    call("a stranger who looks in", STRANGER, 0.95, NEAR).looks_in()
    call("a stranger at a shut door", STRANGER, 0.96, NEAR, 8_080).is_refused()
    return seen


def _another_evening(chance: Chance) -> list[Connection]:
    """What may happen besides; both sides of a connection may begin with the same number."""
    seen = []

    def call(  # noqa: PLR0913 - a connection and its time
        name: str, host: str, at: float, trip: float, port: int = 80, *, own_port: int = 0
    ) -> Connection:
        when = EVENING + 86_400 + at
        seen.append(
            Connection(name, host, when, trip, chance, port=port, own_port=own_port, twins=True)
        )
        return seen[-1]

    mid = call("a call that began before the recording", LEEDS, 0, NEAR)
    mid.asks(request("/plan")).answers(page(9_000), lost={1}).closes(by_caller=True)
    twice = call("a call greeted twice", KIRKWALL, 0.02, FAR)
    twice.opens(greetings=2).asks(request("/plan")).answers(page(20_000)).closes()
    bare = call("a call whose first ACK carries its request", KIRKWALL, 0.05, FAR, 443)
    bare.opens(bare_ack=False).asks(hello("office.flytower.test")).answers(page(4_000)).closes()
    order = call("an order whose parts overtake each other", KIRKWALL, 0.3, FAR)
    order.opens().sends_overtaken(request("/orders") + page(4_000)).answers(page(300)).closes()
    half = call("a call that only its caller ended", LEEDS, 0.4, NEAR)
    half.opens().asks(request("/plan")).answers(page(14_000), lost={3, 9}).ends_one_side()
    fins = call("a call that said goodbye twice", KIRKWALL, 0.5, FAR)
    fins.opens().asks(request("/prices")).answers(page(3_000)).closes(page(200), twice=True)
    torn = call("a call that ended, and was reset", LEEDS, 0.6, NEAR)
    torn.opens().asks(request("/plan")).answers(page(3_000)).closes().resets(overtaken=True)
    last = call("a call that outlives the recording", KIRKWALL, 0.7, FAR)
    last.opens().asks(request("/plan")).answers(page(50_000), lost={34}, grown=page(120))
    call("a caller here who is not heard of again", DOOR, 0.75, NEAR / 50).is_given_up()
    own = call("a call of the door's own machine", DOOR, 0.77, NEAR / 50)
    own.opens().asks(request("/plan")).answers(page(9_000), lost={6}).closes()
    eager = call("a caller who begins twice", KIRKWALL, 0.8, FAR)
    eager.opens(begins=2).asks(request("/plan")).answers(page(3_000)).closes(by_caller=True)
    greeted = call("a call that is recorded from its SYN-ACK on", KIRKWALL, 0.9, FAR)
    greeted.opens(begins=0, congestion=True).asks(request("/plan")).answers(page(3_000)).closes()
    before = call("a caller who was here before", LEEDS, 1.0, NEAR)
    before.comes_late().opens(doubled=True).asks(request("/plan")).answers(page(3_000)).closes()
    peer = call("a call between two ports of one number", KIRKWALL, 1.1, FAR, 443, own_port=443)
    peer.opens().asks(request("/plan")).answers(page(3_000)).closes()
    early = call("a call whose caller has soon said all", LEEDS, 1.2, NEAR)
    early.opens().asks(request("/plan")).ends_one_side().answers(page(9_000)).ends_the_other()
    return seen


SCENES: dict[int, Callable[[Chance], list[Connection]]] = {11: _an_evening, 97: _another_evening}
"""What happens on the evening of each seed."""
