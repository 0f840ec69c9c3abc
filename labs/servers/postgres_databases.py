"""A fresh database on a PostgreSQL that the user brought, without touching what is theirs."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from labs.servers.addresses import MARK, fresh_name, reach
from labs.servers.server import ServerError

if TYPE_CHECKING:  # imported late: not every notebook needs the driver
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

OLDEST = 15
"""The first major version that the lessons run on."""

BUILTIN = 17
"""The first that brings a locale of its own, the same on every machine."""

_USUAL_PORT = 5432
_SECONDS = 5
_HOME: Mapping[str, Any] = {"autocommit": True, "connect_timeout": 2}
_LEFT_BEHIND = r"""
SELECT datname FROM pg_database AS ours
WHERE datname LIKE 'flytower\_%%' AND shobj_description(oid, 'pg_database') = %s
  AND pg_get_userbyid(datdba) = current_user
  AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datid = ours.oid)
"""


class PostgresDatabase:
    """One database, held by a connection to it: the claim ends with the kernel."""

    def __init__(self, address: str) -> None:
        """Make one, and drop those that killed kernels of this course left behind.

        Raises ServerError if `address` does not lead to a PostgreSQL that allows it.
        """
        schemes = ("postgresql", "postgres")
        parts, place = reach("DATABASE_URL", address, schemes=schemes, usual_port=_USUAL_PORT)
        home = parts if parts.path.strip("/") else parts._replace(path="/postgres")
        self._home = home.geturl()
        self._name = fresh_name()
        self.url = parts._replace(path=f"/{self._name}").geturl()
        self.port = parts.port or _USUAL_PORT
        with _explained(place), connect(self._home, **_HOME) as administrator:
            _make(administrator, self._name)
            with ExitStack() as unless_claimed:
                unless_claimed.callback(_drop, administrator, self._name)
                self._holder = self._claim()
                unless_claimed.pop_all()
            _drop_what_was_left_behind(administrator)

    def release(self) -> None:
        """Drop it, even if somebody is still connected."""
        import psycopg

        self._holder.close()
        with suppress(psycopg.Error), connect(self._home, **_HOME) as administrator:
            _drop(administrator, self._name)

    def _claim(self) -> "Connection":
        holder = connect(self.url, autocommit=True, options="-c idle_session_timeout=0")
        with ExitStack() as unless_ours:
            unless_ours.callback(holder.close)
            (reached,) = holder.execute("SELECT current_database()").fetchone() or ("",)
            if reached != self._name:  # the lesson would work in a database of theirs
                raise ServerError(
                    f"DATABASE_URL leads to the database {reached}, whichever is asked for.\n"
                    "What to do: write it as postgresql://user:password@host:port, without "
                    "`dbname`; or unset it and a server is started here."
                )
            holder.execute(f"COMMENT ON DATABASE {self._name} IS '{MARK}'")
            unless_ours.pop_all()
        return holder


def connect(url: str, **options: Any) -> "Connection":  # noqa: ANN401 - psycopg's own
    """A connection of psycopg, with its options."""
    import psycopg

    return psycopg.connect(url, **{"connect_timeout": _SECONDS, **options})


def _make(administrator: "Connection", name: str) -> None:
    import psycopg

    number = administrator.info.server_version // 10_000
    if number < OLDEST:
        raise ServerError(
            f"DATABASE_URL leads to PostgreSQL {number}; the lessons need {OLDEST} or later.\n"
            "What to do: bring a later one, or unset it and a server is started here."
        )
    builtin = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'" if number >= BUILTIN else ""
    try:
        administrator.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' {builtin}"
        )
    except psycopg.errors.InsufficientPrivilege as error:
        user = administrator.info.user
        raise ServerError(
            f"DATABASE_URL names the user {user}, who may make no database: {error}.\n"
            f"What to do: have an administrator run `ALTER ROLE {user} CREATEDB`, or unset "
            "DATABASE_URL and a server is started here."
        ) from None
    administrator.execute(f"ALTER DATABASE {name} SET timezone = 'UTC'")


def _drop(administrator: "Connection", name: str) -> None:
    administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _drop_what_was_left_behind(administrator: "Connection") -> None:
    """They bear our mark, and nobody is connected: the server itself refuses if somebody is."""
    import psycopg

    for (name,) in administrator.execute(_LEFT_BEHIND, [MARK]).fetchall():
        with suppress(psycopg.Error):  # another start was faster
            administrator.execute(f"DROP DATABASE {name}")


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """Say what an error of the server at `place` means."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        # An error while connecting has no code, and its words are in the server's language.
        raise ServerError(
            f"DATABASE_URL leads to {place}, which lets nobody in with it, or is no PostgreSQL: "
            f"{str(error).strip()}\n"
            "What to do: write it as postgresql://user:password@host:port/database, or unset it "
            "and a server is started here."
        ) from None
