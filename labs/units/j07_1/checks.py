"""What J07.1 asks of an answer: each check is one claim."""

import re
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import combinations, zip_longest
from typing import NamedTuple, Protocol
from urllib.parse import parse_qsl, urlsplit

from labs.judges import Judge, judging
from labs.units.j07_1 import causes
from labs.units.j07_1.answers import BY_CHUNKS, BY_LENGTH, OTHERS_BY_CHUNKS, OTHERS_BY_LENGTH, Case
from labs.units.j07_1.desk import Desk, Seen
from labs.units.j07_1.line import END, Answer, Line
from labs.units.j07_1.wire import ReadsOnError, Wire

__all__ = ["BY_CHUNKS", "BY_LENGTH", "OTHERS_BY_CHUNKS", "OTHERS_BY_LENGTH"]


class Copy(Protocol):
    """A page that is kept."""

    etag: str
    body: bytes


class Page(NamedTuple):
    """What is asked for."""

    path: str
    query: Mapping[str, str]


class Sent(NamedTuple):
    """What post_file is given."""

    fields: Mapping[str, str]
    filename: str
    content: bytes
    path: str = "/plans"
    name: str = "plan"


ReadAnswer = Callable[[socket.socket], Answer]
Exchange = Callable[[bytes], Answer]
Refreshed = Callable[[Exchange, str, Mapping[str, str], Copy | None], Copy]
Post = Callable[[str, Mapping[str, str]], bytes]
PostFile = Callable[[str, Mapping[str, str], str, str, bytes], bytes]

# --- E1: an answer, however it is cut ---------------------------------------------------------

LENGTH = "E1: an answer of a known length is read whole, wherever it is cut"
CHUNKS = "E1: an answer in chunks is read whole, wherever it is cut"


def by_length(read_answer: ReadAnswer, cases: Sequence[Case]) -> None:
    """Whatever a server says with a Content-Length is read, and nothing after it waited for."""
    with judging(LENGTH) as judge:
        _reads_all(judge, read_answer, cases)


def by_chunks(read_answer: ReadAnswer, cases: Sequence[Case]) -> None:
    """The same of an answer in chunks."""
    with judging(CHUNKS) as judge:
        _reads_all(judge, read_answer, cases)


def _reads_all(judge: Judge, read_answer: ReadAnswer, cases: Sequence[Case]) -> None:
    """All of them on one connection, one after another, at once and cut at each byte."""
    with Wire.connected() as wire:
        for case in cases:
            for told, pieces in _cuts(case.raw):
                wire.says(pieces)
                called = f"read_answer(connection), {case.name} of {len(case.raw)} bytes, {told}"
                got = _read(judge, read_answer, wire, case, called)
                _is(judge, got, case, called)
                _is_left_as_it_should(judge, wire, called)


LONG = 1_000
"""An answer of so many bytes is cut here and there, not at each byte."""


def _cuts(raw: bytes) -> Iterator[tuple[str, list[bytes]]]:
    yield "in one piece", [raw]
    step = 1 if len(raw) < LONG else len(raw) // 20
    for place in range(1, len(raw), step):
        near = f"{raw[max(0, place - 8) : place]!r} | {raw[place : place + 8]!r}"
        yield f"cut after byte {place}: {near}", [raw[:place], raw[place:]]
    told = f"{step:,} bytes at a time" if step > 1 else "byte by byte"
    yield told, [raw[place : place + step] for place in range(0, len(raw), step)]


def _read(judge: Judge, read_answer: ReadAnswer, wire: Wire, case: Case, called: str) -> Answer:
    got = None
    with judge.calling(called), suppress(ReadsOnError, TimeoutError):
        got = read_answer(wire)
    judge.that(
        not wire.read_on,
        called=called,
        got=f"it reads on after all {len(case.raw)} bytes",
        expected="an answer: the connection stays open, and silent",
        likely=causes.why_reads_on(case),
    )
    judge.that(
        not wire.gave_up,
        called=called,
        got=f"it gives up when nothing comes for {wire.gettimeout()} s",
        expected="an answer: the line may pause for longer than that between two pieces",
        likely=causes.READS_ON.replace("all of it has come", "silence is no end"),
    )
    if not isinstance(got, Answer):
        judge.fails(
            called=called,
            came_back=f"{got!r:.90}",
            expected=f"an Answer of status {case.status}",
            likely="is a `return` missing? Answer(status, headers, body) is what is asked for.",
        )
    return got


