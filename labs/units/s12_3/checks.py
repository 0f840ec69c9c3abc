"""What S12.3 asks of an answer: each check is one claim."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from labs.judges import judging
from labs.units.s12_3 import causes
from labs.units.s12_3.hearing import (
    feed_is_bounded,
    feed_tells,
    screens_catch_up,
    slow_ones_get_the_last,
    told_as_it_comes,
)
from labs.units.s12_3.peers import (
    AGAINST,
    AGAINST_ELSE,
    ORIGIN,
    Against,
    Handshake,
    Said,
    frames_of,
    pieces,
    sent,
)
from labs.units.s12_3.shapes import BrokenProtocolError, Frame
from labs.units.s12_3.talks import TALKS, TALKS_ELSE, Scene

__all__ = [
    "AGAINST",
    "TALKS",
    "TALKS_ELSE",
    "feed_is_bounded",
    "feed_tells",
    "screens_catch_up",
    "slow_ones_get_the_last",
    "told_as_it_comes",
]

Upgrade = Callable[[Mapping[str, str], Collection[str]], tuple[int, Mapping[str, str]]]
Read = Callable[[bytes], Frame | None]


class Speaker(Protocol):
    """What the learner's class offers."""

    out: bytearray
    code: int | None

    def receive(self, data: bytes) -> list[str]: ...


SPELT = (
    {"connection": "UPGRADE", "upgrade": "WebSocket"},
    {"connection": "foo,upgrade ,bar"},
    {"origin": ORIGIN, "sec-websocket-extensions": "permessage-deflate"},
)
NO_HANDSHAKES = (
    ("connection", "no-upgrade", 400),
    ("connection", None, 400),
    ("upgrade", "h2c", 400),
    ("sec-websocket-version", "8", 426),
    ("sec-websocket-version", None, 426),
    ("origin", "https://flytower.test.elsewhere.test", 403),
    ("origin", "null", 403),
    ("origin", None, 101),
    ("sec-websocket-key", None, 400),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ", 400),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==\n", 400),
)

# --- E1: the handshake, the frames, the talk ---------------------------------------------------


def opens(upgrade: Upgrade, changes: Sequence[Mapping[str, str]]) -> None:
    """The library's client takes the answer, however its request is spelt."""
    for change in changes:
        client = Handshake()
        headers = {**client.asked, **change}
        called = f"upgrade({ {name: headers[name] for name in change} or headers }, …)"
        with judging("E1: a client of websockets is let in") as judge:
            with judge.calling(called):
                status, answer = upgrade(headers, [ORIGIN])
            judge.equal(status, 101, called=called, likely=causes.why_not_open(change))
            said = client.opens(status, answer)
            judge.that(
                not said,
                called=f"websockets.client, with the answer to {called}",
                got=f"{said}; your headers: {dict(answer)}",
                expected="an open connection",
                likely=causes.why_not_taken(said),
            )


def refuses(upgrade: Upgrade, wrong: Sequence[tuple[str, str | None, int]]) -> None:
    """What is no handshake, or comes from elsewhere, is refused with its status."""
    for name, value, status in wrong:
        headers = dict(Handshake().asked)
        headers[name] = value or ""
        if value is None:
            del headers[name]
        told = f"no {name}" if value is None else f"{name}: {value}"
        with judging("E1: what is no handshake is refused") as judge:
            with judge.calling(f"upgrade(a handshake with {told}, …)"):
                got, answer = upgrade(headers, [ORIGIN])
            judge.equal(
                got,
                status,
                called=f"upgrade(a handshake with {told}, …)",
                likely=causes.why_this_status(name, value, got),
            )
            version = {each.lower(): text for each, text in answer.items()}
            judge.that(
                status != 426 or version.get("sec-websocket-version") == "13",
                called=f"upgrade(a handshake with {told}, …)",
                got=f"headers {dict(answer)}",
                expected="Sec-WebSocket-Version: 13",
                likely="a 426 says which version would do.",
            )


