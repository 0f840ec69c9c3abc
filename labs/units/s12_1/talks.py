"""What is said on one line, and what must be answered when."""

from collections.abc import Sequence
from dataclasses import dataclass

from labs.units.s12_1.messages import CONTINUE, Head, Refused, Request, written


def plain_head(raw: bytes) -> Head:
    """A head, read by somebody who believes what stands there.

    /refused/431 is refused with 431, so that refusals can be had without a wrong request.
    """
    first, *rest = raw.decode("latin-1").split("\r\n")
    method, target, version = first.split(" ")
    said: dict[str, list[str]] = {}
    for line in rest:
        name, _, value = line.partition(":")
        said.setdefault(name.lower(), []).append(value.strip())
    if target.startswith("/refused/"):
        raise Refused(int(target.removeprefix("/refused/")))
    in_chunks = "transfer-encoding" in said
    length = None if in_chunks else int(said.get("content-length", ["0"])[0])
    return Head(method, target, version.removeprefix("HTTP/"), said, length)


def answered(request: Request, number: int) -> bytes:
    """What the seat plan says to the request of this number."""
    head = request.head
    return f"{number}: {head.method} {head.target}, {request.body!r:.40}".encode()


@dataclass(frozen=True)
class Step:
    """Some bytes, and the answer that is due when the last of them is here."""

    comes: bytes
    due: Sequence[str | int | bytes] = ()
    """A text is an answer's body, a number a refusal's status; bytes are sent as they are."""


@dataclass(frozen=True)
class Talk:
    """What comes on one line, step by step."""

    name: str
    steps: Sequence[Step]
    stays_open: bool
    likely: str
    in_any_cut: bool = True
    """It is answered the same, byte by byte and all at once."""

    def bytes_due(self, step: Step) -> bytes:
        """As they go over the wire; the last answer of a line that ends says so."""
        told = b""
        for place, due in enumerate(step.due):
            is_last_answer = step is self._last_due and place == len(step.due) - 1
            last = not self.stays_open and is_last_answer
            if isinstance(due, bytes):
                told += due
            elif isinstance(due, int):
                told += written(due, b"", last=True)
            else:
                told += written(200, due.encode(), last=last)
        return told

    @property
    def _last_due(self) -> Step | None:
        return next((step for step in reversed(self.steps) if step.due), None)


def request(first: str, *fields: str, body: str = "") -> bytes:
    """The bytes of a request."""
    told = [f"{first} HTTP/1.1", "Host: flytower.test", *fields, "", body]
    return "\r\n".join(told).encode("latin-1")


def old_request(first: str, *fields: str, body: str = "") -> bytes:
    """The same in HTTP/1.0."""
    return request(first, *fields, body=body).replace(b"HTTP/1.1", b"HTTP/1.0")


EXPECT, FIVE = "Expect: 100-continue", "Content-Length: 5"
CHUNKED = "Transfer-Encoding: chunked"
PLAN = Step(request("GET /plan"), ["1: GET /plan, b''"])

ONE_EACH = (
    "each request that is whole is answered at once, and in its order: loop until one is not."
)
KEEPS = "what has come after a request is kept: it begins the next one."
LAST = "after the last answer nothing is read, answered or carried out any more."
CLOSES = "`close` is one of the words of Connection, split at commas, in any case, in any line."
OLD = "HTTP/1.0 knows neither kept lines nor 100."
GO_ON = "100 only if HTTP/1.1 asks for it, the body is not empty, and no byte of it is here."
ONCE = "100 is said once: remember that the head is read, and wait for the body alone."
REFUSES = (
    "a Refused, of the head or the body, is an answer with its status, after what was due "
    "before, and the last one."
)
TOO_LONG = "a length over MAX_BODY is 413 as soon as the head is here, before 100."
ENDLESS = "the empty line must end within the first MAX_HEAD bytes of a head, or it is 431."

