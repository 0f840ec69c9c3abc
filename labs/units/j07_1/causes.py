"""What the mistakes of J07.1 look like, and what they are in words."""

import re
from collections.abc import Mapping

from labs.judges import Likely
from labs.units.j07_1.answers import Case
from labs.units.j07_1.desk import Seen
from labs.units.j07_1.line import Answer

READS_ON = (
    "all of it has come: an answer ends where its headers say, not when the other side is silent."
)


NOT_ASCII = bytes(range(128, 256))


def why_reads_on(case: Case) -> Likely:
    """Why more was asked for when all had come."""
    return [
        (case.status in (204, 304), f"a {case.status} has no body, whatever its headers say."),
        (
            case.chunks is not None,
            "after the chunk of size 0 and its empty line nothing more comes. Are the bytes that "
            "came with the last piece used before more is read?",
        ),
        (not case.body, "a body of 0 bytes is whole before anything is read."),
        (
            True,
            f"{READS_ON} Do the bytes that came together with the head count?",
        ),
    ]


def why_this_body(got: object, case: Case) -> Likely:
    """Why it is not the body of this answer."""
    text = got.encode() if isinstance(got, str) else b""
    body = got if isinstance(got, bytes | bytearray) else b""
    return [
        (got is None, "is a `return` missing?"),
        (text and text in case.body, "a body is bytes, as it came: decode nothing."),
        (
            case.chunks is not None and body == case.after_head,
            "sizes and line ends of the chunks are in the body: they are its wrapping.",
        ),
        (
            case.chunks is not None
            and body.translate(None, b"\r\n") == case.body.translate(None, b"\r\n"),
            r"\r\n after a chunk belongs to its wrapping: read size + 2 bytes, keep size of them.",
        ),
        (
            case.chunks is not None and body and case.body.startswith(body),
            "chunks are missing at the end: only one of size 0 is the last. What looks like it "
            "may stand within a chunk, whose size says where it ends.",
        ),
        (
            case.chunks is None and body and case.body.startswith(body),
            "it ends early: one recv gives what is there, not what you ask for. Read on until "
            "Content-Length bytes are there, and split off the head only once.",
        ),
        (
            case.body and not body and case.status not in (200, 204, 304),
            f"a {case.status} has a body, too: only 204 and 304 have none.",
        ),
        (
            case.body and not body,
            "nothing of it is there: the head ends at the first empty line, not at the last, and "
            "what came together with it counts.",
        ),
        (
            body and body.translate(None, NOT_ASCII) == case.body.translate(None, NOT_ASCII),
            "letters are lost that the line cut in two: a body is bytes, decode nothing.",
        ),
        (
            body and case.body.endswith(body),
            "its beginning is missing: it came together with the head, in one recv.",
        ),
        (case.body and case.body in body, "there is more in it than the server sent as the body."),
        (True, "put it together from the bytes in the order in which they came."),
    ]


def why_these_headers(got: object) -> Likely:
    """Why these are not the headers."""
    return [
        (not isinstance(got, dict), "headers are a dict, as parse_head makes it."),
        (
            any(name != name.lower() for name in got if isinstance(name, str)),  # type: ignore[attr-defined]
            "their names are in small letters.",
        ),
        (True, "parse_head(head) gives status and headers."),
    ]


def why_not_asked(seen: Seen) -> Likely:
    """Why the desk refused this GET."""
    target = seen.raw.split(b"\r\n")[0]
    return [
        ("Host" in seen.reason, "Host: flytower.test is missing: HTTP/1.1 requires it."),
        (
            target.count(b" ") > 2,
            "a blank in the address ends it: urlencode writes it as +.",
        ),
        (not target.isascii(), "urlencode writes what is not ASCII as %C5%81."),
        (
            b"\r\n" not in seen.raw,
            r"each line ends with \r\n.",
        ),
        (
            "illegal header line" in seen.reason,
            "each header is a line of its own: Name: value, with the colon right after the name.",
        ),
        ("illegal request line" in seen.reason, "GET, address, HTTP/1.1, each one blank apart."),
        (True, "compare the bytes with the request of section 1."),
    ]


