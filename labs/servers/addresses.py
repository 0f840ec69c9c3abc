"""What servers of the user's own have in common: an address in a variable, a database of ours."""

import secrets
import socket
from collections.abc import Collection
from urllib.parse import SplitResult, unquote, urlsplit

from labs.servers.server import Server, ServerError

MARK = "A lesson of Flytower: dropped when it ends"
"""The comment on a database by which a later start knows that it may drop it."""

_SECONDS = 2.0


class Borrowed(Server):
    """Comes before the class of the server whose database, on a user's server, it is.

    Such a class sets `folder` and `ports` as needed and says how to `give_back` the database.
    """

    def give_back(self) -> None:
        """Drop the database; errors of a server that is gone are no concern of the lesson."""
        raise NotImplementedError

    def kill(self) -> None:
        """Raises ServerError: the server is the user's."""
        raise self._not_ours("killed")

    def restart(self) -> None:
        """Raises ServerError: the server is the user's."""
        raise self._not_ours("restarted")

    def _release(self) -> None:
        self.give_back()

    def _not_ours(self, what: str) -> ServerError:
        kind = type(self).__mro__[2].__name__
        return ServerError(
            f"The server at {self.variable} is not this course's to be {what}.\n"
            f"What to do: {kind}.start(own=True) gives you one that is."
        )


def reach(
    variable: str, address: str, *, schemes: Collection[str], usual_port: int
) -> tuple[SplitResult, str]:
    """The parts of the address in `variable`, and its `host:port`, without the password.

    Raises ServerError if it is no such address, or nothing listens there.
    """
    scheme = next(iter(schemes))
    parts = urlsplit(address)
    try:
        host, port = unquote(parts.hostname or ""), parts.port or usual_port
    except ValueError:
        host, port = "", 0
    if parts.scheme not in schemes or not host:
        raise ServerError(
            f"{variable} is not an address of the kind that is needed.\n"
            f"What to do: write it as {scheme}://user:password@host:port; or unset it and a server "
            "is started here."
        )
    try:
        socket.create_connection((host, port), _SECONDS).close()
    except OSError as error:
        raise ServerError(
            f"{variable} leads to {host}:{port}, where nothing answers ({error}).\n"
            f"What to do: start that server, or unset {variable} and a server is started here."
        ) from None
    return parts, f"{host}:{port}"


def fresh_name() -> str:
    """A name for a database that nobody else has."""
    return f"flytower_{secrets.token_hex(6)}"
