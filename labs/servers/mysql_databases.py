"""A fresh database on a MariaDB or MySQL that the user brought, without touching what is theirs."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from labs.servers.addresses import fresh_name, reach
from labs.servers.server import LOOPBACK, ServerError

if TYPE_CHECKING:  # imported late: not every notebook needs the driver
    from pymysql.connections import Connection

_SCHEMES = ("mysql", "mariadb", "mysql+pymysql")
_USUAL_PORT = 3306
_OURS = re.compile(r"flytower_[0-9a-f]{12}")
_NEED_A_PASSWORD = (1045, 1251, 1698)
_NOT_ALLOWED = (1044, 1142, 1227)


class MySQLDatabase:
    """A database whose kernel lives as long as a lock of its name is held: by our connection."""

    def __init__(self, address: str) -> None:
        """Make one, and drop what killed kernels of this course left.

        Raises ServerError if `address` leads to no such server, or it allows no database.
        """
        self._parts, place = reach("MYSQL_URL", address, schemes=_SCHEMES, usual_port=_USUAL_PORT)
        self._name = fresh_name()
        with ExitStack() as unless_made, _explained(place):
            self._holder: Connection[Any] = connect(
                self._at(""), autocommit=True, connect_timeout=2, read_timeout=10
            )
            unless_made.callback(self._holder.close)
            self._be_patient()
            self._remove_leftovers()
            self._lock(self._name)
            self._ask(f"CREATE DATABASE {self._name} CHARACTER SET utf8mb4")
            unless_made.pop_all()

    @property
    def url(self) -> str:
        return self._at(self._name)

    def hold(self) -> None:
        """See to it that the lock is held: it goes when the user restarts the server."""
        try:
            self._holder.ping(reconnect=False)
        except Exception:  # whatever it is, a new connection is the answer
            self._holder.connect()
            self._be_patient()
            self._lock(self._name)

    def release(self) -> None:
        """Drop it, if the server is still there."""
        import pymysql

        with suppress(pymysql.Error):
            self.hold()
            self._drop(self._name)
        with suppress(pymysql.Error):
            self._holder.close()

    def _at(self, database: str) -> str:
        user = "" if self._parts.username else "root@"
        return f"mysql://{user}{self._parts.netloc}/{database}"

    def _be_patient(self) -> None:
        """Servers hang up on who says nothing for hours; but a day is too long for a lock."""
        self._ask("SET SESSION wait_timeout = 31536000, SESSION lock_wait_timeout = 2")

    def _remove_leftovers(self) -> None:
        import pymysql

        for (name,) in self._ask("SHOW DATABASES"):
            if _OURS.fullmatch(name) and self._lock(name):
                with suppress(pymysql.Error):  # another user's
                    self._drop(name)
                self._ask("DO RELEASE_LOCK(%s)", name)

    def _drop(self, name: str) -> None:
        """End the sessions in it first, as a transaction left open would be waited for."""
        import pymysql

        within = "SELECT id FROM information_schema.processlist WHERE db = %s"
        for (session,) in self._ask(within, name):
            with suppress(pymysql.Error):  # it has ended by itself
                self._ask(f"KILL {session:d}")
        self._ask(f"DROP DATABASE IF EXISTS {name}")

    def _lock(self, name: str) -> bool:
        ((got,),) = self._ask("SELECT GET_LOCK(%s, 0)", name)
        return bool(got)

    def _ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._holder.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())


def connect(url: str, **options: object) -> "Connection[Any]":
    """A new connection of PyMySQL to this address; it fails at once if nothing is there."""
    import pymysql

    parts = urlsplit(url)
    settings: dict[str, Any] = {
        "host": unquote(parts.hostname or LOOPBACK),
        "port": parts.port or _USUAL_PORT,
        "user": unquote(parts.username or "root"),
        "password": unquote(parts.password or "").encode(),  # of a str, Latin letters alone pass
        "database": parts.path.strip("/") or None,
        "connect_timeout": 5,
        **options,
    }
    return pymysql.connect(**settings)


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """Say what an error of the server at `place` means."""
    import pymysql

    try:
        yield
    except pymysql.Error as error:
        code, said = error.args if len(error.args) == 2 else (0, error)
        if code in _NEED_A_PASSWORD:
            why = "which asks for a password or refuses the one given"
            advice = "write it as mysql://user:password@host:port"
        elif code in _NOT_ALLOWED:
            why = f"which allows this user no database of their own: {said}"
            advice = r"let its administrator say GRANT ALL ON `flytower\_%`.* TO that user"
        else:
            why = f"which does not answer as MySQL should: {said}"
            advice = "correct MYSQL_URL"
    except (IndexError, RuntimeError, TypeError, ValueError) as error:
        # The driver takes the first bytes of any other protocol for a greeting.
        why = f"which does not answer as MySQL should: {error}"
        advice = "correct MYSQL_URL"
    else:
        return
    raise ServerError(
        f"MYSQL_URL leads to {place}, {why}.\n"
        f"What to do: {advice}, or unset MYSQL_URL and a server is started here."
    ) from None
