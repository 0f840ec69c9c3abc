"""What J07.5 asks of an answer: each check is one claim."""

import reprlib
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import dns.message
import dns.rcode
import dns.rdatatype

from labs.judges import Judge, Likely, judging
from labs.servers import Bind
from labs.units.j07_5 import causes
from labs.units.j07_5.data import FORTY, OTHER_ZONES, OTHERS, ZONES, Asked, flytower
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

__all__ = [
    "BROKEN",
    "FORTY",
    "NAMES",
    "OTHERS",
    "OTHERS_BROKEN",
    "OTHER_NAMES",
    "OTHER_ZONES",
    "ZONES",
]


class Record(Protocol):
    """A record of an answer."""

    name: str
    kind: int
    ttl: int
    value: str | bytes


class Reply(Protocol):
    """An answer, decoded."""

    code: int
    records: Sequence[Record]


DnsQuery = Callable[[int, str, int], bytes]
ReadName = Callable[[bytes, int], tuple[str, int]]
Decode = Callable[[bytes], Reply]

LINES = 50_000
"""More lines than any answer here takes."""


def exchange(port: int, packet: bytes) -> bytes:
    """The answer to one packet; raises TimeoutError if none comes."""
    with socket.socket(type=socket.SOCK_DGRAM) as line:
        line.settimeout(5)
        line.connect(("127.0.0.1", port))
        line.send(packet)
        return line.recv(65_535)


# --- E1: a question ---------------------------------------------------------------------------

QUERY = "E1: the name server understands the question"

ASKED: Sequence[tuple[int, str, int]] = (
    (500, "www.flytower.test", 1),
    (7, "notes.flytower.test", 16),
)
OTHERS_ASKED: Sequence[tuple[int, str, int]] = (
    (0, "flytower.test.", 28),
    (65_535, "no.such.name.FLYTOWER.test", 1),
    (65_535, "no.such.name.FLYTOWER.test", 5),
    (8, r"north\south\046.flytower.test", 1),
    (256, "a.test", 257),
)
LONGEST = ".".join(["x" * 63] * 3 + ["y" * 61])
"""A name that takes 255 bytes."""
NO_NAMES = (
    "www..flytower.test",
    ".flytower.test",
    "flytower.test..",
    "x" * 64 + ".test",
    LONGEST + "y",
)


def understood(dns_query: DnsQuery, asked: Sequence[tuple[int, str, int]]) -> None:
    """BIND answers the packet with its number and question, and dnspython writes the same."""
    with judging(QUERY) as judge, Bind.start({"flytower.test": flytower()}) as names:
        for number, name, kind in asked:
            called = f"dns_query({number}, {name!r}, {kind})"
            right = _query(number, name, kind)
            with judge.calling(called):
                got = dns_query(number, name, kind)
            code = "no packet" if not isinstance(got, bytes) else _code_of(names.port, got)
            judge.that(
                got == right,
                called=called,
                got=f"{_hexed(got)}; BIND says: {code}",
                expected=_hexed(right),
                likely=causes.why_this_query(got, right),
            )


def _query(number: int, name: str, kind: int) -> bytes:
    """What dnspython writes; to it, a backslash in a name is one if it stands there twice."""
    meant = name.replace("\\", 2 * "\\")
    return dns.message.make_query(meant, dns.rdatatype.RdataType(kind), id=number).to_wire()


def _code_of(port: int, packet: bytes) -> str:
    try:
        return dns.rcode.to_text(dns.rcode.Rcode(exchange(port, packet)[3] % 16))
    except (TimeoutError, OSError):
        return "nothing at all"


def _hexed(packet: object) -> str:
    return packet.hex(" ") if isinstance(packet, bytes) else repr(packet)


def longest(dns_query: DnsQuery, names: Sequence[str]) -> None:
    """The longest names are asked for; what is no name is refused with ValueError."""
    with judging(QUERY) as judge:
        for name in ("x" * 63 + ".test", LONGEST, LONGEST + "."):
            right = _query(9, name, 1)
            called = f"dns_query(9, {reprlib.repr(name)}, 1), a name of {len(right) - 16} bytes"
            with judge.calling(called):
                got = dns_query(9, name, 1)
            likely = causes.why_this_query(got, right)
            judge.that(
                got == right, called=called, got=_hexed(got), expected=_hexed(right), likely=likely
            )
        for name in names:
            came = _came(dns_query, 9, name, 1)
            judge.that(
                came.startswith("ValueError"),
                called=f"dns_query(9, {reprlib.repr(name)}, 1), a name of {len(name)} characters",
                got=came,
                expected="ValueError",
                likely="each label has 1 to 63 letters, and lengths, labels and the 0 take 255 "
                "bytes at most. A single dot may end a name, no more.",
            )


def _came(function: Callable[..., object], *arguments: object) -> str:
    """What comes of a call, in words: "ValueError: …", or what it returned."""
    try:
        return f"{within(LINES, function, *arguments)!r}"
    except NotImplementedError:
        raise
    except NoEndError:
        return f"no end: stopped after {LINES:,} lines"
    except ValueError as error:  # its kinds, too, such as UnicodeDecodeError
        return f"ValueError: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# --- E2: a name in a packet -------------------------------------------------------------------

NAME = "E2: a name is read, and the place after it is known"
END = "E2: a name that is none is refused, and nothing goes round for ever"


