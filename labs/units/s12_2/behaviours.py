"""What an upstream may do to its gateway: the very bytes, after which it hangs up."""

import gzip

INSIDE = "box-7.internal"
"""A name of the house, which stands in answers that must not go out."""


def _whole(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def _told(status: str, *headers: str) -> bytes:
    return _whole(status, *headers, body=f"told by {INSIDE}".encode())


PACKED = gzip.compress(b"a page, packed", mtime=0)
OK = _told("200 OK", 'ETag: "7"')
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it"

ANSWERS = {
    "200": OK,
    "201": _told("201 Created", "Location: /orders/7"),
    "204": b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "206": _told("206 Partial Content", "Content-Range: bytes 0-21/90"),
    "302": _told("302 Found", "Location: /shows/7"),
    "304": b'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\nConnection: close\r\n\r\n',
    "401": _told("401 Unauthorized", "WWW-Authenticate: Bearer"),
    "404": _told("404 Not Found"),
    "407": _told("407 Proxy Authentication Required", "Proxy-Authenticate: Basic"),
    "409": _told("409 Conflict"),
    "421": _told("421 Misdirected Request"),
    "429": _told("429 Too Many Requests", "Retry-After: 7"),
    "500": _told("500 Internal Server Error"),
    "502": _told("502 Bad Gateway"),
    "503": _told("503 Service Unavailable", "Retry-After: 30"),
    "504": _told("504 Gateway Timeout"),
    "600": _told("600 Strange"),
    "799": _told("799 Stranger"),
    "100": b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
    "101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    "103": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + OK,
    "gzip": _whole("200 OK", "Content-Encoding: gzip", body=PACKED),
    "garbage": b"SSH-2.0-OpenSSH_9.6\r\n",
    "closes": b"",
    "cut": HEAD,
    "reset": HEAD,
    "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nhalf of a chunk",
    "silent": b"",
    "stall": HEAD,
    "cookies": _whole(
        "200 OK",
        "Set-Cookie: a=1; Path=/",
        "Set-Cookie: b=2; Path=/",
        "Keep-Alive: timeout=5",
        "Proxy-Connection: close",
        "Connection: X-Box",
        "X-Box: 7",
        "Cache-Control: max-age=60",
        "Vary: Accept-Language",
        body=b"two",
    ),
}

WAITING = frozenset({"silent", "stall"})
"""After these it does not hang up: it waits until the caller does."""