def _is(judge: Judge, got: Answer, case: Case, called: str) -> None:
    judge.that(
        got.status == case.status,
        called=f"{called}; .status",
        got=got.status,
        expected=case.status,
        likely="parse_head(head) gives status and headers.",
    )
    judge.that(
        got.body == case.body,
        called=f"{called}; .body",
        got=repr(got.body),
        expected=repr(case.body),
        likely=causes.why_this_body(got.body, case),
    )
    lines = (line.split(": ", 1) for line in case.head.decode("latin-1").splitlines()[1:-1])
    judge.equal(
        got.headers,
        {name.lower(): value for name, value in lines},
        called=f"{called}; .headers",
        likely=causes.why_these_headers(got.headers),
    )


def _is_left_as_it_should(judge: Judge, wire: Wire, called: str) -> None:
    judge.that(
        not wire.left,
        called=called,
        got=f"{wire.left} bytes of it are left unread",
        expected="all of it is read: the next answer on this connection begins after it",
        likely=r"after the chunk of size 0 stands one more \r\n: it belongs to this answer.",
    )
    judge.that(
        wire.fileno() != -1,
        called=called,
        got="the connection is closed",
        expected="it stays open",
        likely="it belongs to the caller, who has more to ask.",
    )


def ends_early(read_answer: ReadAnswer, case: Case, path: str) -> None:
    """A server that hangs up too early is told from one that does not; so is a real one."""
    title = LENGTH if case.chunks is None else CHUNKS
    _cut_off(read_answer, case, title)
    _from_desk(read_answer, path, title)


def _cut_off(read_answer: ReadAnswer, case: Case, title: str) -> None:
    """An answer that ends before it is whole is a ConnectionError, wherever it ends."""
    with judging(title) as judge:
        for place in range(0, len(case.raw) - 1, 5):
            with Wire.connected() as wire:
                wire.says([case.raw[:place]], hangs_up=True)
                called = (
                    f"read_answer(connection), {case.name} of {len(case.raw)} bytes; the server "
                    f"hangs up after byte {place}: {case.raw[max(0, place - 12) : place]!r}"
                )
                came = _error_of(read_answer, wire)
                judge.that(
                    came == "ConnectionError",
                    called=called,
                    got=came,
                    expected="ConnectionError",
                    likely=[
                        (
                            came.startswith("it reads on"),
                            'recv gives b"" for ever once the other side has closed: b"" ends '
                            "the loop.",
                        ),
                        (True, "half of an answer is none: whoever gets it must know."),
                    ],
                )


def _error_of(read_answer: ReadAnswer, wire: Wire) -> str:
    try:
        got = read_answer(wire)
    except ConnectionError:
        return "ConnectionError"
    except ReadsOnError:
        return "it reads on, for ever"
    except NotImplementedError:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "it reads on, for ever" if wire.read_on else f"{got!r:.120}"


def _from_desk(read_answer: ReadAnswer, path: str, title: str) -> None:
    """A real server's answer is what Python's own client reads of it."""
    with judging(title) as judge, Desk(packet=700) as desk, Line(desk.port) as line:
        request = f"GET {path} HTTP/1.1\r\nHost: flytower.test\r\n\r\n".encode()
        right = line.exchange(request)
        with socket.create_connection(("127.0.0.1", desk.port), timeout=5) as connection:
            for turn in ("first", "second"):
                connection.sendall(request)
                called = f"read_answer(connection), the {turn} answer to GET {path}"
                with judge.calling(called):
                    got = read_answer(connection)
                judge.that(
                    got == right,
                    called=called,
                    got=f"{got!r:.150}",
                    expected=f"{right!r:.150}",
                    likely="what http.client reads of the same answer is another one.",
                )


# --- E2: ask again, and carry nothing ---------------------------------------------------------

AGAIN = "E2: a page that has not changed is not carried again"


