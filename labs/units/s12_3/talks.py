"""What clients say, frame by frame, and what a server has to make of it."""

from collections.abc import Sequence
from typing import NamedTuple

from labs.units.s12_3.peers import BINARY, CLOSING, PING, PONG, TEXT, Said, raw, sent

MORE = 0


class Scene(NamedTuple):
    """What a client sends, in words and in bytes, and what comes of it."""

    claim: str
    sent: str
    data: bytes
    texts: Sequence[str] = ()
    answers: Sequence[Said] = ()
    code: int | None = None


def _last_word(code: int) -> Said:
    return Said(True, CLOSING, code.to_bytes(2, "big"))


def _refused(claim: str, told: str, data: bytes, code: int, *texts: str) -> Scene:
    return Scene(claim, told, data, texts, (_last_word(code),), code)


def _closing(payload: bytes) -> bytes:
    return sent(CLOSING, payload)


_HALF = "Zoë".encode()
_CODES = "a close code that may be sent is sent back, another is 1002"

TALKS = (
    Scene("a text in one frame comes out", "'A12 sold'", sent(TEXT, b"A12 sold"), ["A12 sold"]),
    Scene(
        "a text in three frames comes out, and a ping between them is answered",
        "'A12 ', ping 'hi', 'so', 'ld'",
        sent(TEXT, b"A12 ", fin=False)
        + sent(PING, b"hi")
        + sent(MORE, b"so", fin=False)
        + sent(MORE, b"ld"),
        ["A12 sold"],
        [Said(True, PONG, b"hi")],
    ),
    _refused("a close is answered with its code", "close 1000", _closing(b"\x03\xe8bye"), 1000),
    _refused(
        "a frame against the protocol is answered with its code, after what came before",
        "'A1', then a frame that is not masked",
        sent(TEXT, b"A1") + raw(0x81, b"A2", masked=False),
        1002,
        "A1",
    ),
)

TALKS_ELSE = (
    Scene(
        "a letter may be cut by the frames",
        "'Zo' and half of 'ë', the other half",
        sent(TEXT, _HALF[:3], fin=False) + sent(MORE, _HALF[3:]),
        ["Zoë"],
    ),
    Scene(
        "several texts come out in their order, an empty one too",
        "'A1', '', pong, ping, 'A3'",
        sent(TEXT, b"A1") + sent(TEXT) + sent(PONG, b"?") + sent(PING) + sent(TEXT, b"A3"),
        ["A1", "", "A3"],
        [Said(True, PONG, b"")],
    ),
    Scene(
        "a long text comes out",
        "40,000 letters",
        sent(TEXT, b"x" * 40_000),
        ["x" * 40_000],
    ),
    Scene(
        "a message may have 65,536 bytes, in all its frames",
        "frames of 30,000 and 35,536 letters",
        sent(TEXT, b"x" * 30_000, fin=False) + sent(MORE, b"x" * 35_536),
        ["x" * 65_536],
    ),
    Scene(
        "answers go out in their order, none in place of another",
        "ping 'a', ping 'b', close 1001",
        sent(PING, b"a") + sent(PING, b"b") + _closing(b"\x03\xe9"),
        [],
        [Said(True, PONG, b"a"), Said(True, PONG, b"b"), _last_word(1001)],
        1001,
    ),
    Scene(
        "answers go out in their order, none in place of the last word",
        "ping 'a', then a frame that is not masked",
        sent(PING, b"a") + raw(0x81, b"A2", masked=False),
        [],
        [Said(True, PONG, b"a"), _last_word(1002)],
        1002,
    ),
    Scene(
        "after a close nothing is taken, not even what came with it",
        "close 1000, ping 'a', 'A1', in one piece",
        _closing(b"\x03\xe8") + sent(PING, b"a") + sent(TEXT, b"A1"),
        [],
        [_last_word(1000)],
        1000,
    ),
    Scene(
        "a message may begin with an empty frame",
        "'', to be continued, 'A1'",
        sent(TEXT, fin=False) + sent(MORE, b"A1"),
        ["A1"],
    ),
    _refused(
        "a close may come within a message",
        "'A1' and more to come, close 1000",
        sent(TEXT, b"A1", fin=False) + _closing(b"\x03\xe8"),
        1000,
    ),
    _refused(
        "binary within a message is 1003, too",
        "'A1' and more to come, 4 bytes, binary",
        sent(TEXT, b"A1", fin=False) + sent(BINARY, b"\0\1\2\3"),
        1003,
    ),
    _refused("binary is not taken: 1003", "4 bytes, binary", sent(BINARY, b"\0\1\2\3"), 1003),
    _refused("there is nothing to go on with: 1002", "'ld', going on", sent(MORE, b"ld"), 1002),
    _refused(
        "a text does not begin within another: 1002",
        "'A1' and more to come, 'A2'",
        sent(TEXT, b"A1", fin=False) + sent(TEXT, b"A2"),
        1002,
    ),
    _refused("a text is UTF-8: else 1007", "bytes ff fe", sent(TEXT, b"\xff\xfe"), 1007),
    _refused(
        "a message may have 65,536 bytes, in all its frames: else 1009",
        "frames of 30,000 and 35,537 bytes, and more to come",
        sent(TEXT, b"x" * 30_000, fin=False) + sent(MORE, b"x" * 35_537, fin=False),
        1009,
    ),
    _refused(
        "a message may have 65,536 bytes, not letters: else 1009",
        "frames of 20,000 letters ë each, two of them",
        sent(TEXT, "ë".encode() * 20_000, fin=False) + sent(MORE, "ë".encode() * 20_000),
        1009,
    ),
    Scene(
        "a close without a code is answered without one",
        "close",
        _closing(b""),
        [],
        [Said(True, CLOSING, b"")],
        1005,
    ),
    _refused(_CODES, "close of one byte", _closing(b"\x03"), 1002),
    *(
        _refused(_CODES, f"close {code}", _closing(code.to_bytes(2, "big")), answer)
        for code, answer in ((999, 1002), (1005, 1002), (2999, 1002), (3000, 3000), (4999, 4999))
    ),
    _refused("a reason is UTF-8: else 1007", "close 1000, ff", _closing(b"\x03\xe8\xff"), 1007),
)
