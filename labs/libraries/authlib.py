"""Authlib: OAuth 2 and its tokens, for those who ask and those who grant."""

from typing import ClassVar

from labs.libraries.library import Library


class Authlib(Library):
    """The package of that name."""

    key: ClassVar[str] = "authlib"
    name = "Authlib"