SERVED = (
    Talk("two requests", [PLAN, Step(request("GET /seats"), ["2: GET /seats, b''"])], True, KEEPS),
    Talk(
        "a body, and what follows it",
        [
            Step(request("POST /orders", FIVE, body="hello"), ["1: POST /orders, b'hello'"]),
            Step(request("GET /plan"), ["2: GET /plan, b''"]),
        ],
        True,
        KEEPS,
    ),
    Talk(
        "chunks, and what follows them",
        [
            Step(
                request("POST /orders", CHUNKED, body="5\r\nhello\r\n0\r\n\r\n"),
                ["1: POST /orders, b'hello'"],
            ),
            Step(request("GET /plan"), ["2: GET /plan, b''"]),
        ],
        True,
        KEEPS,
    ),
    Talk("the head without its end", [Step(request("GET /plan")[:-1])], True, ONE_EACH),
)
SERVED_ELSE = (
    Talk(
        "seven requests",
        [Step(request(f"GET /{n}"), [f"{n}: GET /{n}, b''"]) for n in range(1, 8)],
        True,
        ONE_EACH,
    ),
    Talk(
        "a body that looks like a request",
        [
            Step(
                request("POST /a", "Content-Length: 43", body=request("GET /plan").decode()),
                [f"1: POST /a, {request('GET /plan')!r:.40}"],
            ),
            Step(request("PUT /b", FIVE, body="\r\n\r\n0"), ["2: PUT /b, b'\\r\\n\\r\\n0'"]),
        ],
        True,
        "the body is so many bytes, whatever stands in it.",
    ),
    Talk(
        "three thousand requests",
        [
            Step(
                b"".join(request(f"GET /{n}") for n in range(1, 3_001)),
                [f"{n}: GET /{n}, b''" for n in range(1, 3_001)],
            )
        ],
        True,
        ONE_EACH,
        in_any_cut=False,
    ),
    Talk(
        "a chunk whose line is as long as it may be",
        [
            Step(
                request("POST /a", CHUNKED, body=f"5;{'x' * 252}\r\nhello\r\n0\r\n\r\n"),
                ["1: POST /a, b'hello'"],
            )
        ],
        True,
        "body_of takes this one, also cut within its line.",
    ),
    Talk(
        "one and a half",
        [PLAN, Step(request("POST /orders", FIVE, body="hell"))],
        True,
        ONE_EACH,
    ),
)

ENDED = (
    Talk(
        "Connection: close",
        [
            Step(request("GET /plan", "Connection: close"), ["1: GET /plan, b''"]),
            Step(request("GET /more")),
        ],
        False,
        LAST,
    ),
    Talk(
        "a refusal",
        [PLAN, Step(request("GET /refused/501"), [501]), PLAN_AFTER := Step(request("GET /more"))],
        False,
        REFUSES,
    ),
    Talk(
        "100-continue",
        [
            Step(request("POST /orders", EXPECT, FIVE), [CONTINUE]),
            Step(b"hello", ["1: POST /orders, b'hello'"]),
            Step(request("GET /plan"), ["2: GET /plan, b''"]),
        ],
        True,
        ONCE,
        in_any_cut=False,
    ),
    Talk(
        "a body of 65,537 bytes that waits for 100",
        [Step(request("POST /orders", EXPECT, "Content-Length: 65537"), [413]), PLAN_AFTER],
        False,
        TOO_LONG,
    ),
    Talk(
        "a head of 5,000 bytes without an end",
        [Step(b"GET /plan HTTP/1.1\r\nX: " + b"x" * 5_000, [431]), PLAN_AFTER],
        False,
        ENDLESS,
        in_any_cut=False,
    ),
)

