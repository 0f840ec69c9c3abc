"""What S12.3 asks of an answer: each check is one claim."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from labs.judges import judging
from labs.units.s12_3 import causes
from labs.units.s12_3.peers import (
    AGAINST,
    AGAINST_ELSE,
    ORIGIN,
    Against,
    Handshake,
    Said,
    frames_of,
    one_frame,
    pieces,
    sent,
    told,
)
from labs.units.s12_3.shapes import BrokenProtocolError, Frame
from labs.units.s12_3.talks import TALKS, TALKS_ELSE, Scene

__all__ = [
    "AGAINST",
    "TALKS",
    "TALKS_ELSE",
]

Changes = Mapping[str, str | None]
"""Headers as they are changed; None: it is left out."""
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
    {"origin": None},
)
ELSEWHERE = "https://elsewhere.test"
KEY = "dGhlIHNhbXBsZSBub25jZQ"
NO_HANDSHAKES: Sequence[tuple[Changes, int]] = (
    ({"connection": "no-upgrade"}, 400),
    ({"connection": None}, 400),
    ({"upgrade": "h2c"}, 400),
    ({"upgrade": "websocket2"}, 400),
    ({"sec-websocket-version": "8"}, 426),
    ({"sec-websocket-version": "14"}, 426),
    ({"sec-websocket-version": "thirteen"}, 426),
    ({"sec-websocket-version": None}, 426),
    ({"origin": f"{ORIGIN}.elsewhere.test"}, 403),
    ({"origin": ORIGIN[:-1]}, 403),
    ({"origin": ""}, 403),
    ({"origin": "null"}, 403),
    ({"sec-websocket-key": None}, 400),
    ({"sec-websocket-key": KEY}, 400),
    ({"sec-websocket-key": f"{KEY}==\n"}, 400),
    ({"sec-websocket-key": f"{KEY[:-1]}*=="}, 400),
    ({"upgrade": "h2c", "sec-websocket-version": "8"}, 400),
    ({"sec-websocket-version": "8", "origin": ELSEWHERE}, 426),
    ({"origin": ELSEWHERE, "sec-websocket-key": None}, 403),
)

# --- E1: the handshake, the frames, the talk ---------------------------------------------------


def opens(upgrade: Upgrade, changes: Sequence[Changes]) -> None:
    """The library's client takes the answer, however its request is spelt."""
    for change in changes:
        client = Handshake()
        headers = _changed(client.asked, change)
        called = f"upgrade(a handshake{_with(change)}, …)"
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


def refuses(upgrade: Upgrade, wrong: Sequence[tuple[Changes, int]]) -> None:
    """What is no handshake, or comes from elsewhere, is refused with its status."""
    for change, status in wrong:
        called = f"upgrade(a handshake{_with(change)}, …)"
        with judging("E1: what is no handshake is refused") as judge:
            with judge.calling(called):
                got, answer = upgrade(_changed(Handshake().asked, change), [ORIGIN])
            judge.equal(got, status, called=called, likely=causes.why_this_status(change, got))
            version = {each.lower(): text for each, text in answer.items()}
            judge.that(
                status != 426 or version.get("sec-websocket-version") == "13",
                called=called,
                got=f"headers {dict(answer)}",
                expected="Sec-WebSocket-Version: 13",
                likely="a 426 says which version would do.",
            )


def _changed(asked: Mapping[str, str], change: Changes) -> dict[str, str]:
    return {name: text for name, text in {**asked, **change}.items() if text is not None}


def _with(change: Changes) -> str:
    told = (f"no {name}" if text is None else f"{name}: {text!r}" for name, text in change.items())
    return " with " + ", ".join(told) if change else ""


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
        title = "E2: a frame is read once it is whole"
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
        with judging("E2: a frame against the protocol is refused") as judge:
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


def talks(talk: Callable[[Read], Speaker], scenes: Sequence[Scene], sizes: Sequence[int]) -> None:
    """However the bytes come, the texts come out, and the peer gets its answers."""
    for scene in scenes:
        with judging(f"E3: {scene.claim}") as judge:
            called = f"Conversation().receive({scene.sent}), in pieces of {list(sizes)} bytes"
            with judge.calling(called, likely=causes.why_no_talk):
                texts, said, code = _played(talk, scene, sizes)
            why = causes.why_this_talk(scene, texts, said)
            judge.equal(texts, list(scene.texts), called=called, likely=why)
            judge.equal(
                list(map(told, said)),
                list(map(told, scene.answers)),
                called=f"{called}: out",
                likely=why,
            )
            judge.equal(code, scene.code, called=f"{called}: code", likely=why)


def _played(
    talk: Callable[[Read], Speaker], scene: Scene, sizes: Sequence[int]
) -> tuple[list[str], list[Said], int | None]:
    other, speaker, texts = talk(one_frame), talk(one_frame), []
    other.receive(sent(1, b"of another", fin=False))
    for piece in pieces(scene.data, sizes):
        texts += speaker.receive(piece)
    late = speaker.receive(sent(1, b"after the end")) if scene.code is not None else []
    return [*texts, *late], list(frames_of(bytes(speaker.out))), speaker.code
