"""Python packages that single units ask for, beyond what a first start brings.

    from labs.libraries import Scapy

In a notebook this says at once if the packages are not here. A class in a file of its own is known
by being there; the packages are imported under their own names.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from labs.libraries.library import Library as Library
from labs.libraries.library import LibraryError as LibraryError
from labs.parts.declared import declared, declared_as
from labs.parts.notebook import shell

if TYPE_CHECKING:  # for editors and type checkers, which do not look into folders
    from labs.libraries.authlib import Authlib as Authlib
    from labs.libraries.cryptography import Cryptography as Cryptography
    from labs.libraries.django import Django as Django
    from labs.libraries.grpc import Grpc as Grpc
    from labs.libraries.pyjwt import PyJWT as PyJWT
    from labs.libraries.scapy import Scapy as Scapy
    from labs.libraries.schemathesis import Schemathesis as Schemathesis
    from labs.libraries.sslyze import SSLyze as SSLyze
    from labs.libraries.strawberry import Strawberry as Strawberry
    from labs.libraries.websockets import Websockets as Websockets


def library_kinds() -> Iterator[type[Library]]:
    """The classes of libraries that notebooks can import."""
    return declared(__name__, __path__, Library)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """A library: looked for when it is imported, so that a unit's first cell says what lacks."""
    if name == "__all__":
        return ["Library", "LibraryError", *(kind.__name__ for kind in library_kinds())]
    if kind := declared_as(__name__, name, Library):
        if shell() is not None:
            kind.check()
        return kind
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__getattr__("__all__")]
