"""Requests for S12.1, legal ones and such that two readers may read in two ways."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from labs.units.s12_1.messages import Head

HOST = b"Host: flytower.test"
PLAN = b"GET /plan HTTP/1.1\r\n" + HOST + b"\r\n\r\n"
"""What follows a probe, or is hidden in it."""
CHUNKED = b"Transfer-Encoding: chunked"
HELLO, NO_CHUNK = b"hello", b"0\r\n\r\n"
HIDING = b"Content-Length: %d" % len(PLAN)
"""The length of a body that is a request."""


@dataclass(frozen=True)
class Legal:
    """A head, and what it says."""

    name: str
    raw: bytes
    head: Head


@dataclass(frozen=True)
class Probe:
    """A head that must be refused, with what follows it."""

    name: str
    raw: bytes
    status: tuple[int, ...]
    likely: str
    after: bytes = PLAN

    @property
    def whole(self) -> bytes:
        return self.raw + b"\r\n\r\n" + self.after


def lines(*fields: bytes, first: bytes = b"POST /orders HTTP/1.1") -> bytes:
    """A head of these."""
    return b"\r\n".join((first, *fields))


def _legal(name: str, raw: bytes, length: int | None = 0, **fields: str | list[str]) -> Legal:
    method, target, version = raw.partition(b"\r\n")[0].decode().split(" ")
    named = {key.replace("_", "-"): [v] if isinstance(v, str) else v for key, v in fields.items()}
    return Legal(name, raw, Head(method, target, version.removeprefix("HTTP/"), named, length))


_GET = b"GET /plan?day=2&x=a%20b HTTP/1.1"
_FT = "flytower.test"
LEGAL = (
    _legal("a GET", lines(HOST, first=_GET), host=_FT),
    _legal("a length", lines(HOST, b"Content-Length: 12"), 12, host=_FT, content_length="12"),
    _legal("chunks", lines(HOST, CHUNKED), None, host=_FT, transfer_encoding="chunked"),
    _legal("HTTP/1.0 without Host", b"GET / HTTP/1.0"),
    _legal(
        "a field twice",
        lines(HOST, b"Accept: text/html", b"Accept: */*"),
        host=_FT,
        accept=["text/html", "*/*"],
    ),
    _legal(
        "blanks and tabs around a value",
        lines(HOST, b"X-Note: \t X, row A, 3X \t"),
        host=_FT,
        x_note="X, row A, 3X",
    ),
    _legal("colons in a value", lines(b"Host: 127.0.0.1:8000"), host="127.0.0.1:8000"),
)
LEGAL_ELSE = (
    _legal(
        "capitals, tabs and no blank",
        lines(b"hOST:flytower.test", b"TRANSFER-ENCODING:\tChunked \t"),
        None,
        host=_FT,
        transfer_encoding="Chunked",
    ),
    _legal("no bytes", lines(HOST, b"Content-Length: 0"), 0, host=_FT, content_length="0"),
    _legal(
        "zeros before", lines(HOST, b"Content-Length: 0007"), 7, host=_FT, content_length="0007"
    ),
    _legal(
        "a long body",
        lines(HOST, b"Content-Length: 73400320"),
        73_400_320,
        host=_FT,
        content_length="73400320",
    ),
    _legal("a field without a value", lines(HOST, b"X-Empty:"), host=_FT, x_empty=""),
    _legal("an empty Host", lines(b"Host:"), host=""),
    _legal("a method of one's own", lines(HOST, first=b"M-SEARCH /a;b@c HTTP/1.1"), host=_FT),
    _legal("Latin letters", lines(HOST, b"X-Name: Zo\xeb"), host=_FT, x_name="Zoë"),
    _legal(
        "fields that only look alike",
        lines(HOST, b"X-Content-Length: 5", b"Transfer-Encodings: gzip", b"X-Host: a"),
        host=_FT,
        x_content_length="5",
        transfer_encodings="gzip",
        x_host="a",
    ),
    _legal(
        "HTTP/1.0 with Host and a length",
        lines(HOST, b"Content-Length: 3", first=b"POST / HTTP/1.0"),
        3,
        host=_FT,
        content_length="3",
    ),
    _legal(
        "chunks, for HTTP/1.1 with capitals in its target",
        lines(HOST, CHUNKED, first=b"PUT /Orders/%C5%81 HTTP/1.1"),
        None,
        host=_FT,
        transfer_encoding="chunked",
    ),
)

BOTH = "a length and chunks in one head: two readers choose differently. Refuse both together."
DIGITS = "a length is digits 0-9 and nothing else: int() takes more than that."
TWICE = "a length that is given twice is refused, also if both say the same."
CODING = "one Transfer-Encoding that is `chunked`, to the letter: anything else is 501."
GRAMMAR = "each line as a whole is as FIELD, the first as REQUEST_LINE: fullmatch, not match."
HOSTS = "HTTP/1.1 has exactly one Host; no version has two."
VERSION = "a version that is written well, but is neither 1.0 nor 1.1, is 505."


def _bad(
    name: str, head: bytes, status: int | tuple[int, ...], likely: str, after: bytes = PLAN
) -> Probe:
    return Probe(name, head, status if isinstance(status, tuple) else (status,), likely, after)


LENGTH_5 = b"Content-Length: 5"
PROBES = (
    _bad("CL.TE", lines(HOST, b"Content-Length: 48", CHUNKED), 400, BOTH, NO_CHUNK + PLAN),
    _bad("TE.CL", lines(HOST, CHUNKED, LENGTH_5), 400, BOTH, b"2b\r\n" + PLAN + b"\r\n" + NO_CHUNK),
    _bad("two lengths", lines(HOST, b"Content-Length: 0", HIDING), 400, TWICE),
    _bad("the same length twice", lines(HOST, LENGTH_5, LENGTH_5), 400, TWICE, HELLO + PLAN),
    _bad("a length of +5", lines(HOST, b"Content-Length: +5"), 400, DIGITS, HELLO + PLAN),
    _bad("a length of 4_3", lines(HOST, b"Content-Length: 4_3"), 400, DIGITS),
    _bad("xchunked", lines(HOST, b"Transfer-Encoding: xchunked"), 501, CODING, NO_CHUNK + PLAN),
    _bad("a blank before the colon", lines(HOST, b"Content-Length : 43"), 400, GRAMMAR),
    _bad(
        "a folded line",
        lines(HOST, b"X-Note: a", b" " + CHUNKED),
        400,
        GRAMMAR,
        NO_CHUNK + PLAN,
    ),
    _bad("a lone \\n", lines(HOST, b"X-Note: a\nContent-Length: 43"), 400, GRAMMAR),
    _bad("two Hosts", lines(HOST, b"Host: evil.example"), 400, HOSTS),
    _bad(
        "chunks in HTTP/1.0",
        lines(HOST, CHUNKED, first=b"POST /orders HTTP/1.0"),
        400,
        "HTTP/1.0 knows no Transfer-Encoding: some readers pass over it.",
        NO_CHUNK + PLAN,
    ),
)
PROBES_ELSE = (
    _bad("TE.CL, the other way round", lines(CHUNKED, LENGTH_5, HOST), 400, BOTH, NO_CHUNK),
    _bad("chunks and a length of 0", lines(HOST, b"content-length:0", CHUNKED), 400, BOTH),
    _bad(
        "xchunked and a length",
        lines(HOST, LENGTH_5, b"Transfer-Encoding: xchunked"),
        (400, 501),
        BOTH,
    ),
    _bad("lengths with a comma", lines(HOST, b"Content-Length: 5, 5"), 400, DIGITS, HELLO),
    _bad("a length without digits", lines(HOST, b"Content-Length:"), 400, DIGITS),
    _bad("a length of -1", lines(HOST, b"Content-Length: -1"), 400, DIGITS),
    _bad("a length of 5.0", lines(HOST, b"Content-Length: 5.0"), 400, DIGITS, HELLO),
    _bad("a length of 0x5", lines(HOST, b"Content-Length: 0x5"), 400, DIGITS, HELLO),
    _bad("a length of \\xb2", lines(HOST, b"Content-Length: \xb2"), 400, DIGITS, HELLO),
    _bad("lengths with a field between", lines(LENGTH_5, HOST, b"CONTENT-LENGTH: 6"), 400, TWICE),
    _bad("two codings", lines(HOST, CHUNKED, b"Transfer-Encoding: identity"), 501, CODING),
    _bad("chunked twice", lines(HOST, CHUNKED, CHUNKED), 501, CODING, NO_CHUNK),
    _bad("gzip, chunked", lines(HOST, b"Transfer-Encoding: gzip, chunked"), 501, CODING),
    _bad("a coding before \\xa0", lines(HOST, CHUNKED + b"\xa0"), 501, CODING, NO_CHUNK),
    _bad("an empty coding", lines(HOST, b"Transfer-Encoding:"), 501, CODING),
    _bad("chunked in quotes", lines(HOST, b'Transfer-Encoding: "chunked"'), 501, CODING),
    _bad("a lone \\r", lines(HOST, b"X-Note: a\rTransfer-Encoding: chunked"), 400, GRAMMAR),
    _bad("a NUL", lines(HOST, b"X-Note: a\x00b"), 400, GRAMMAR),
    _bad("a coding after \\x0b", lines(HOST, b"Transfer-Encoding:\x0bchunked"), 400, GRAMMAR),
    _bad("a blank before the first field", lines(b" " + HOST, HOST), 400, GRAMMAR),
    _bad("a line without a colon", lines(HOST, b"chunked"), 400, GRAMMAR),
    _bad("a name that is empty", lines(HOST, b": 5"), 400, GRAMMAR),
    _bad("a \\n behind the last field", lines(HOST, b"X-Note: a\n"), 400, GRAMMAR),
    _bad("an empty line first", b"\r\n" + lines(HOST), 400, GRAMMAR),
    _bad("two blanks", lines(HOST, first=b"GET  /plan HTTP/1.1"), 400, GRAMMAR),
    _bad("a blank in the target", lines(HOST, first=b"GET /a b HTTP/1.1"), 400, GRAMMAR),
    _bad("no version", lines(HOST, first=b"GET /plan"), 400, GRAMMAR),
    _bad("http in small letters", lines(HOST, first=b"GET / http/1.1"), 400, GRAMMAR),
    _bad("HTTP/2.0", lines(HOST, first=b"GET / HTTP/2.0"), 505, VERSION),
    _bad("HTTP/1.2", lines(HOST, first=b"GET / HTTP/1.2"), 505, VERSION),
    _bad("no Host", b"GET / HTTP/1.1\r\nX-Host: a", 400, HOSTS),
    _bad("the same Host twice", lines(HOST, HOST), 400, HOSTS),
    _bad("two Hosts in HTTP/1.0", lines(HOST, HOST, first=b"GET / HTTP/1.0"), 400, HOSTS),
)

_SLIPS: tuple[Callable[[bytes, Random], bytes], ...] = (
    lambda raw, chance: raw.replace(b":", b" :", chance.randint(1, 3)),
    lambda raw, chance: raw.replace(b"\r\n", chance.choice([b"\n", b"\r", b"\r\r\n"]), 2),
    lambda raw, chance: raw.replace(b": ", b": " + chance.choice([b"+", b"\x0b", b"x", b"0"]), 3),
    lambda raw, chance: raw.replace(b"\r\n", b"\r\n" + chance.choice([b" ", b"\t", b"\x00"]), 1),
    lambda raw, _: raw.replace(HOST, HOST + b"\r\nContent-Length: 3"),
    lambda raw, _: raw.replace(HOST, CHUNKED + b"\r\n" + HOST),
    lambda raw, _: raw.replace(b"1.1", b"1.0"),
    lambda raw, chance: raw.replace(b"chunked", chance.choice([b"chunked, gzip", b"CHUNKED"])),
    lambda raw, chance: raw.replace(b"-", b"_", chance.randint(1, 2)),
)


def mixtures(seed: int, count: int) -> Iterator[bytes]:
    """Streams of two or three requests with up to three slips in them."""
    chance = Random(seed)  # noqa: S311 - a test, and no secret
    sound = (
        lines(HOST, LENGTH_5) + b"\r\n\r\n" + HELLO,
        lines(HOST, CHUNKED) + b"\r\n\r\n5;x=1\r\nhello\r\n" + NO_CHUNK,
        PLAN,
    )
    for _ in range(count):
        raw = b"".join(chance.choices(sound, k=chance.randint(1, 2)))
        for slip in chance.sample(_SLIPS, k=chance.randint(1, 3)):
            raw = slip(raw, chance)
        yield raw + PLAN