def why_this_query(got: Mapping[str, str], right: Mapping[str, str], seen: Seen) -> Likely:
    """Why the desk understood other values than were meant."""
    return [
        (not right, "with no query there is no question mark either."),
        ("?" not in seen.target, "the query stands after the path and a ?."),
        (
            any("+" in value for value in right.values()) and "+" in seen.target,
            "a + in an address means a blank, an & begins the next pair, a % begins a code: "
            "urlencode writes each value so that it comes back.",
        ),
        (
            got == {name: value for name, value in right.items() if value},
            "an empty value is a value: its name and = stand in the query, too.",
        ),
        (got.keys() != right.keys(), "an & in a value begins another pair: urlencode hides it."),
        (True, "urlencode(query) writes all pairs."),
    ]


def why_not_304(seen: Seen, etag: str) -> Likely:
    """Why the desk sent a page that it need not have sent."""
    said = seen.headers.get("if-none-match")
    return [
        (
            said is None and "etag" in seen.headers,
            "the request says it in If-None-Match; ETag is the answer's.",
        ),
        (said is None, "If-None-Match: and the copy's etag are missing in the request."),
        (said == etag.strip('"'), "the quotes belong to the ETag: send it as it came."),
        (said != etag, f"If-None-Match says {said}; the copy's etag is {etag}."),
        (True, "ask on the path and query that the copy is of."),
    ]


def why_this_copy(got: object, kept: object, status: int) -> Likely:
    """Why it is not the copy that belongs to this page."""
    return [
        (got is None, "is a `return` missing?"),
        (isinstance(got, Answer), "make a Copy of it: Copy(etag, body)."),
        (
            status == 304 and getattr(got, "body", None) == b"",
            "a 304 has no body: what you keep is still the page.",
        ),
        (status == 304, "after a 304 the copy that was passed in is the page."),
        (got == kept, "a 200 brings a new page: keep that one, with its etag."),
        (True, "Copy(answer.headers[...], answer.body): its ETag, its body."),
    ]


def why_refused(seen: Seen, request: bytes) -> Likely:
    """Why the desk refused this POST, or understood another one."""
    body = request.partition(b"\r\n\r\n")[2]
    length = seen.headers.get("content-length")
    told = seen.headers.get("content-type", "").partition("boundary=")[2].encode()
    return [
        ("Host" in seen.reason, "Host: flytower.test is missing: post writes it."),
        (
            (length or "").isdigit() and int(length or 0) != len(body),
            f"Content-Length says {length}, the body has {len(body)} bytes. Encode, then count.",
        ),
        (
            length is None and not seen.method,
            "the desk could not read the head: compare it with what post writes.",
        ),
        (length is None, "no Content-Length: the desk takes the body for empty."),
        (
            seen.headers.get("content-type", "") == "",
            "no Content-Type: the desk does not know how to read the body.",
        ),
        (
            seen.status == 415,
            "the Content-Type is that of another encoding, or is spelt otherwise.",
        ),
        (
            re.match(rb"--[^\r\n]+\n", body),
            r"lines of a multipart body end with \r\n, too.",
        ),
        (
            told and b"--" + told not in body,
            "in the body stand two dashes and then the boundary, just as Content-Type tells it.",
        ),
        (
            "boundary" in seen.reason and "final" in seen.reason,
            "the last boundary has -- before it and -- after it.",
        ),
        (
            "says no boundary" in seen.reason,
            "Content-Type: multipart/form-data; boundary=…, so that the desk can find the parts.",
        ),
        (
            "missing headers" in seen.reason,
            r"an empty line (\r\n\r\n) stands between a part's headers and its content.",
        ),
        (
            seen.reason == "Invalid multipart/form-data",
            r"each part begins with Content-Disposition: form-data, and ends with \r\n, which "
            "belongs to the next boundary.",
        ),
        ("no JSON" in seen.reason, "json.dumps(order) as bytes is all of the body."),
        (
            "no form" in seen.reason,
            "urlencode(order) is all of the body: it hides what is not ASCII, and &, =, + and %.",
        ),
        (True, "compare the bytes with those of the library."),
    ]
