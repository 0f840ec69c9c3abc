"""A place in a packet that moves on as its parts are read: dnspython's, in three words."""

import dns.exception
import dns.name
import dns.wire


class Cursor:
    """Reads a packet from its first byte on; each call goes on where the last one ended.

    Raises ValueError where the packet ends too early, or a name in it is none.
    """

    def __init__(self, packet: bytes) -> None:
        self._parser = dns.wire.Parser(bytes(packet))

    @property
    def at(self) -> int:
        """The place of the next byte."""
        return self._parser.current

    def take(self, length: int) -> bytes:
        """The next bytes of this number."""
        if length > self._parser.remaining():
            raise ValueError(f"{length} bytes are wanted, {self._parser.remaining()} are left")
        return self._parser.get_bytes(length)

    def number(self, length: int) -> int:
        """The number that is written in so many bytes."""
        return int.from_bytes(self.take(length), "big")

    def name(self) -> str:
        """The name that begins here, its pointers followed."""
        try:
            name = dns.name.from_wire_parser(self._parser)
        except dns.exception.FormError as error:
            raise ValueError(f"no name: {type(error).__name__}") from None
        return name.to_text(omit_final_dot=True) if len(name) > 1 else ""