def handshakes(upgrade: Upgrade) -> None:
    """However it is spelt, a handshake is one; and what is none is not."""
    opens(upgrade, SPELT)
    refuses(upgrade, NO_HANDSHAKES)


def other_frames(read_frame: Read) -> None:
    """The same of frames at the edges of the three lengths, in mid-message, and of other breaks."""
    reads(read_frame, [1, 65_535, 65_536], opcode=2, fin=False)
    reads(read_frame, [124, 125], opcode=9)
    refuses_frames(read_frame, AGAINST_ELSE)


def reads(read_frame: Read, sizes: Sequence[int], opcode: int = 1, *, fin: bool = True) -> None:
    """A frame of the library's is read once all of it is there, and no byte further."""
    for size in sizes:
        payload = bytes(n % 251 for n in range(size))
        data = sent(opcode, payload, fin=fin)
        title = "E1: a frame is read once it is whole"
        with judging(title) as judge:
            for end in sorted({0, 1, 2, 3, 5, 9, len(data) // 2, len(data) - 1}):
                part = data[: min(end, len(data) - 1)]
                called = f"read_frame(the first {len(part)} of {len(data)} bytes)"
                with judge.calling(called, expected="None", likely=causes.why_no_part):
                    got = read_frame(part)
                judge.equal(got, None, called=called, likely="a part of a frame is None.")
            called = f"read_frame(a frame of {size} bytes, opcode {opcode}, and 3 bytes more)"
            with judge.calling(called, likely=causes.why_no_frame):
                whole = read_frame(data + b"\x81\x80\x00")
            wanted = Frame(fin, opcode, payload, len(data))
            judge.that(
                whole == wanted and isinstance(whole, Frame) and whole.fin is fin,
                called=called,
                got=causes.in_short(whole),
                expected=causes.in_short(wanted),
                likely=causes.why_this_frame(whole, wanted),
            )


def refuses_frames(read_frame: Read, against: Sequence[Against]) -> None:
    """What is against the protocol is refused with its code, before its payload has come."""
    for each in against:
        with judging("E1: a frame against the protocol is refused") as judge:
            called = f"read_frame({each.name}: {each.data[:14].hex(' ')})"
            expected = f"BrokenProtocolError({each.code}, …)"
            with judge.calling(called, expected=expected):
                got = _refusal(read_frame, each.data)
            judge.that(
                got == each.code,
                called=called,
                got=got,
                expected=expected,
                likely=causes.why_let_in(each, got),
            )


def _refusal(read_frame: Read, data: bytes) -> object:
    """The code, or what was read in its place."""
    try:
        return causes.in_short(read_frame(data))
    except BrokenProtocolError as error:
        return error.code


def talks(talk: Callable[[], Speaker], scenes: Sequence[Scene], sizes: Sequence[int]) -> None:
    """However the bytes come, the texts come out, and the peer gets its answers."""
    for scene in scenes:
        with judging(f"E1: {scene.claim}") as judge:
            called = f"Conversation().receive({scene.sent}), in pieces of {list(sizes)} bytes"
            with judge.calling(called, likely=causes.why_no_talk):
                texts, said, code = _played(talk, scene, sizes)
            why = causes.why_this_talk(scene, texts, said)
            judge.equal(texts, list(scene.texts), called=called, likely=why)
            judge.equal(said, list(scene.answers), called=f"{called}: out", likely=why)
            judge.equal(code, scene.code, called=f"{called}: code", likely=why)


def _played(
    talk: Callable[[], Speaker], scene: Scene, sizes: Sequence[int]
) -> tuple[list[str], list[Said], int | None]:
    other, speaker, texts = talk(), talk(), []
    other.receive(sent(1, b"of another", fin=False))
    for piece in pieces(scene.data, sizes):
        texts += speaker.receive(piece)
    late = speaker.receive(sent(1, b"after the end")) if scene.code is not None else []
    return [*texts, *late], list(frames_of(bytes(speaker.out))), speaker.code
