"""cryptography: keys and certificates, made in Python."""

from typing import ClassVar

from labs.libraries.library import Library


class Cryptography(Library):
    """The package of that name."""

    key: ClassVar[str] = "cryptography"
    name = "cryptography"
