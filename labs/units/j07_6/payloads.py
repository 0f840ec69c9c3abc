"""What the connections of the recording carry."""


def request(path: str) -> bytes:
    """A GET of this page."""
    return f"GET {path} HTTP/1.1\r\nHost: office.flytower.test\r\n\r\n".encode()


def page(size: int) -> bytes:
    """An answer of HTTP, so many bytes in all."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n"
    room = size - len(head.format(size))
    return head.format(room).encode() + b"A1 free\n" * (room // 8) + b"." * (room % 8)


def hello(host: str) -> bytes:
    """The ClientHello with which TLS begins; it names the host in the clear (RFC 6066)."""
    name = host.encode()
    entry = b"\x00" + len(name).to_bytes(2, "big") + name
    names = len(entry).to_bytes(2, "big") + entry
    extensions = b"\x00\x00" + len(names).to_bytes(2, "big") + names
    said = b"\x03\x03" + bytes(range(32)) + b"\x00" + b"\x00\x02\x13\x01" + b"\x01\x00"
    said += len(extensions).to_bytes(2, "big") + extensions
    message = b"\x01" + len(said).to_bytes(3, "big") + said
    return b"\x16\x03\x01" + len(message).to_bytes(2, "big") + message