QUERIES: Sequence[Mapping[str, str]] = (
    {},
    {"hall": "Łódź", "for": "Ann & Bo", "seats": "1+1 = 2?"},
)
OTHER_QUERIES: Sequence[Mapping[str, str]] = (
    {"hall": "Łódź"},
    {"100 %": "", "a=b": "\r\nHost: evil", "#": "/?"},
    {"hall": "Stromness"},
    {},
)


def again(refreshed: Refreshed, queries: Sequence[Mapping[str, str]], path: str = "/plan") -> None:
    """Asked as it was meant; a copy that holds costs no byte of body, another is replaced."""
    with judging(AGAIN) as judge, Desk() as desk:
        pages = [Page(path, query) for query in queries]
        _asks(judge, refreshed, desk, pages)
        with Line(desk.port) as line:
            _asks_again(judge, refreshed, desk, line, pages)


def _asks(judge: Judge, refreshed: Refreshed, desk: Desk, pages: Sequence[Page]) -> None:
    for page in pages:
        path, query = page
        given = dict(query)
        called = f"refreshed(exchange, '{path}', {query}, None)"
        with Line(desk.port) as line, judge.calling(called):
            copy = refreshed(_looking(judge, desk, line, page, called), path, given, None)
            seen = _seen_once(judge, desk, called)
            _is_unconditional(judge, seen, called)
            _is_copy(judge, copy, None, line, called)
        judge.equal(
            given,
            query,
            called=f"{called}; then the query",
            likely="it belongs to the caller: read it, and leave it.",
        )


def _looking(judge: Judge, desk: Desk, line: Line, page: Page, called: str) -> Exchange:
    """An exchange that fails at once if the desk has not understood what was meant."""

    def exchange(request: bytes) -> Answer:
        after = request.partition(END)[2] if isinstance(request, bytes) else b""
        judge.that(
            not after,
            called=called,
            got=f"{after!r:.60} after the blank line",
            expected="nothing: the server would take it for the next request",
            likely=r"a GET ends with \r\n\r\n; each header stands before that.",
        )
        answer = line.exchange(request)
        _leaves_it_open(judge, desk.seen[-1], called)
        _is_understood(judge, desk.seen[-1], page, called)
        return answer

    return exchange


def _seen_once(judge: Judge, desk: Desk, called: str) -> Seen:
    seen = desk.seen[:]
    desk.seen.clear()
    judge.that(
        len(seen) == 1,
        called=called,
        got=f"the desk saw {len(seen)} requests",
        expected="1 request",
        likely="each call asks once, by exchange(request).",
    )
    return seen[0]


def _is_understood(judge: Judge, seen: Seen, page: Page, called: str) -> None:
    path, query = page
    judge.that(
        seen.status in (200, 304),
        called=called,
        got=f"the desk refused it with {seen.status}: {seen.reason}",
        expected="200 or 304",
        likely=causes.why_not_asked(seen),
    )
    address = urlsplit(seen.target)
    understood = dict(parse_qsl(address.query, keep_blank_values=True))
    judge.that(
        address.path == path and understood == query and (query or "?" not in seen.target),
        called=called,
        got=f"the address {seen.target}, understood as {understood}",
        expected=f"{path} and {dict(query)}" if query else f"the address {path} alone",
        likely="the path is the one that was passed in."
        if address.path != path
        else causes.why_this_query(understood, query, seen),
    )
    judge.that(
        seen.headers.get("host") == "flytower.test" and b"\n" not in seen.raw.replace(b"\r\n", b""),
        called=called,
        got=repr(seen.raw),
        expected=r"Host: flytower.test, and \r\n at the end of each line",
        likely=r"some servers take a lone \n, others refuse it; some serve any Host, others "
        "another site's page.",
    )


def _leaves_it_open(judge: Judge, seen: Seen, called: str) -> None:
    judge.that(
        "close" not in seen.headers.get("connection", "").lower(),
        called=called,
        got="Connection: close",
        expected="no such header: the desk hangs up after it",
        likely="the line is the caller's, who asks more on it.",
    )


def _is_unconditional(judge: Judge, seen: Seen, called: str) -> None:
    said = seen.headers.get("if-none-match")
    judge.that(
        said is None,
        called=called,
        got=f"the header If-None-Match: {said}",
        expected="no such header",
        likely="without a copy there is nothing to compare with.",
    )