def names_are_read(read_name: ReadName, cases: Sequence[Written]) -> None:
    """Labels and pointers, one after another, make the name."""
    with judging(NAME) as judge:
        for case in cases:
            got = _read(judge, read_name, case)
            judge.equal(
                got,
                (case.name, case.after),
                called=_reading(case),
                likely=causes.why_this_name(got, case),
            )


def long_chain_is_read(read_name: ReadName) -> None:
    """However many pointers there are; what never ends, names_are_read has stopped."""
    called = _reading(LONG)
    with judging(NAME) as judge:
        with judge.calling(called, likely=lambda error: causes.why_not_read(error, LONG)):
            got = read_name(LONG.packet, LONG.at)
        likely = causes.why_this_name(got, LONG)
        judge.equal(got, (LONG.name, LONG.after), called=called, likely=likely)


def names_end(read_name: ReadName, cases: Sequence[Written], sound: Sequence[Written]) -> None:
    """Broken names are ValueErrors, after the sound ones were read."""
    with judging(END) as judge:
        for case in sound:
            got = _read(judge, read_name, case)
            name = got[0] if isinstance(got, tuple) and got else got  # the place: names_are_read
            likely = causes.why_this_name(got, case)
            judge.equal(name, case.name, called=_reading(case), likely=likely)
        for case in cases:
            came = _came(read_name, case.packet, case.at)
            judge.that(
                came.startswith("ValueError"),
                called=_reading(case),
                got=came,
                expected="ValueError",
                likely=causes.why_not_refused(came, case),
            )


def _read(judge: Judge, read_name: ReadName, case: Written) -> object:
    """What a sound name is read as."""

    def likely(error: Exception) -> Likely:
        return causes.why_not_read(error, case)

    called = _reading(case)
    with judge.calling(called, likely=likely):
        try:
            return within(LINES, read_name, case.packet, case.at)
        except NoEndError as error:
            judge.fails(
                called=called,
                came_back=f"no end: {error}",
                expected=repr((case.name, case.after)),
                likely="each time round, go on: behind the label, or to where the pointer leads.",
            )


def _reading(case: Written) -> str:
    after_header = case.packet[12:].hex(" ")
    return f"read_name(packet, {case.at}), {case.told}; from byte 12 on: {after_header:.60}"


# --- E3: an answer ----------------------------------------------------------------------------

IN_FULL = {"message-compression": "no"}
"""Answers in which most names stand in full."""

REPLY = "E3: each answer is decoded as dnspython decodes it"


def equal_dnspython(
    decode: Decode,
    zones: Mapping[str, str],
    asked: Iterable[Asked],
    options: Mapping[str, str] | None = None,
) -> None:
    """What a real BIND answers is read as a library reads it."""
    with judging(REPLY) as judge, Bind.start(zones, options=options or {}) as names:
        for name, kind in asked:
            packet = exchange(names.port, dns.message.make_query(name, kind).to_wire())
            _is_decoded(judge, decode, Sent(f"the answer to {name} {kind}", packet))


def others_are_decoded(decode: Decode) -> None:
    """So are the answers of other servers; one that ends too early is a ValueError."""
    with judging(REPLY) as judge:
        for sent in crafted():
            _is_decoded(judge, decode, sent)
        for sent in cut_short():
            _is_refused(judge, decode, sent)


def _is_refused(judge: Judge, decode: Decode, sent: Sent) -> None:
    came = _came(decode, sent.packet)
    judge.that(
        came.startswith("ValueError"),
        called=f"decode(packet), {sent.told}",
        got=came,
        expected="ValueError",
        likely="Cursor raises it, if it reads all: also the header.",
    )


def _is_decoded(judge: Judge, decode: Decode, sent: Sent) -> None:
    packet, called = sent.packet, f"decode(packet), {sent.told}"
    right = dns.message.from_wire(packet + sent.cut, one_rr_per_rrset=True)
    with judge.calling(called, likely=lambda _: sent.likely):
        got = decode(packet)
    judge.equal(
        got.code,
        int(right.rcode()),
        called=f"{called}; .code",
        likely=causes.why_this_code(got.code, right.rcode(), packet),
    )
    rows = [(each.name, each.kind, each.ttl, each.value) for each in got.records]
    expected = _rows(right)
    judge.that(
        len(rows) == len(expected),
        called=f"{called}; .records",
        got=f"{len(rows)} records",
        expected=f"{len(expected)} records",
        likely=causes.why_so_many(rows, expected, packet),
    )
    for place, (row, wanted) in enumerate(zip(rows, expected, strict=True)):
        judge.equal(
            row,
            wanted,
            called=f"{called}; .records[{place}] as (name, kind, ttl, value)",
            likely=causes.why_this_record(row, wanted, packet),
        )


def _rows(message: dns.message.Message) -> list[causes.Row]:
    """The answers, as dnspython has read them."""
    rows: list[causes.Row] = []
    for rrset in message.answer:
        (data_of,) = rrset
        value: object = data_of.to_wire()
        if rrset.rdtype == dns.rdatatype.A:
            value = data_of.to_text()
        elif rrset.rdtype == dns.rdatatype.CNAME:
            value = data_of.target.to_text(omit_final_dot=True)
        rows.append((rrset.name.to_text(omit_final_dot=True), int(rrset.rdtype), rrset.ttl, value))
    return rows
