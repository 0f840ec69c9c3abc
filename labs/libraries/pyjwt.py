"""PyJWT: tokens in JSON that are signed, and read only if the signature holds."""

from typing import ClassVar

from labs.libraries.library import Library


class PyJWT(Library):
    """The package of that name."""

    key: ClassVar[str] = "pyjwt"
    name = "PyJWT"