def _is_copy(judge: Judge, copy: object, kept: Copy | None, line: Line, called: str) -> None:
    answer = line.answer
    right = (answer.headers.get("etag"), answer.body)
    if kept is not None and answer.status == 304:
        right = (kept.etag, kept.body)
    got = (getattr(copy, "etag", None), getattr(copy, "body", None))
    judge.that(
        got == right,
        called=called,
        got=f"{copy!r:.120}",
        expected=f"Copy(etag={right[0]!r}, body={right[1]!r})"[:120],
        likely=causes.why_this_copy(copy, kept, answer.status),
    )


def _asks_again(
    judge: Judge, refreshed: Refreshed, desk: Desk, line: Line, pages: Sequence[Page]
) -> None:
    copies: list[Copy | None] = [None] * len(pages)
    for turn in range(4):
        if turn == 2:
            desk.sell("A7")
        for place, page in enumerate(pages):
            path, query = page
            kept = copies[place]
            called = f"refreshed(exchange, '{path}', {query}, {'its copy' if kept else None})"
            called += ", after A7 was sold" if turn > 1 else ""
            with judge.calling(called):
                ask = _looking(judge, desk, line, page, called)
                copies[place] = refreshed(ask, path, dict(query), kept)
            seen = _seen_once(judge, desk, called)
            if turn in {1, 3}:
                _carries_nothing(judge, line, seen, kept, called)
            _is_copy(judge, copies[place], kept, line, called)


def _carries_nothing(judge: Judge, line: Line, seen: Seen, kept: Copy | None, called: str) -> None:
    judge.that(
        line.body_bytes == 0 and seen.status == 304,
        called=called,
        got=f"status {seen.status}, {line.body_bytes:,} bytes of body at the socket",
        expected="status 304, 0 bytes of body",
        likely=causes.why_not_304(seen, kept.etag if kept else ""),
    )


TOLD = (
    ("no copy, and the page is empty", Answer(200, {"etag": '"e"'}, b"")),
    ("its copy, an empty page, and a 304 that has no header", Answer(304, {}, b"")),
    ("its copy, and the ETag alone has changed", Answer(200, {"etag": '"f"'}, b"")),
    ("its copy, and the page has changed", Answer(200, {"etag": 'W/"g"'}, b"row A")),
    ("its copy, and the ETag alone has changed", Answer(200, {"etag": '"h"'}, b"row A")),
    ("its copy, and a 304 that has no header", Answer(304, {}, b"")),
)
"""What a server answers, one after another."""


def _takes_what_it_is_told(judge: Judge, refreshed: Refreshed) -> None:
    """The status alone decides: not whether bytes came, nor which."""
    kept: Copy | None = None
    right: tuple[str, bytes] | None = None
    for told, answer in TOLD:
        called = f"refreshed(exchange, '/plan', {{}}, …), with {told}"
        asked: list[bytes] = []

        def exchange(request: bytes, asked: list[bytes] = asked, answer: Answer = answer) -> Answer:
            asked.append(request)
            return answer

        with judge.calling(called, likely=lambda _: "the status says which: 200 or 304."):
            kept = refreshed(exchange, "/plan", {}, kept)
        judge.equal(
            [b"if-none-match" in request.lower() for request in asked],
            [right is not None],
            called=f"{called}; each request, whether it says If-None-Match",
            likely="a copy is one as soon as it is not None: an empty page may be kept, too.",
        )
        right = right if answer.status == 304 and right else (answer.headers["etag"], answer.body)
        judge.equal(
            (getattr(kept, "etag", None), getattr(kept, "body", None)),
            right,
            called=f"{called}; its etag and body",
            likely="304: the copy that was passed in; 200: the new ETag and the new body, "
            "whatever these are.",
        )


