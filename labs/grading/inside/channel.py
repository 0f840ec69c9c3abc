"""Messages between the grader and a sandbox: JSON with its length in front, nothing that runs."""

import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")
LARGEST = 256 * 2**20
"""Bytes of one message; a longer one is no message."""


class ChannelError(ConnectionError):
    """The other side is gone, or what it sent is no message."""


def send(channel: socket.socket, message: dict[str, Any]) -> None:
    """Send a message; a value that JSON has not goes as its `repr`."""
    body = json.dumps(message, default=repr).encode("utf-8", "replace")
    channel.sendall(_LENGTH.pack(len(body)) + body)


def receive(channel: socket.socket) -> dict[str, Any]:
    """The next message.

    Raises:
        ChannelError: the other side is gone, or sent something else.
        TimeoutError: the channel has a timeout, and it ran out.
    """
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size))
    if length > LARGEST:
        raise ChannelError(f"A message of {length:,} bytes; {LARGEST:,} are allowed.")
    try:
        message = json.loads(_exactly(channel, length))
    except ValueError as error:
        raise ChannelError("What came is no JSON.") from error
    if not isinstance(message, dict):
        raise ChannelError("What came is no message.")
    return message


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = channel.recv(min(count - len(parts), 2**20))
        if not part:
            raise ChannelError("The other side is gone.")
        parts += part
    return bytes(parts)
