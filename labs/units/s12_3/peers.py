"""Bytes as other programs send them: the library `websockets`, and those that break the rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from websockets.client import ClientProtocol
from websockets.exceptions import PayloadTooBig, ProtocolError
from websockets.frames import Frame as TheirFrame
from websockets.frames import Opcode
from websockets.protocol import State
from websockets.streams import StreamReader
from websockets.uri import parse_uri

from labs.units.s12_3.shapes import BrokenProtocolError, Frame

ORIGIN = "https://flytower.test"
TEXT, BINARY, CLOSING, PING, PONG = 1, 2, 8, 9, 10


def sent(opcode: int, payload: bytes = b"", *, fin: bool = True) -> bytes:
    """A client's frame, as `websockets` writes it, masked by chance."""
    return TheirFrame(Opcode(opcode), payload, fin).serialize(mask=True)


def raw(
    first: int, payload: bytes = b"", *, length: bytes | None = None, masked: bool = True
) -> bytes:
    """A frame whose first byte, and how its length is written, are as they are given."""
    told = bytes([len(payload)]) if length is None else length
    mask = b"\x0f\xf0\x55\xaa" if masked else b""
    body = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload)) if masked else payload
    return bytes([first, told[0] | (0x80 if masked else 0)]) + told[1:] + mask + body


class Against(NamedTuple):
    """Bytes against the protocol."""

    name: str
    data: bytes
    code: int


AGAINST = (
    Against("a frame that is not masked", raw(0x81, b"A12", masked=False), 1002),
    Against("a reserved bit", raw(0xC1, b"A12"), 1002),
    Against("opcode 3, which there is not", raw(0x83, b"A12"), 1002),
    Against("a ping of 126 bytes", raw(0x89, b"x" * 126, length=b"\x7e\x00\x7e"), 1002),
    Against("a ping in two frames", raw(0x09, b"half"), 1002),
    Against(
        "a frame that announces 64 KiB and a byte",
        raw(0x81, length=b"\x7f" + (65_537).to_bytes(8, "big")),
        1009,
    ),
)
AGAINST_ELSE = (
    Against("two bytes of a frame that is not masked", b"\x81\x7f", 1002),
    Against("two bytes of a ping that is too long", b"\x89\xfe", 1002),
    Against("a head, in which the length 3 stands in two more bytes", b"\x81\xfe\x00\x03", 1002),
    Against("a head that announces 2^40 bytes", b"\x82\xff" + (2**40).to_bytes(8, "big"), 1009),
    Against(
        "125 bytes, whose length stands in two more",
        raw(0x81, b"x" * 125, length=b"\x7e\x00\x7d"),
        1002,
    ),
    Against(
        "65,535 bytes, whose length stands in eight",
        raw(0x81, length=b"\x7f" + (65_535).to_bytes(8, "big")),
        1002,
    ),
    Against(
        "a close of 126 bytes: as long as no ping may be",
        raw(0x88, b"x" * 126, length=b"\x7e\x00\x7e"),
        1002,
    ),
    Against("a close in two frames, as no ping may be", raw(0x08, b"\x03\xe8"), 1002),
    Against("the lowest reserved bit", raw(0x91, b"A12"), 1002),
    Against("opcode 15, which there is not", raw(0x8F), 1002),
    Against(
        "3 bytes, whose length stands in two more", raw(0x81, b"A12", length=b"\x7e\x00\x03"), 1002
    ),
    Against(
        "300 bytes, whose length stands in eight",
        raw(0x81, b"x" * 300, length=b"\x7f" + (300).to_bytes(8, "big")),
        1002,
    ),
    Against(
        "a frame that announces 2^62 bytes",
        raw(0x82, length=b"\x7f" + (2**62).to_bytes(8, "big")),
        1009,
    ),
    Against("a close that is not masked", raw(0x88, masked=False), 1002),
)


class Said(NamedTuple):
    """One frame that a server sent."""

    fin: bool
    opcode: int
    payload: bytes


class AgainstServersError(ValueError):
    """What a server sent is no frame of a server."""


def frames_of(data: bytes) -> Iterator[Said]:
    """The frames that a server sent; raises AgainstServersError."""
    while data:
        if len(data) < 2 or data[1] & 0x80:
            raise AgainstServersError("a server's frame has two bytes at least, and no mask")
        wide = {126: 2, 127: 8}.get(data[1], 0)
        length = int.from_bytes(data[2 : 2 + wide], "big") if wide else data[1]
        end = 2 + wide + length
        if len(data) < end:
            raise AgainstServersError(f"the last frame lacks {end - len(data)} bytes")
        yield Said(bool(data[0] & 0x80), data[0] & 0x0F, data[2 + wide : end])
        data = data[end:]


class Handshake:
    """The library's client, up to the end of the handshake."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self._client = ClientProtocol(parse_uri("ws://gate.test/live"), origin=origin)  # type: ignore[arg-type]
        request = self._client.connect()
        self.asked = {name.lower(): value for name, value in request.headers.raw_items()}
        self._client.send_request(request)

    def opens(self, status: int, headers: Mapping[str, str]) -> str:
        """Empty if the library takes the answer; else what it says."""
        lines = [f"HTTP/1.1 {status} So", *(f"{name}: {value}" for name, value in headers.items())]
        self._client.receive_data("\r\n".join([*lines, "", ""]).encode())
        if self._client.state is State.OPEN:
            return ""
        return str(self._client.handshake_exc or "it waits for more")


def one_frame(data: bytes) -> Frame | None:
    """What the library reads at the beginning of a client's bytes.

    Raises BrokenProtocolError. It takes any form of a length.
    """
    stream = StreamReader()
    stream.feed_data(data)
    reading = TheirFrame.parse(stream.read_exact, mask=True, max_size=65_536)
    try:
        next(reading)
    except StopIteration as read:
        one: TheirFrame = read.value
        size = len(data) - len(stream.buffer)
        return Frame(one.fin, int(one.opcode), bytes(one.data), size)
    except PayloadTooBig as error:
        raise BrokenProtocolError(1009, str(error)) from error
    except ProtocolError as error:
        raise BrokenProtocolError(1002, str(error)) from error
    return None  # it waits for more


def told(one: Said) -> str:
    """A server's frame in words: `pong b'hi'`, `close 1000`."""
    name = {1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}.get(one.opcode, "?")
    if one.opcode == CLOSING and len(one.payload) == 2:
        return f"close {int.from_bytes(one.payload, 'big')}"
    cut = "" if one.fin else ", to be continued"
    return f"{name} {one.payload!r}{cut}"


def pieces(data: bytes, sizes: Sequence[int]) -> Iterator[bytes]:
    """The bytes, cut to these sizes in turn."""
    turn = 0
    while data:
        size = sizes[turn % len(sizes)]
        yield data[:size]
        data, turn = data[size:], turn + 1
