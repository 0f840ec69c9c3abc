"""How many requests a reader sees in the same bytes, and which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import h11

from labs.units.s12_1.messages import Head, Refused

EndOf = Callable[[bytes], int]
"""Where the first request of these bytes ends; beyond them, if it is not all here."""
HeadOf = Callable[[bytes], Head]
BodyOf = Callable[[bytes, int | None], tuple[bytes, bytes] | None]

END = b"\r\n\r\n"


@dataclass(frozen=True)
class Seen:
    """What a reader makes of some bytes."""

    requests: tuple[tuple[str, bytes], ...]
    """Method and target, as "GET /plan", and the body."""
    end: str = ""
    """"refused", "waits" for more, or nothing: all bytes are read."""

    def __str__(self) -> str:
        """The methods, or what stands in their place: "POST, GET", "0", "refused"."""
        told = [name.split(" ")[0].split("\r")[0][:8] or "?" for name, _ in self.requests]
        return ", ".join(told + [self.end] * bool(self.end))

    def agrees(self, other: "Seen") -> bool:
        """A reader that refuses the rest agrees; one that sees another request does not."""
        fewer, more = sorted((self, other), key=lambda each: len(each.requests))
        if fewer.requests != more.requests[: len(fewer.requests)]:
            return False
        return fewer.end == "refused" or (fewer.end == more.end and fewer.requests == more.requests)


def by_ends(end_of: EndOf, raw: bytes) -> Seen:
    """What a reader sees that knows where requests end."""
    requests: list[tuple[str, bytes]] = []
    while raw:
        if END not in raw or (end := end_of(raw)) > len(raw):
            return Seen(tuple(requests), "waits")
        head, _, body = raw[:end].partition(END)
        requests.append((" ".join(head.decode("latin-1").split(" ")[:2]), body))
        raw = raw[end:]
    return Seen(tuple(requests))


def by_parts(head_of: HeadOf, body_of: BodyOf, raw: bytes) -> Seen:
    """What a reader sees that reads a head, then its body; other errors come out."""
    requests: list[tuple[str, bytes]] = []
    try:
        while raw:
            first, end, rest = raw.partition(END)
            if not end:
                return Seen(tuple(requests), "waits")
            head = head_of(first)
            if (taken := body_of(rest, head.length)) is None:
                return Seen(tuple(requests), "waits")
            requests.append((f"{head.method} {head.target}", taken[0]))
            raw = taken[1]
    except Refused:
        return Seen(tuple(requests), "refused")
    return Seen(tuple(requests))


def by_h11(raw: bytes) -> Seen:
    """What the library h11 sees, as a server that keeps the line open."""
    line = h11.Connection(h11.SERVER)
    line.receive_data(raw)
    requests: list[tuple[str, bytes]] = []
    name, body = "", b""
    try:
        while not isinstance(event := line.next_event(), type):
            if isinstance(event, h11.Request):
                name, body = f"{event.method.decode()} {event.target.decode()}", b""
            elif isinstance(event, h11.Data):
                body += event.data
            else:
                requests.append((name, body))
                _answer(line)
                if line.states[h11.SERVER] is h11.MUST_CLOSE:
                    return Seen(tuple(requests), "refused" if line.trailing_data[0] else "")
                line.start_next_cycle()
    except h11.RemoteProtocolError:
        return Seen(tuple(requests), "refused")
    left: Any = line.trailing_data[0]
    begun = left or line.states[h11.CLIENT] is not h11.IDLE
    return Seen(tuple(requests), "waits" if begun else "")


def _answer(line: h11.Connection) -> None:
    line.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
    line.send(h11.EndOfMessage())


Readers = Mapping[str, Callable[[bytes], Seen]]
