"""What a message of the same bytes is on the wire, in different wrappings."""

import httpx
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

MILLION = 1_000_000


def masked(payload: bytes) -> bytes:
    """A client's frame of this text, by a mask that is the same each time."""
    mask = b"\x0f\xf0\x55\xaa"
    hidden = bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))
    return bytes([0x81, 0x80 | len(payload)]) + mask + hidden


def sizes(payload: bytes) -> dict[str, int]:
    """Bytes of this text as frames and as a request; and of a million letters, compressed."""
    text = Frame(Opcode.TEXT, payload)
    deflate = PerMessageDeflate(False, False, 15, 15)
    letters = Frame(Opcode.TEXT, b"x" * MILLION)
    return {
        "the text itself": len(payload),
        "server's frame": len(text.serialize(mask=False)),
        "client's frame": len(text.serialize(mask=True)),
        "HTTP request": _request(payload),
        "a million letters, compressed": len(letters.serialize(mask=True, extensions=[deflate])),
    }


def _request(payload: bytes) -> int:
    """Head and body, as httpx writes them."""
    client = httpx.Client(headers={"Content-Type": "application/json"})
    asked = client.build_request("POST", "http://127.0.0.1:8000/changes", content=payload)
    line = f"{asked.method} {asked.url.raw_path.decode()} HTTP/1.1\r\n"
    head = b"".join(name + b": " + value + b"\r\n" for name, value in asked.headers.raw)
    return len(line.encode() + head + b"\r\n" + payload)
