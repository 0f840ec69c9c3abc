"""What the pieces of S12.3 hand to each other."""

from typing import NamedTuple


class Frame(NamedTuple):
    """One frame, as a client sent it."""

    fin: bool
    """Whether it is the last of its message."""
    opcode: int
    payload: bytes
    """Unmasked."""
    size: int
    """Bytes that it took on the wire, its head among them."""


class BrokenProtocolError(Exception):
    """What a peer sent is against the protocol; `code` is what it is told as the last word."""

    def __init__(self, code: int, why: str) -> None:
        self.code = code
        super().__init__(f"{code}, {why}")
