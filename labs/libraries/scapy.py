"""Scapy: network packets, written, read and taken apart."""

from typing import ClassVar

from labs.libraries.library import Library


class Scapy(Library):
    """The package of that name."""

    key: ClassVar[str] = "scapy"
    name = "Scapy"