_LONG_HEAD = b"GET /plan HTTP/1.1\r\nHost: flytower.test\r\nX: "
_FULL = _LONG_HEAD + b"x" * (4_096 - len(_LONG_HEAD) - 4) + b"\r\n\r\n"
_LONG_AND_WAITS = request("POST /a", EXPECT, FIVE, "X: ")[:-4]
_FULL_AND_WAITS = _LONG_AND_WAITS + b"x" * (4_096 - len(_LONG_AND_WAITS) - 4) + b"\r\n\r\n"
ENDED_ELSE = (
    Talk(
        "Connection: keep-alive, CLOSE",
        [
            Step(request("GET /plan", "Connection: keep-alive, CLOSE"), ["1: GET /plan, b''"]),
            PLAN_AFTER,
        ],
        False,
        CLOSES,
    ),
    Talk(
        "Connection in two lines",
        [
            Step(
                request("GET /plan", "Connection: close", "Connection: te"),
                ["1: GET /plan, b''"],
            ),
            PLAN_AFTER,
        ],
        False,
        CLOSES,
    ),
    Talk(
        "Connection: not-close",
        [
            Step(request("GET /plan", "Connection: not-close"), ["1: GET /plan, b''"]),
            Step(request("GET /a"), ["2: GET /a, b''"]),
        ],
        True,
        CLOSES,
    ),
    Talk(
        "HTTP/1.0", [Step(old_request("GET /plan"), ["1: GET /plan, b''"]), PLAN_AFTER], False, OLD
    ),
    Talk(
        "HTTP/1.0 that waits for 100",
        [Step(old_request("POST /a", EXPECT, FIVE, body="hello"), ["1: POST /a, b'hello'"])],
        False,
        OLD,
    ),
    Talk(
        "close in a request with a body",
        [
            PLAN,
            Step(
                request("POST /a", "Connection: close", FIVE, body="hello"),
                ["2: POST /a, b'hello'"],
            ),
            PLAN_AFTER,
        ],
        False,
        LAST,
    ),
    Talk(
        "a chunk that lies about its size",
        [
            PLAN,
            Step(request("POST /a", CHUNKED, body="4\r\nhello\r\n"), [400]),
            PLAN_AFTER,
        ],
        False,
        REFUSES,
        in_any_cut=False,
    ),
    Talk(
        "a chunk of 65,537 bytes",
        [Step(request("POST /a", CHUNKED, body="10001\r\n"), [413]), PLAN_AFTER],
        False,
        REFUSES,
    ),
    Talk(
        "a refused head that waits for 100",
        [Step(request("POST /refused/505", EXPECT, FIVE), [505])],
        False,
        REFUSES,
    ),
    Talk(
        "100-Continue, for chunks, after another request",
        [
            Step(
                request("GET /plan") + request("POST /a", "Expect: 100-Continue", CHUNKED),
                ["1: GET /plan, b''", CONTINUE],
            ),
            Step(b"5\r\nhel"),
            Step(b"lo\r\n0\r\n"),
            Step(b"\r\n", ["2: POST /a, b'hello'"]),
        ],
        True,
        GO_ON,
        in_any_cut=False,
    ),
    Talk(
        "a body that has begun without waiting for 100",
        [
            Step(request("POST /a", EXPECT, FIVE, body="h")),
            Step(b"ello", ["1: POST /a, b'hello'"]),
        ],
        True,
        GO_ON,
        in_any_cut=False,
    ),
    Talk(
        "100-continue before a body of no bytes",
        [Step(request("POST /a", EXPECT, "Content-Length: 0"), ["1: POST /a, b''"])],
        True,
        GO_ON,
    ),
    Talk(
        "two bodies that wait for 100",
        [
            Step(request("POST /a", EXPECT, FIVE), [CONTINUE]),
            Step(b"hello", ["1: POST /a, b'hello'"]),
            Step(request("POST /b", EXPECT, FIVE), [CONTINUE]),
            Step(b"again", ["2: POST /b, b'again'"]),
        ],
        True,
        "a new request may wait for 100 again.",
        in_any_cut=False,
    ),
    Talk(
        "a head of 4,096 bytes, and one more request",
        [
            Step(_FULL, ["1: GET /plan, b''"]),
            Step(request("GET /a"), ["2: GET /a, b''"]),
        ],
        True,
        ENDLESS,
    ),
    Talk(
        "a head of 4,096 bytes that waits for 100, in one piece with its body",
        [Step(_FULL_AND_WAITS + b"hello", ["1: POST /a, b'hello'"])],
        True,
        GO_ON,
        in_any_cut=False,
    ),
    Talk(
        "fields behind the last chunk, without an end",
        [Step(request("POST /a", CHUNKED, body="0\r\n" + "a: b\r\n" * 2_000), [400]), PLAN_AFTER],
        False,
        REFUSES,
        in_any_cut=False,
    ),
    Talk(
        "a head of 4,097 bytes",
        [PLAN, Step(_FULL.replace(b"X: ", b"X: x"), [431]), PLAN_AFTER],
        False,
        ENDLESS,
        in_any_cut=False,
    ),
    Talk(
        "a body of 65,536 bytes",
        [
            Step(
                request("POST /a", "Content-Length: 65536", body="x" * 65_536),
                [f"1: POST /a, {b'x' * 65_536!r:.40}"],
            )
        ],
        True,
        "MAX_BODY bytes are allowed, and a body has a limit of its own.",
        in_any_cut=False,
    ),
)
