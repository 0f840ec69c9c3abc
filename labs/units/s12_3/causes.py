"""Why an answer to S12.3 may be as it is, in words."""

from collections.abc import Mapping, Sequence

from labs.judges.judge import Likely
from labs.units.s12_3.peers import Against, Said
from labs.units.s12_3.shapes import Frame
from labs.units.s12_3.talks import Scene

WAITING = "not all of the head is here: look at len(data) before you look at a byte."


def in_short(frame: object) -> str:
    """A frame, without a long payload."""
    if not isinstance(frame, tuple) or len(frame) != 4:
        return repr(frame)
    fin, opcode, payload, size = frame
    shown = repr(payload) if len(payload) < 20 else f"{len(payload)} bytes from {payload[:4]!r} on"
    return f"fin={fin}, opcode={opcode}, payload={shown}, size={size}"


def why_not_open(change: Mapping[str, str | None]) -> Likely:
    """A handshake that is right was refused."""
    return [
        ("origin" in change and change["origin"] is None, "who says no origin is let in."),
        (
            "," in (change.get("connection") or ""),
            "Connection is a list: one of its words is upgrade.",
        ),
        (change, "words of Connection and Upgrade may be in capitals: compare in lower case."),
        (True, "this is what the library sends."),
    ]


def why_not_taken(said: str) -> Likely:
    """What the library has against the answer."""
    return [
        ("Accept" in said, "accept_of(key), of the key that this client sent."),
        (True, "three headers: Upgrade, Connection and Sec-WebSocket-Accept."),
    ]


def why_this_status(change: Mapping[str, str | None], got: object) -> Likely:
    """A handshake that is wrong got another status."""
    return [
        (len(change) > 1, "two things are wrong: the first line of the table that fits holds."),
        ("origin" in change, "a page of another site: the origin is one of ours as a whole."),
        (
            "sec-websocket-key" in change and got == 101,
            "a key as a whole is 22 characters of base64 and two =.",
        ),
        ("upgrade" in change, "upgrade is websocket, the whole word and nothing else."),
        (
            "connection" in change,
            "one of the words in Connection is upgrade, not a piece of a word.",
        ),
        (True, "look in the order of the text: no handshake, version, origin, key."),
    ]


def why_no_part(error: Exception) -> Likely:
    """A part of a frame raised."""
    return [
        (isinstance(error, IndexError), WAITING),
        (
            getattr(error, "code", 0) == 1009,
            "65,536 bytes of payload are allowed: only more is too big.",
        ),
        (True, "a part that breaks no rule yet is None: wait for the rest."),
    ]


def why_no_frame(error: Exception) -> Likely:
    """A whole frame raised."""
    return [
        (getattr(error, "code", 0) == 1002, "this frame is the library's, and right."),
        (
            getattr(error, "code", 0) == 1009,
            "65,536 bytes are allowed, of the payload, not of the frame.",
        ),
        (isinstance(error, IndexError), "bytes behind the frame belong to the next."),
    ]


def why_this_frame(got: object, wanted: Frame) -> Likely:
    """A whole frame was read as another."""
    if not isinstance(got, Frame):
        return "the frame is whole: return a Frame."
    return [
        (got.opcode != wanted.opcode, "the opcode is the four lowest bits: first & 0x0F."),
        (got.fin is not wanted.fin, "fin is the highest bit of the first byte, as a bool."),
        (
            got.size != wanted.size,
            "size counts head, mask and payload, and nothing behind them.",
        ),
        (
            len(got.payload) != len(wanted.payload),
            "126: the length stands in the next 2 bytes, big end first; 127: in the next 8.",
        ),
        (True, "byte n of the payload is unmasked by byte n % 4 of the mask."),
    ]


def why_let_in(each: Against, got: object) -> Likely:
    """What is against the protocol was taken, or has another code."""
    waits = got == "None"
    return [
        (
            waits and each.code == 1009,
            "the head tells the length: refuse it before the rest comes.",
        ),
        ("length" in each.name, "a length stands in the shortest form that holds it."),
        ("ping" in each.name, "control frames (opcode 8 and up): at most 125 bytes, in one frame."),
        ("mask" in each.name, "a client's frame has the highest bit of its second byte set."),
        ("bit" in each.name, "first & 0x70: none of the three may be set."),
        ("opcode" in each.name, "there are 0, 1, 2, 8, 9 and 10."),
        (waits, "the head is against the protocol: no need to wait for the rest."),
        (True, "1002 is against the protocol, 1009 too big."),
    ]


def why_no_talk(error: Exception) -> Likely:
    """Receiving raised."""
    return [
        (hasattr(error, "code"), "catch BrokenProtocolError: its code is your last word."),
        (isinstance(error, UnicodeError), "no UTF-8: 1007."),
    ]


def why_this_talk(scene: Scene, texts: Sequence[str], said: Sequence[Said]) -> Likely:
    """Other texts or answers came."""
    words = " ".join(texts)
    return [
        ("cut" in scene.claim and not texts, "decode the whole message, not each frame."),
        ("UTF-8" in scene.claim, "bytes that are no UTF-8: utf8 says 1007."),
        ("empty frame" in scene.claim, "begun may be b'': None alone means that nothing is begun."),
        ("letters" in scene.claim, "the limit is one of bytes."),
        ("within" in scene.claim, "what is refused, and by which code, stands in the text."),
        (
            "came with it" in scene.claim,
            "the code is set: read no further frame, also of this piece.",
        ),
        (
            scene.code is None
            and scene.texts
            and not texts
            and said
            and scene.answers
            and len(said) == len(scene.answers),
            "a ping between the frames of a text changes nothing of what is begun.",
        ),
        (
            "another" in words or (scene.code is None and len(said) > len(scene.answers)),
            "a right frame is refused: is something kept outside of self, for all connections?",
        ),
        ("after the end" in words, "after the last word nothing is taken any more."),
        (len(said) > len(scene.answers), "an answer is sent once."),
        (
            scene.code == 1002 and scene.texts and not texts,
            "a text that was whole before the break is still a text.",
        ),
        ("1009" in scene.claim, "count what the frames of one message hold together."),
        ("close code" in scene.claim, "1000 to 1003, 1007 to 1014, 3000 to 4999: else 1002."),
        ("three" in scene.claim and not texts, "keep the parts until one has fin."),
        (
            "three" in scene.claim,
            "a ping may come between the parts: it is answered at once, and is none of them.",
        ),
        (
            "without" in scene.claim,
            "a close without a code is answered by an empty one; 1005 is never sent.",
        ),
        ("ends" not in scene.claim and scene.texts == (), "compare with the rules of E3."),
        (True, "every message that is whole is a text, an empty one too."),
    ]
