"""websockets: client and server of RFC 6455, and how uvicorn speaks it."""

from typing import ClassVar

from labs.libraries.library import Library


class Websockets(Library):
    """The package of that name."""

    key: ClassVar[str] = "websockets"
    name = "websockets"
