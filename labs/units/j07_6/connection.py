"""One connection of TCP, packet by packet, as a recording at the server's side sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from scapy.layers.inet import IP, TCP
from scapy.packet import Packet, Raw

from labs.datasets.chance import Chance

DOOR = "10.20.0.10"
"""Where the recording is made."""

MOST = 1_448
"""Bytes of data in one packet."""

FIRST_ROUND = 10
"""Packets that a server sends before it has heard of any (RFC 6928)."""

PATIENCE = 0.2
"""Seconds beyond a trip after which what was not acknowledged is sent again, as Linux has it."""

TELLING = 3
"""ACKs for one and the same byte that tell of a loss (RFC 5681)."""

NEXT = 0.00005
"""Seconds between two packets of one round."""


@dataclass(frozen=True)
class Sent:
    """A packet that passed the door."""

    at: float
    packet: Packet
    again: bool


class Connection:
    """Played step by step; each step goes on where the one before has ended."""

    def __init__(  # noqa: PLR0913 - what makes one connection another
        self,
        name: str,
        host: str,
        at: float,
        trip: float,
        chance: Chance,
        *,
        port: int = 80,
        own_port: int = 0,
        twins: bool = False,
    ) -> None:
        """A call of the host at this time; with `twins` both sides begin with one number.

        The caller has this port of its own, or an ephemeral one.
        """
        self.name, self.sent = name, list[Sent]()
        self.trip: float | None = None
        self.end = "open"
        self._caller = (host, own_port or 49_152 + chance.below(16_384))
        self._door = (DOOR, port)
        self._now, self._away, self._chance = at, trip, chance
        first = chance.below(2**31)
        self._next = {self._caller: first, self._door: first if twins else chance.below(2**31)}

    def comes_late(self) -> Self:
        """An ACK of an earlier connection between the same ends comes late."""
        self._passes(self._caller, "A")
        self._wait(0.02)
        return self

    def opens(
        self,
        *,
        begins: int = 1,
        greetings: int = 1,
        bare_ack: bool = True,
        doubled: bool = False,
        congestion: bool = False,
    ) -> Self:
        """The handshake, with so many SYN and SYN-ACK.

        With `doubled` the network brings the SYN once more, after the SYN-ACK, and the server
        answers that it waits for what follows; with `congestion` the server says, by a flag
        more, that it understands ECN (RFC 3168).
        """
        for again in range(begins):
            self._passes(self._caller, "S", again=again > 0, after=1.0 if again else 0)
        begun = self._next[self._caller]
        self._take(self._caller, 1)
        greeting = "SAE" if congestion else "SA"
        for again in range(greetings):
            self._passes(self._door, greeting, again=again > 0, after=1.0 if again else 0.0001)
        greeted = self._now
        self._take(self._door, 1)
        if doubled:
            self._passes(self._caller, "S", seq=begun, again=True, after=0.001)
            self._passes(self._door, "A", after=0.0001)
            self._now = greeted
        self._wait(self._a_trip())
        self.trip = None if greetings > 1 else self._now - greeted
        if bare_ack:
            self._passes(self._caller, "A")
            self._wait(0.0004)
        return self

    def asks(self, data: bytes) -> Self:
        """The caller sends something small; the server is busy with it for a while."""
        self._passes(self._caller, "PA", data)
        self._take(self._caller, len(data))
        self._passes(self._door, "A", after=0.0001)
        self._wait(0.012)
        return self

    def sends_overtaken(self, data: bytes) -> Self:
        """The caller sends more than a packet; the last comes before the one before it."""
        pieces = [(begin, data[begin : begin + MOST]) for begin in range(0, len(data), MOST)]
        first = self._next[self._caller]
        for begin, piece in (*pieces[:-2], pieces[-1], pieces[-2]):
            self._passes(self._caller, "PA", piece, seq=first + begin, after=0.0003)
        self._take(self._caller, len(data))
        self._passes(self._door, "A", after=0.0001)
        self._wait(0.009)
        return self

    def answers(self, data: bytes, lost: Collection[int] = (), grown: bytes = b"") -> Self:
        """The server's answer, round by round; packets of these numbers are lost once.

        If the last is lost, it takes with it what the server has had to say since: `grown`.
        """
        pieces = [data[begin : begin + MOST] for begin in range(0, len(data), MOST)]
        number, window = 0, FIRST_ROUND
        while number < len(pieces):
            sent = range(number, min(number + window, len(pieces)))
            self._round(pieces, sent, [each for each in sent if each in lost], grown)
            number, window = sent.stop, window * 2
        return self

    def _round(self, pieces: list[bytes], sent: range, missing: list[int], grown: bytes) -> None:
        """One round goes out; its ACKs come, and what was lost goes out again."""
        first = self._next[self._door]
        places = {each: first + MOST * (each - sent.start) for each in sent}
        begun = self._now
        for each in sent:
            self._now = begun + NEXT * (each - sent.start)
            self._passes(self._door, "A", pieces[each], seq=places[each])
        trip = self._a_trip()
        heard = [each for each in sent if each not in missing]
        asked = []  # when the first that is missing was asked for
        for order, each in enumerate(heard):
            self._now = begun + NEXT * (each - sent.start) + trip
            asked_for = places[missing[0]] if missing and each > missing[0] else None
            if asked_for is None and order % 2 and each != heard[-1]:
                continue  # every second packet is acknowledged, as TCP does
            number = asked_for or places[each] + len(pieces[each])
            self._acknowledges(number)
            asked += [self._now] * bool(missing and number == places[missing[0]])
        for order, each in enumerate(missing):
            if order == 0 and len(asked) > TELLING:  # asked for, and so many times again
                self._now = asked[TELLING] - NEXT / 2
            elif sum(later > each for later in heard) < TELLING:
                self._now = max(self._now, begun + trip + PATIENCE)
            flags = "A"
            if grown and each == len(pieces) - 1:
                flags, pieces[each] = "PA", pieces[each] + grown
            self._passes(self._door, flags, pieces[each], seq=places[each], again=True, after=NEXT)
            self._wait(self._a_trip())
            still = missing[order + 1 :] or [sent.stop - 1]
            whole = 0 if missing[order + 1 :] else len(pieces[still[0]])
            self._acknowledges(places[still[0]] + whole)
        self._take(self._door, sum(len(pieces[each]) for each in sent))
        self._wait(0.0002)

    def closes(self, last: bytes = b"", *, by_caller: bool = False, twice: bool = False) -> Self:
        """Both sides say that they have said all, the first with its last bytes.

        With `twice` the first is not heard at once, and says it again; meanwhile the second has
        said one byte more, twice.
        """
        first, second = self._door, self._caller
        if by_caller:
            first, second = second, first
        flags = "FPA" if last else "FA"
        self._passes(first, flags, last)
        if twice:
            for again in (False, True):
                self._passes(second, "PA", b"\n", again=again, after=0.06)
            self._take(second, 1)
            self._passes(first, flags, last, again=True, after=0.13)
        self._take(first, len(last) + 1)
        self._wait(0.0001 if by_caller else self._a_trip())
        self._passes(second, "FA")
        self._take(second, 1)
        self._wait(self._a_trip() if by_caller else 0.0001)
        self._passes(first, "A")
        self.end = "closed"
        return self

    def ends_one_side(self) -> Self:
        """The caller has said all, twice; the server has not, and says it has heard."""
        for again in range(2):
            self._passes(self._caller, "FA", again=again > 0, after=0.25 * again)
        self._take(self._caller, 1)
        self._passes(self._door, "A", after=0.0001)
        return self

    def ends_the_other(self) -> Self:
        """The server has said all, too; nobody hears whether that arrived."""
        self._passes(self._door, "FA")
        self.end = "closed"
        return self

    def resets(self, *, overtaken: bool = False) -> Self:
        """The caller ends it at once; with `overtaken` an earlier ACK of its comes after that."""
        self._passes(self._caller, "R", after=0.03)
        if overtaken:
            self._passes(self._caller, "A", after=0.001)
        self.end = "reset"
        return self

    def looks_in(self) -> Self:
        """The caller hears that the door is open, and goes."""
        self._passes(self._caller, "S")
        self._take(self._caller, 1)
        self._passes(self._door, "SA", after=0.0001)
        self._wait(self._a_trip())
        return self.resets()

    def is_given_up(self) -> Self:
        """The caller is not heard of again, and the server ends it."""
        self._passes(self._caller, "S")
        self._take(self._caller, 1)
        self._passes(self._door, "SA", after=0.0001)
        self._take(self._door, 1)
        self._passes(self._door, "RA", after=1.0)
        self.end = "reset"
        return self

    def is_refused(self) -> Self:
        """Nobody listens at this port."""
        self._passes(self._caller, "S")
        self._take(self._caller, 1)
        self._passes(self._door, "RA", after=0.0001)
        self.end = "reset"
        return self

    def _acknowledges(self, number: int) -> None:
        """The caller waits for this byte."""
        kept = self._next[self._door]
        self._next[self._door] = number
        self._passes(self._caller, "A")
        self._next[self._door] = kept

    def _passes(  # noqa: PLR0913 - a packet has many fields
        self,
        side: tuple[str, int],
        flags: str,
        data: bytes = b"",
        *,
        seq: int | None = None,
        again: bool = False,
        after: float = 0,
    ) -> None:
        self._wait(after)
        (source, sport), (target, dport) = side, self._other(side)
        ack = self._next[self._other(side)] if "A" in flags else 0
        segment = TCP(sport=sport, dport=dport, flags=flags, ack=ack, window=64_240)
        segment.seq = self._next[side] if seq is None else seq
        packet = IP(src=source, dst=target) / segment
        if data:
            packet /= Raw(data)
        packet.time = round(self._now, 6)
        self.sent.append(Sent(self._now, packet, again))

    def _other(self, side: tuple[str, int]) -> tuple[str, int]:
        return self._door if side == self._caller else self._caller

    def _take(self, side: tuple[str, int], numbers: int) -> None:
        """What the side has sent took so many numbers."""
        self._next[side] += numbers

    def _wait(self, seconds: float) -> None:
        self._now += seconds

    def _a_trip(self) -> float:
        """Seconds there and back: up to a twentieth more than at best."""
        return self._away * (1 + self._chance.below(50) / 1_000)
