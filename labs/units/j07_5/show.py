"""A packet as bytes."""

_ROW = 16


def dump(packet: bytes) -> None:
    """Print each row's place, its bytes in base 16, and those that are letters."""
    for place in range(0, len(packet), _ROW):
        row = packet[place : place + _ROW]
        letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        print(f"{place:4}  {row.hex(' '):<{3 * _ROW}} {letters}")
