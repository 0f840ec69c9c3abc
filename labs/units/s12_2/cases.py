"""What happens to requests, answers and headers, and what shall come of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Line = tuple[str, str]

KEY = {"Idempotency-Key": "7f3a"}


class Tries(NamedTuple):
    """How each send of a request ends: a status, or the name of an error."""

    method: str
    headers: Mapping[str, str]
    ends: Sequence[int | str]
    sends: int
    """How many of these sends shall happen."""
    tries: int = 3

    def __str__(self) -> str:
        key = " with a key" if self.headers else ""
        given = "" if self.tries == 3 else f", tries={self.tries}"
        return f"persist(send, {self.method}{key}{given}), whose sends end with {self.ends_text}"

    @property
    def ends_text(self) -> str:
        return ", ".join(map(str, self.ends))


TRIES = (
    Tries("GET", {}, (200,), 1),
    Tries("GET", {}, ("ReadError", "RemoteProtocolError", 200), 3),
    Tries("GET", {}, ("ReadError", "WriteError", "RemoteProtocolError", 200), 3),
    Tries("POST", {}, ("RemoteProtocolError", 201), 1),
    Tries("POST", KEY, ("RemoteProtocolError", 201), 2),
    Tries("POST", {}, ("ConnectError", 201), 2),
    Tries("PATCH", {}, ("ReadError", 200), 1),
    Tries("PUT", {}, ("ReadError", 200), 2),
    Tries("GET", {}, ("ReadTimeout", 200), 1),
    Tries("GET", {}, (503, 200), 1),
)
OTHER_TRIES = (
    Tries("DELETE", {}, ("ReadError", "ConnectError", 204), 3),
    Tries("HEAD", {}, ("ReadError", 200), 2),
    Tries("OPTIONS", {}, ("RemoteProtocolError", 200), 2),
    Tries("TRACE", {}, ("CloseError", 200), 2),
    Tries("PATCH", {"IDEMPOTENCY-KEY": "7"}, ("WriteError", "ReadError", 200), 3),
    Tries("POST", {}, ("ConnectError", "ReadError", 201), 1 + 1),
    Tries("POST", {}, ("ConnectError", "ConnectError", "ConnectError", 201), 3),
    Tries("POST", {}, ("ConnectTimeout", 201), 1),
    Tries("GET", {}, ("ConnectTimeout", 200), 1),
    Tries("PUT", {}, ("ReadError", "WriteTimeout", 200), 2),
    Tries("GET", {}, ("PoolTimeout", 200), 1),
    Tries("POST", KEY, ("ReadTimeout", 201), 1),
    Tries("GET", {}, ("KeyError", 200), 1),
    Tries("GET", {}, (502, 200), 1),
    Tries("PUT", {}, ("ReadError", 504, 200), 2),
    Tries("GET", {}, ("ReadError", "ReadError", "ReadError", "ReadError", 200), 5, tries=5),
    Tries("GET", {}, ("ConnectError", 200), 1, tries=1),
    Tries("QUERY", {}, ("ReadError", 200), 1),
    Tries("PROPPATCH", KEY, ("ReadError", 200), 2),
)


class Behind(NamedTuple):
    """What happens behind the gateway, and the status that the client gets."""

    what: str
    """A name of `behaviours`, "refused", or "busy"."""
    status: int
    sent: Mapping[str, str] = {}
    method: str = "GET"

    def __str__(self) -> str:
        sent = f" with {', '.join(self.sent)}" if self.sent else ""
        return f"{self.method}{sent}, and behind the gateway: {IN_WORDS.get(self.what, self.what)}"


IN_WORDS = {
    "refused": "the connection is refused",
    "busy": "(the gateway itself has no connection free: PoolTimeout)",
    "closes": "closed without an answer",
    "cut": "closed after half of the body",
    "reset": "reset after half of the body",
    "chunk": "closed in the middle of a chunk",
    "silent": "silence",
    "stall": "half of the body, then silence",
    "garbage": "bytes that are no HTTP",
    "100": "100, then 200",
    "103": "103, then 200",
    "gzip": "200, its body packed by gzip",
    "cookies": "200 with two Set-Cookie lines",
}
TAG = {"If-None-Match": '"7"'}
SINCE = {"If-Modified-Since": "Mon, 30 Nov 2026 10:28:00 GMT"}
PART = {"Range": "bytes=0-21"}
BEHIND = (
    Behind("200", 200),
    Behind("refused", 502),
    Behind("closes", 502),
    Behind("cut", 502),
    Behind("silent", 504),
    Behind("busy", 503),
    Behind("304", 502),
    Behind("304", 304, TAG),
    Behind("206", 502),
    Behind("206", 206, PART),
    Behind("407", 502),
    Behind("421", 502),
    Behind("429", 429),
    Behind("503", 503),
    Behind("600", 502),
)
ELSE_BEHIND = (
    Behind("304", 304, SINCE),
    Behind("304", 502, PART | {"If-Match": '"7"', "If-Range": '"7"'}),
    Behind("206", 502, TAG | {"If-Range": '"7"'}),
    Behind("206", 206, {"RANGE": "bytes=0-21", "If-Range": '"7"'}),
    Behind("421", 502, method="POST"),
    Behind("407", 502, {"Proxy-Authorization": "Basic eDp5"}),
    Behind("200", 200, PART),
    Behind("200", 200, TAG | PART),
    Behind("201", 201, method="POST"),
    Behind("204", 204, method="DELETE"),
    Behind("302", 302),
    Behind("401", 401),
    Behind("404", 404, TAG),
    Behind("409", 409, method="PUT"),
    Behind("500", 500),
    Behind("502", 502),
    Behind("504", 504),
    Behind("799", 502),
    Behind("100", 200, method="POST"),
    Behind("103", 200),
    Behind("gzip", 200),
    Behind("cookies", 200),
    Behind("garbage", 502),
    Behind("reset", 502, method="POST"),
    Behind("chunk", 502),
    Behind("stall", 504),
    Behind("refused", 502, method="POST"),
)
ERRORS = {
    "PoolTimeout": 503,
    "ConnectTimeout": 504,
    "ReadTimeout": 504,
    "WriteTimeout": 504,
    "ConnectError": 502,
    "ReadError": 502,
    "WriteError": 502,
    "CloseError": 502,
    "RemoteProtocolError": 502,
    "LocalProtocolError": 502,
    "ProxyError": 502,
}
FINAL = (100, 101, 103, 199, 600, 999)
"""Statuses that are no final answer of HTTP."""


class Hops(NamedTuple):
    """Headers, and those of them that are meant for the other end."""

    about: str
    sent: Sequence[Line]
    stays: Sequence[Line]


class Onwards(NamedTuple):
    """What a client of this address sent, and what the upstream gets; None: it is refused."""

    about: str
    peer: str
    sent: Sequence[Line]
    stays: Sequence[Line] | None
    node: str = ""
    trace: tuple[str, str] | None = None
    """Trace and flags that stay; None: a new trace."""


class Lines(NamedTuple):
    """Cases for both functions."""

    hops: Sequence[Hops]
    onwards: Sequence[Onwards]


HOST = ("host", "flytower.test")
PEER = "192.0.2.7"
CLOSE = ("Connection", "close")
TWO_COOKIES = (("set-cookie", "a=1; Path=/"), ("set-cookie", "b=2; Path=/"))
CACHING = (
    ("cache-control", "max-age=60"),
    ("vary", "Accept-Language"),
    ("etag", '"7"'),
    ("range", "bytes=0-9"),
    ("if-range", '"7"'),
)
ALIKE = (
    ("te-x", "1"),
    ("upgrade-insecure-requests", "1"),
    ("proxy-status", "box"),
    ("x-forwarded", "1"),
    ("my-x-forwarded-for", "1"),
)
OF_THE_OTHER_END = (
    ("via", "1.1 till"),
    ("x-real-ip", "10.0.0.1"),
    ("accept-encoding", "gzip"),
    ("expect", "100-continue"),
    ("cookie", "a=1"),
    ("x-pad", " 7 "),
    ("x-twice", "1"),
    ("x-twice", "1"),
)
TRACED = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
NO_TRACE = f"00-{'0' * 32}-{PARENT}-01"
NO_TRACE_EITHER = f"00-{TRACED.upper()}-{PARENT}-01"
LINES = Lines(
    (
        Hops("no Connection at all", (HOST, ("x-show", "7")), (HOST, ("x-show", "7"))),
        Hops(
            "what Connection names",
            (HOST, ("Connection", "close, X-Till"), ("X-Till", "7")),
            (HOST,),
        ),
        Hops(
            "the nine",
            (
                ("te", "trailers"),
                ("keep-alive", "timeout=5"),
                ("upgrade", "h2c"),
                ("trailer", "X-Sum"),
                ("transfer-encoding", "chunked"),
                ("proxy-connection", "close"),
                ("proxy-authenticate", "Basic"),
                ("proxy-authorization", "Basic eDp5"),
                CLOSE,
            ),
            (),
        ),
        Hops("headers about copies and parts", (*CACHING, CLOSE), CACHING),
    ),
    (
        Onwards("a plain request", PEER, (HOST, CLOSE), (HOST,), PEER),
        Onwards(
            "a stranger's Forwarded and a trace",
            "192.0.2.9",
            (HOST, ("Forwarded", "for=10.0.0.1"), ("traceparent", f"00-{TRACED}-{PARENT}-00")),
            (HOST,),
            "192.0.2.9",
            (TRACED, "00"),
        ),
        Onwards("a client by IPv6", "2001:db8::7", (HOST,), (HOST,), '"[2001:db8::7]"'),
        Onwards("a line break in a value", PEER, (HOST, ("x-a", "7\r\nX-Role: admin")), None),
    ),
)
OTHER_LINES = Lines(
    (
        Hops("two lines of one name", (*TWO_COOKIES, ("vary", "*")), (*TWO_COOKIES, ("vary", "*"))),
        Hops(
            "Connection twice, with spaces",
            (
                ("connection", " x-a ,X-B"),
                ("X-A", "1"),
                ("x-c", "2"),
                ("CONNECTION", "Keep-Alive , x-d"),
                ("x-b", "3"),
                ("X-D", "4"),
                ("keep-alive", "5"),
            ),
            (("x-c", "2"),),
        ),
        Hops("nothing", (), ()),
        Hops("what is not on the list", OF_THE_OTHER_END, OF_THE_OTHER_END),
        Hops("names that only begin alike", ALIKE, ALIKE),
        Hops("an empty Connection", (("connection", ""), ("x-a", "")), (("x-a", ""),)),
    ),
    (
        Onwards(
            "the stranger's lies",
            "::1",
            (
                HOST,
                ("X-Forwarded-For", "10.0.0.1"),
                ("x-forwarded-proto", "http"),
                ("X-FORWARDED-PORT", "1"),
                ("x-forwarded-user", "priya"),
                ("forwarded", "for=10.0.0.1"),
                ("forwarded", "for=10.0.0.2"),
                ("x-forward", "stays"),
            ),
            (HOST, ("x-forward", "stays")),
            '"[::1]"',
        ),
        Onwards(
            "Connection that names Forwarded and traceparent",
            PEER,
            (HOST, ("connection", "forwarded, traceparent, x-a"), ("x-a", "1")),
            (HOST,),
            PEER,
        ),
        Onwards("a trace that is none", PEER, (("traceparent", NO_TRACE),), (), PEER),
        Onwards("no trace, in capitals", PEER, (("TraceParent", NO_TRACE_EITHER),), (), PEER),
        Onwards(
            "headers about copies and parts",
            PEER,
            (*CACHING, *TWO_COOKIES),
            (*CACHING, *TWO_COOKIES),
            PEER,
        ),
        Onwards(
            "what is not on the list",
            PEER,
            (*OF_THE_OTHER_END, *ALIKE),
            (*OF_THE_OTHER_END, *ALIKE),
            PEER,
        ),
        Onwards("a lone \\n", PEER, (("x-a", "1\nx-b: 2"), HOST), None),
        Onwards("a lone \\r", PEER, (HOST, ("x-a", "1"), ("x-b", "\r")), None),
        Onwards("a zero byte", PEER, (("cookie", "a\0b"),), None),
        Onwards("a line break in a name", PEER, (("x-a: 1\r\nx-b", "2"), HOST), None),
        Onwards("a space in a name", PEER, (HOST, ("transfer-encoding ", "chunked")), None),
        Onwards("a line break in a hop-by-hop line", PEER, (HOST, ("te", "x\r\nx-a: 1")), None),
        Onwards(
            "a line break in what Connection names",
            PEER,
            (("connection", "x-a"), ("x-a", "1\r\n")),
            None,
        ),
        Onwards("a line break in Forwarded", PEER, (("forwarded", "for=1\r\nx: 1"),), None),
    ),
)


class Kept(NamedTuple):
    """A GET and its answer, and whether others may get it."""

    reply: Mapping[str, str] | Sequence[Line]
    wanted: tuple[int, Mapping[str, str | None]] | None
    likely: str
    asked: Mapping[str, str] | Sequence[Line] = {}
    status: int = 200


MINUTE = {"Cache-Control": "max-age=60"}
SHOWN = {"Authorization": "Bearer 7"}
KEPT = (
    Kept(MINUTE, (60, {}), "max-age is the life where s-maxage is not."),
    Kept({"Cache-Control": "max-age=9, s-maxage=70"}, (70, {}), "s-maxage wins over max-age."),
    Kept({"Cache-Control": "private, max-age=60"}, None, "private: for nobody else."),
    Kept({}, None, "without a life nobody else gets it."),
    Kept(MINUTE, None, "what was given for a key is that client's.", SHOWN),
    Kept({"Cache-Control": "public, max-age=60"}, (60, {}), "public: key or not.", SHOWN),
    Kept(
        MINUTE | {"Vary": "Accept-Language"},
        (60, {"accept-language": "en"}),
        "each name of Vary, in small letters, with what this client sent.",
        {"Accept-Language": "en"},
    ),
    Kept(
        MINUTE | {"Vary": "Accept-Language"},
        (60, {"accept-language": "de"}),
        "what *this* client sent: keep nothing of earlier calls.",
        {"Accept-Language": "de"},
    ),
    Kept(MINUTE | {"Set-Cookie": "a=1"}, None, "a cookie is somebody's."),
    Kept(MINUTE, None, "only a 200 is given to others.", status=404),
    Kept(MINUTE | {"Vary": "*"}, None, "Vary: * is for nobody else."),
)
KEPT_ELSE = (
    Kept({"Cache-Control": "max-age=0"}, None, "a life of 0 is none."),
    Kept({"Cache-Control": "s-maxage=0, max-age=60"}, None, "s-maxage wins, also when it is 0."),
    Kept({"Cache-Control": "s-maxage=5"}, (5, {}), "s-maxage lets others have it.", SHOWN),
    Kept({"Cache-Control": "NO-STORE, max-age=9"}, None, "no-store: for nobody else."),
    Kept({"Cache-Control": "max-age=9, no-cache"}, None, "no-cache: not without asking again."),
    Kept({"Cache-Control": 'private="x-a", max-age=9'}, None, "private, with or without a value."),
    Kept({"Cache-Control": "public"}, None, "public is no life."),
    Kept({"Cache-Control": "max-age=soon"}, None, "a life is a whole number."),
    Kept({"Cache-Control": "max-age=-5"}, None, "a life is a whole number of 1 or more."),
    Kept({"Cache-Control": "max-age=1"}, (1, {}), "1 second is a life."),
    Kept({"Cache-Control": "must-revalidate, max-age=7"}, None, "only public or s-maxage.", SHOWN),
    Kept(MINUTE | {"Vary": "Origin, *"}, None, "a * among the names is for nobody else."),
    Kept(
        MINUTE | {"Vary": "Accept-Encoding , ORIGIN,"},
        (60, {"accept-encoding": "gzip", "origin": None}),
        "spaces and empty names do not count; what was not sent is None.",
        {"accept-encoding": "gzip"},
    ),
    Kept({"Cache-Control": "s-maxage=, max-age=9"}, None, "s-maxage is there, and no number."),
    Kept({"Cache-Control": "max-age=\u00b2"}, None, "digits alone: isdecimal, not isdigit."),
    Kept({"Cache-Control": "max-age=+60"}, None, "digits alone: int() takes more than those."),
    Kept({"Cache-Control": "max-age=1_0"}, None, "digits alone: int() takes more than those."),
    Kept({"Expires": "Mon, 30 Nov 2099 10:28:00 GMT"}, None, "s-maxage, else max-age, else none."),
    Kept(
        {"Cache-Control": "x-private=1, my-no-store, no-cache-x, max-age=9"},
        (9, {}),
        "names that only look alike forbid nothing: ask `directives`, not the text.",
    ),
    Kept(
        (("Cache-Control", "max-age=9"), ("Vary", "Origin"), ("Vary", "Accept-Language")),
        (9, {"origin": None, "accept-language": "en, de"}),
        "lines of one name count together, here and there: get joins them.",
        (("Accept-Language", "en"), ("Accept-Language", "de")),
    ),
    Kept(MINUTE, (60, {}), "the client's Cookie is not on the list.", {"Cookie": "a=1"}),
    Kept(MINUTE, None, "Authorization was sent, empty or not.", {"Authorization": ""}),
    Kept(MINUTE | {"Vary": "Authorization"}, None, "only public or s-maxage.", SHOWN),
    Kept(MINUTE, None, "who asked for a part got a part.", {"Range": "bytes=0-9"}),
    Kept(MINUTE, None, "only a 200 is given to others.", {"Range": "bytes=0-9"}, 206),
    Kept(MINUTE, None, "only a 200 is given to others.", status=203),
    Kept(
        {"Cache-Control": "public, s-maxage=8", "Vary": "Authorization"},
        (8, {"authorization": "Bearer 7"}),
        "public lets others have it, and Vary says which others.",
        SHOWN,
    ),
)
