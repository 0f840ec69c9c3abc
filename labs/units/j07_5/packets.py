"""The packets that the checks of J07.5 read: right ones, and ones that nobody should send."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

_HEADER = bytes.fromhex("01f4 8180 0001 0001 0000 0000")


def _labels(*labels: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in labels)


def _pointer(place: int) -> bytes:
    return (0xC000 + place).to_bytes(2, "big")


@dataclass(frozen=True)
class Written:
    """A name in a packet, and the place after it; or why it is none."""

    told: str
    packet: bytes
    at: int
    name: str = ""
    after: int = 0


_SITE = _HEADER + _labels("www", "flytower", "test") + b"\0"  # www at 12, flytower at 16, 30 bytes
_TYPE = b"\0\1\0\1"
_FAR = _SITE + bytes(290) + _labels("orkney") + _pointer(25)  # orkney at 321, a pointer at 328

NAMES: Sequence[Written] = (
    Written("labels alone", _SITE + _TYPE, 12, "www.flytower.test", 31),
    Written("a pointer alone", _SITE + _TYPE + _pointer(12) + _TYPE, 35, "www.flytower.test", 37),
    Written(
        "a label, then a pointer into another name",
        _SITE + _labels("shop") + _pointer(16) + _TYPE,
        31,
        "shop.flytower.test",
        38,
    ),
)
_CHAIN = _SITE + _labels("shop") + _pointer(16) + _labels("old") + _pointer(31) + _pointer(38)

_LONG = 4_000
LONG = Written(
    f"{_LONG:,} pointers, one to the other",
    _SITE + _pointer(12) + b"".join(_pointer(31 + 2 * n) for n in range(_LONG - 1)),
    29 + 2 * _LONG,
    "www.flytower.test",
    31 + 2 * _LONG,
)
"""More pointers than Python has levels of recursion, in any kernel."""

OTHER_NAMES: Sequence[Written] = (
    Written("a pointer to a pointer to a pointer", _CHAIN, 44, "old.shop.flytower.test", 46),
    Written(
        "six pointers, one to the other",
        _SITE + _pointer(12) + b"".join(_pointer(31 + 2 * n) for n in range(5)),
        41,
        "www.flytower.test",
        43,
    ),
    Written("a name in the middle of a name", _SITE + _TYPE, 25, "test", 31),
    Written("the empty name", _HEADER + b"\0" + _TYPE, 12, "", 13),
    Written("a pointer to the empty name", _SITE + _pointer(30) + _TYPE, 31, "", 33),
    Written(
        "a label, then a pointer to the empty name", _SITE + b"\1a" + _pointer(30), 31, "a", 35
    ),
    Written("capitals", _HEADER + _labels("FlyTower", "TEST") + b"\0", 12, "FlyTower.TEST", 27),
    Written("a pointer to a place over 255", _FAR + _pointer(321), 330, "orkney.test", 332),
    Written(
        "labels of 63 letters",
        _HEADER + _labels("x" * 63, "test") + b"\0",
        12,
        "x" * 63 + ".test",
        82,
    ),
    Written("a name that ends the packet", _SITE, 12, "www.flytower.test", 31),
)

_INTO_ITSELF = b"\3\1a\0" + _pointer(13)  # at 13, in the label, stands a name: a
ITSELF = Written("a pointer to itself", _HEADER + _pointer(12), 12)
BROKEN: Sequence[Written] = (
    ITSELF,
    Written("a packet that ends within a label", _SITE[:27], 12),
)
OTHERS_BROKEN: Sequence[Written] = (
    Written("two pointers to each other", _HEADER + _pointer(14) + _pointer(12), 14),
    Written("a label, and a pointer back to it", _HEADER + b"\1a" + _pointer(12), 12),
    Written(
        "a pointer back to a label that comes again",
        _HEADER + b"\1a" + _pointer(16) + b"\1b" + _pointer(12),
        16,
    ),
    Written(
        "a pointer to two pointers that lead to each other",
        _HEADER + _pointer(14) + _pointer(12) + _pointer(14),
        16,
    ),
    Written("a pointer to a name that comes later", _HEADER + _pointer(14) + _SITE[12:], 12),
    Written("a label, and a pointer into that label", _HEADER + _INTO_ITSELF, 12),
    Written(
        "a pointer to a label, and behind that a pointer into it",
        _HEADER + _INTO_ITSELF + _pointer(12),
        18,
    ),
    Written("a pointer past the end", _HEADER + _pointer(900), 12),
    Written("a packet that ends before a name's 0", _SITE[:-1], 12),
    Written("a packet that ends within a pointer", _SITE + b"\1a\xc0", 31),
    Written("a packet that ends where a name begins", _SITE, len(_SITE)),
    Written("a length of 64, which is none", _HEADER + b"\x40" + b"x" * 64 + b"\0", 12),
    Written("a length of 191, which is none", _HEADER + b"\xbf\xff" + b"x" * 190 + b"\0", 12),
)


@dataclass(frozen=True)
class Sent:
    """An answer that no name server here gives."""

    told: str
    packet: bytes
    cut: bytes = b""
    """What stood behind the answers, and was cut off."""
    likely: str = ""
    """Why an answer may raise an error here."""


def _answer(
    *records: str, questions: int = 1, code: int = 0, flags: int = 0
) -> dns.message.Message:
    message = dns.message.make_response(dns.message.make_query("www.flytower.test", "A", id=7))
    message.question = message.question * questions
    message.flags |= flags
    message.set_rcode(dns.rcode.Rcode(code))
    for record in records:
        name, ttl, *rest = record.split(" ", 4)
        message.answer.append(dns.rrset.from_text(name, int(ttl), *rest))
    return message


_A = "www.flytower.test. 300 IN A 192.0.2.7"


_ALIKE = (
    "a.test. 5 IN TXT ale",  # four bytes
    "b.test. 5 IN TYPE65282 \\# 4 c000020b",
    "c.test. 5 IN NS ns.sanday.",
    "d.test. 5 IN PTR host.westray.",
    "e.test. 5 IN MX 10 mail.rousay.",
    "f.test. 5 IN SOA ns.hoy. ines.unst. 1 2 3 4 5",
    "g.test. 5 IN DNAME fetlar.",
)


def crafted() -> Iterator[Sent]:
    """Answers as other servers send them."""
    yield Sent("two questions", _answer(_A, questions=2).to_wire())
    yield Sent("no question", _answer(_A, questions=0).to_wire())
    twice = _answer(_A)
    twice.answer *= 2
    yield Sent("one record twice", twice.to_wire())
    yield Sent("no question, code 1", _answer(questions=0, code=1).to_wire())
    checked = dns.flags.AD | dns.flags.CD
    yield Sent("no answers, code 10", _answer(code=10).to_wire())
    yield Sent("code 3, and other flags beside it", _answer(code=3, flags=checked).to_wire())
    yield Sent(
        "a record of an unknown type and one without data",
        _answer(
            "a.test. 5 IN TYPE65280 \\# 3 c00c00", "b.test. 5 IN TYPE65281 \\# 0", _A
        ).to_wire(),
    )
    yield Sent(
        "records whose data looks like an address, or a name",
        _answer(*_ALIKE).to_wire(),
        likely="the data of an alias (5) alone is read as a name; other data is taken as it is.",
    )
    strangers = _answer("shop.test. 5 IN CNAME www.test.", "ns.test. 5 IN A 10.0.0.1", _A)
    yield Sent("an alias, and addresses of other names", strangers.to_wire())
    referral = _answer()
    referral.authority = [dns.rrset.from_text("test.", 300, "IN", "CNAME", "ns.test.")]
    referral.additional = [dns.rrset.from_text("ns.test.", 300, "IN", "A", "10.0.0.1")]
    yield Sent("no answers, but records of the other sections", referral.to_wire())
    both = _answer(_A)
    both.additional = referral.additional
    packet = both.to_wire()
    yield Sent("an answer, and records of the other sections", packet)
    told = "a whole answer, and another section that is cut off"
    for rest in (packet[-3:], packet[-16:]):
        likely = "read no further than the last answer: what follows is not asked for."
        yield Sent(told, packet.removesuffix(rest), rest, likely)
    many = _answer(
        *(f"www.flytower.test. 2147483647 IN A 10.0.{n // 256}.{n % 256}" for n in range(300))
    )
    yield Sent("300 answers", many.to_wire())


def cut_short() -> Iterator[Sent]:
    """An answer that ends before its records do."""
    whole = _answer("shop.flytower.test. 300 IN CNAME www.flytower.test.", _A).to_wire()
    for length in (0, 3, 7, 12, 20, 34, 36, 44, 46, 50, len(whole) - 17, len(whole) - 1):
        yield Sent(f"the first {length} of {len(whole)} bytes of an answer", whole[:length])