def two_desks(refreshed: Refreshed) -> None:
    """Nothing is kept but in the copy: another desk's page under the same address is another."""
    with judging(AGAIN) as judge, Desk() as here, Desk() as there:
        _takes_what_it_is_told(judge, refreshed)
        there.sell("J20")
        for name, desk in (("one desk", here), ("another desk", there), ("one desk", here)):
            called = f"refreshed(exchange, '/plan', {{}}, None), asked of {name}"
            with Line(desk.port) as line, judge.calling(called):
                copy = refreshed(
                    _looking(judge, desk, line, Page("/plan", {}), called), "/plan", {}, None
                )
                seen = _seen_once(judge, desk, called)
                _is_unconditional(judge, seen, called)
                _is_copy(judge, copy, None, line, called)


# --- E3: three ways to send a form ------------------------------------------------------------

TEXT = "E3: an order arrives as JSON and as a form, and so does what follows"
FILE = "E3: a file arrives byte for byte, with its name and the fields"

ORDER = {"name": "Zoë Łuk", "seats": "A1 & A2", "note": "50 % = half + 1?"}
OTHER_FILES: Sequence[tuple[Mapping[str, str], str, bytes]] = (
    ({}, "empty.bin", b""),
    ({"naïve": "two\r\nlines", "empty": ""}, "every byte.bin", bytes(range(256))),
    ({"note": "--"}, "🎭.txt", b"\r\n--\r\n\r\nrow A\n--"),
)
OTHER_ORDER = {"naïve key": "two\r\nlines", "empty": "", "quote": 'say "yes"', "emoji": "🎭"}


def texts(
    post_json: Post,
    post_form: Post,
    orders: Sequence[Mapping[str, str]],
    path: str = "/orders",
) -> None:
    """Both encodings bring all fields, and the next request on the line is well."""
    with judging(TEXT) as judge:
        for order in orders:
            for name, post, kind in (
                ("post_json", post_json, "application/json"),
                ("post_form", post_form, "application/x-www-form-urlencoded"),
            ):
                called = f"{name}('{path}', {order})"
                with judge.calling(called):
                    request = post(path, dict(order))
                seen = _arrives(judge, request, path, kind, called)
                got = seen.value if name == "post_json" else seen.fields
                judge.equal(
                    got,
                    order,
                    called=f"{called}; what the desk has",
                    likely="json.dumps(order) as bytes is all of the body."
                    if name == "post_json"
                    else "urlencode(order) is all of the body: it hides &, =, + and %.",
                )


def files(
    post_file: PostFile,
    sends: Sequence[tuple[Mapping[str, str], str, bytes]],
    path: str = "/plans",
    name: str = "plan",
) -> None:
    """Fields and file arrive; the file's name and each of its bytes, whatever they are."""
    with judging(FILE) as judge:
        for fields, filename, content in sends:
            _brings(judge, post_file, Sent(fields, filename, content, path, name))


def _brings(judge: Judge, post_file: PostFile, sent: Sent) -> None:
    fields, filename, content, path, name = sent
    called = f"post_file('{path}', {dict(fields)!s:.80}, '{name}', '{filename}', {content!r:.40})"
    with judge.calling(called):
        request = post_file(path, dict(fields), name, filename, content)
    boundary = _boundary(request)
    held = content + "".join(fields.values()).encode()
    judge.that(
        not boundary or boundary.encode() not in held,
        called=f"{called}; the boundary",
        got=boundary,
        expected="one that does not occur in what is sent",
        likely="draw it anew in each call: this file or field holds an earlier request of yours.",
    )
    seen = _arrives(judge, request, path, "multipart/form-data", called)
    judge.equal(
        {each: (file.filename, file.content_type) for each, file in seen.files.items()},
        {name: (filename, "application/octet-stream")},
        called=f"{called}; the files that the desk has",
        likely='Content-Disposition: form-data; name="…"; filename="…", in UTF-8; and on the '
        "next line Content-Type: application/octet-stream.",
    )
    got = seen.files[name].body
    judge.that(
        got == content,
        called=f"{called}; the bytes of the file that the desk has",
        got=repr(got),
        expected=repr(content),
        likely=_why_these_bytes(got, content),
    )
    judge.equal(
        seen.fields,
        dict(fields),
        called=f"{called}; the fields that the desk has",
        likely="each field is a part of its own, with a name and no filename.",
    )


