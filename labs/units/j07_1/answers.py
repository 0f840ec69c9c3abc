"""The answers that are read in the checks of J07.1, as bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

REASONS = {
    200: "OK",
    201: "Created",
    204: "No Content",
    301: "Moved",
    304: "Not Modified",
    404: "Not Found",
}


@dataclass(frozen=True)
class Case:
    """One answer of a server."""

    name: str
    body: bytes = b""
    status: int = 200
    chunks: Sequence[int] | None = None
    """How many bytes of the body each chunk holds; None: a Content-Length is said."""
    last: bytes = b"0"
    """How the size of the last chunk is written."""
    headers: dict[str, str] = field(default_factory=dict)
    """What is said besides; a Content-Length here stands in place of the true one."""

    @property
    def head(self) -> bytes:
        said = {"Content-Type": "text/plain"}
        if self.chunks is not None:
            said["Transfer-Encoding"] = "chunked"
        elif self.status not in (204, 304):
            said["Content-Length"] = str(len(self.body))
        lines = [f"{name}: {value}" for name, value in (said | self.headers).items()]
        first = f"HTTP/1.1 {self.status} {REASONS[self.status]}"
        return "\r\n".join([first, *lines, "", ""]).encode("latin-1")

    @property
    def raw(self) -> bytes:
        """All of it, as it goes over the wire."""
        return self.head + (self.body if self.chunks is None else b"".join(self._in_chunks()))

    @property
    def after_head(self) -> bytes:
        """What stands after the head."""
        return self.raw[len(self.head) :]

    def _in_chunks(self) -> Iterator[bytes]:
        begin = 0
        for size in self.chunks or ():
            yield b"%x\r\n%b\r\n" % (size, self.body[begin : begin + size])
            begin += size
        yield self.last + b"\r\n\r\n"


ORKNEY = "Kirkwall, Stromness and Łódź: £12.50\n".encode()

BY_LENGTH: Sequence[Case] = (
    Case("a short page", b"seats left: 7"),
    Case("an empty page"),
    Case("a page that is not found", b"no such hall", 404),
    Case("a page with blank lines", b"row A\r\n\r\nrow B\r\n\r\n"),
    Case("a 304 that tells the page's length", status=304, headers={"Content-Length": "4100"}),
)

OTHERS_BY_LENGTH: Sequence[Case] = (
    Case("a page that is not ASCII", ORKNEY * 2),
    Case("a 204", status=204),
    Case("bytes of every value", bytes(range(256)), headers={"X-Time": "19:30: doors"}),
    Case("a page after all that", b"0\r\n\r\n", 201),
    Case("a page that has moved", b"now at /plan", 301, headers={"Location": "/plan"}),
)

BY_CHUNKS: Sequence[Case] = (
    Case("two chunks", b"A1 sold\nA2 sold\n", chunks=(8, 8)),
    Case("a chunk of 26 bytes", b"A1 sold\nA2 sold\nA3 sold, 2!B7 sold\n", chunks=(26, 9)),
    Case("a page in one piece after it", b"seats left: 7"),
)

OTHERS_BY_CHUNKS: Sequence[Case] = (
    Case("chunks that end within a character", ORKNEY, chunks=(24, 1, len(ORKNEY) - 25)),
    Case("a chunk that holds 0\\r\\n\\r\\n", b"10\r\n\r\n0\r\n\r\nstill here", chunks=(11, 10)),
    Case("a 304 that tells of chunks", status=304, headers={"Transfer-Encoding": "chunked"}),
    Case("no chunk but the last", chunks=()),
    Case("a last chunk of size 000", b"A1 sold\n", chunks=(8,), last=b"000"),
    Case("a chunk of 70,000 bytes", ORKNEY * 1_750, chunks=(70_000, len(ORKNEY) * 1_750 - 70_000)),
    Case("many chunks", bytes(range(200)), chunks=(170, *[1] * 30)),
)