def _why_these_bytes(got: bytes, content: bytes) -> list[tuple[object, str]]:
    return [
        (
            content.startswith(got) and len(content) - len(got) <= 2,
            r"the \r\n before a boundary belongs to the boundary: put one after the content.",
        ),
        (
            got.startswith(content),
            r"one \r\n and no more stands between the content and the next boundary.",
        ),
        (
            got.replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n"),
            "line ends are changed: a file is bytes, and goes as it is.",
        ),
        (True, "decode nothing, strip nothing: put the bytes between two boundaries."),
    ]


def _boundary(request: bytes) -> str:
    said = re.search(rb"boundary=\"?([^\s;\"]+)", request)
    return said[1].decode("latin-1") if said else ""


def boundaries(post_file: PostFile) -> None:
    """No file and no field can hold the boundary, not even the request that went before."""
    with judging(FILE) as judge:
        before = post_file("/plans", {}, "plan", "first.txt", b"A1")
        _brings(judge, post_file, Sent({}, "first.txt", before))
        _brings(judge, post_file, Sent({"note": before.decode()}, "first.txt", before * 2))
        _are_drawn(judge, [_boundary(post_file("/plans", {}, "plan", "a", b"")) for _ in range(8)])


def _are_drawn(judge: Judge, drawn: Sequence[str]) -> None:
    called = "post_file('/plans', {}, 'plan', 'a', b''), eight times; the boundary"
    judge.that(
        all(16 <= len(each) <= 70 for each in drawn),
        called=called,
        got=f"{drawn[0]!r:.90}, {len(drawn[0])} characters",
        expected="16 to 70 characters",
        likely="secrets.token_hex(16) are 32 characters: few can be guessed, and RFC 2046 "
        "allows no more than 70.",
    )
    differ = min(
        sum(one != other for one, other in zip_longest(*pair)) for pair in combinations(drawn, 2)
    )
    judge.that(
        differ >= 8,
        called=called,
        got=f"two of them differ in {differ} characters: {', '.join(drawn[:2])}",
        expected="others each time, which nobody can tell before",
        likely="what is counted, or made of name and content, can be told: draw it at random.",
    )


def _is_a_post(judge: Judge, seen: Seen, path: str, kind: str, called: str) -> None:
    judge.equal(
        (seen.method, seen.target, seen.headers.get("host")),
        ("POST", path, "flytower.test"),
        called=f"{called}; method, address and Host",
        likely="they stand in the first two lines, as in Tom's.",
    )
    said = seen.headers.get("content-type", "")
    judge.that(
        said.startswith(kind),
        called=f"{called}; the Content-Type",
        got=repr(said),
        expected=kind,
        likely="it says how the body is to be read.",
    )


def _arrives(judge: Judge, request: bytes, path: str, kind: str, called: str) -> Seen:
    """What the desk has of it, if it took it, and the request that follows on the same line."""
    judge.that(
        isinstance(request, bytes),
        called=called,
        got=f"{type(request).__name__}: {request!r:.80}",
        expected="bytes",
        likely="is a `return` missing?" if request is None else "post gives bytes: head and body.",
    )
    with Desk() as desk:
        _send_and_hang_up(desk.port, request + NEXT)
        first, *more = desk.seen or [Seen(request, reason="no request was understood")]
    if first.method:
        _is_a_post(judge, first, path, kind, called)
    judge.that(
        first.status == 201,
        called=f"{called}, sent to the desk",
        got=f"{first.status}: {first.reason}",
        expected="201",
        likely=causes.why_refused(first, request),
    )
    judge.that(
        [seen.target for seen in more] == ["/show"],
        called=f"{called}, and GET /show after it on the same line",
        got=f"the second request began with {more[0].raw[:30]!r}" if more else "it went unheard",
        expected="GET /show is understood",
        likely=[
            ("close" in first.headers.get("connection", ""), "Connection: close ends the line."),
            (
                True,
                "Content-Length is not the number of bytes in the body: what is too much begins "
                "the next request.",
            ),
        ],
    )
    return first


NEXT = b"GET /show HTTP/1.1\r\nHost: flytower.test\r\n\r\n"


def _send_and_hang_up(port: int, request: bytes) -> None:
    """Send it, say that nothing more comes, and wait until the desk has hung up, too."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
        suppress(ConnectionError),  # refused, before it was read to its end
    ):
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65_536):
            pass
