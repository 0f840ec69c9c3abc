"""MariaDB, which speaks MySQL's protocol: a real one of one's own, or a database of the user's."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from labs.parts import Debian, Wheel
from labs.parts.debian import libraries
from labs.parts.wheel import LOCKS
from labs.servers import prepared
from labs.servers.addresses import Borrowed
from labs.servers.container import Container
from labs.servers.mysql_databases import MySQLDatabase, connect
from labs.servers.server import LOOPBACK, Server, ServerError, on_path

if TYPE_CHECKING:  # imported late: not every notebook needs the driver
    from pymysql.connections import Connection

_NAME = "flytower"
_OUTSIDE_PATH = ("/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/local/sbin/mariadbd")
_SMALL = (
    "--innodb-data-file-path=ibdata1:1M:autoextend",
    "--innodb-autoextend-increment=1",
    "--innodb-log-file-size=8M",
)
"""Usual sizes would make every data folder 170 MB. They belong to a folder from its beginning."""

_MADE = ("data",)
_ELSEWHERE = """\
  conda install -c conda-forge mariadb     in a conda environment
  brew install mariadb                     on macOS
  labs up mysql --docker                   where Docker is; then `eval` the line that it prints
  MYSQL_URL=mysql://user:password@host     a MySQL or MariaDB that you have already"""


class MariaDB(Server):
    """A MariaDB of one's own with one empty database, whose commits are on disk when they say so.

    A MySQL serves as well, but only where MYSQL_URL leads to it: none is started here.
    """

    name = "MariaDB"
    key: ClassVar[str] = "mariadb"
    recipe: ClassVar[Debian] = Debian(
        folder="mariadb",
        # Ubuntu 22.04 has the version in the name.
        packages=("^mariadb-server-core(-[0-9.]+)?$", "^mariadb-client-core(-[0-9.]+)?$"),
        program="usr/sbin/mariadbd",
        size="20 MB to fetch, 90 MB on disk",
        elsewhere=_ELSEWHERE,
    )
    driver: ClassVar[Wheel] = Wheel(LOCKS / "mariadb.lock")
    variable: ClassVar[str] = "MYSQL_URL"
    container: ClassVar[Container] = Container("mysql", "mysql:8", 3306, "mysql://root@{}")
    patience: ClassVar[float] = 30.0  # a first data folder on a busy machine
    grace: ClassVar[float] = 0.0

    @classmethod
    def borrow(cls, address: str) -> "MariaDB":
        return _SharedMariaDB(address)

    @classmethod
    def find(cls) -> Path | None:
        installed = next(filter(Path.exists, map(Path, _OUTSIDE_PATH)), None)
        return on_path("mariadbd") or installed or cls.recipe.found()

    @classmethod
    def version(cls) -> str:
        """Such as `10.11.14`; raises ServerError if there is none."""
        program = cls.program()
        environment = {**os.environ, **libraries(program)}
        command: list[str | Path] = [program, "--no-defaults", "--version"]
        asked = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
        said = re.search(r"Ver ([\d.]+)", asked.stdout)
        return said[1] if said else ""

    def own_version(self) -> str:
        """Such as `MariaDB 10.11.14` or `MySQL 8.4.6`."""
        with closing(self.client()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT VERSION()")
            (said,) = cursor.fetchone() or ("",)
        return f"{'MariaDB' if 'MariaDB' in said else 'MySQL'} {said.partition('-')[0]}"

    def prepare(self) -> None:
        program = self.program()
        kept = prepared.archive(program, *_SMALL)
        if not prepared.unpack(kept, self.folder, _MADE):
            self._make_data_folder(program)
            prepared.keep(kept, self.folder, _MADE)
        (self.folder / "start.sql").write_text(f"CREATE DATABASE IF NOT EXISTS {_NAME};\n")

    def command(self) -> Sequence[str | Path]:
        program = self.program()
        return [
            program,
            *_common(program, self.folder / "data"),
            f"--init-file={self.folder / 'start.sql'}",
            f"--tmpdir={self.folder}",
            f"--bind-address={LOOPBACK}",
            f"--port={self.port}",
            "--socket=",  # none: a path may be too long for one
            "--skip-name-resolve",
            "--character-set-server=utf8mb4",
            "--default-time-zone=+00:00",
            "--innodb-buffer-pool-size=64M",
            "--aria-pagecache-buffer-size=8M",
            "--key-buffer-size=8M",
        ]

    def environment(self) -> Mapping[str, str]:
        return libraries(self.program())

    def probe(self) -> None:
        with closing(self.client(connect_timeout=1, read_timeout=1)) as connection:
            connection.ping(reconnect=False)

    @property
    def url(self) -> str:
        return f"mysql://root@{LOOPBACK}:{self.port}/{_NAME}"

    @property
    def sqlalchemy_url(self) -> str:
        """The address with the driver's name in it, as SQLAlchemy wants it."""
        return self.url.replace("mysql:", "mysql+pymysql:", 1)

    def client(self, **options: object) -> "Connection[Any]":
        """A new connection of PyMySQL, with its options; it fails at once if the server is down."""
        return connect(self.url, **options)

    def _make_data_folder(self, program: Path) -> None:
        self.run(
            _installer(program),
            *_common(program, self.folder / "data"),
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        )


class _SharedMariaDB(Borrowed, MariaDB):
    """A database on a MariaDB or MySQL that the user brought, for as long as this process lives."""

    def __init__(self, address: str) -> None:
        """Raises ServerError if `address` leads to no such server, or it allows no database."""
        self._database = MySQLDatabase(address)
        self._keep()

    @property
    def url(self) -> str:
        return self._database.url

    def client(self, **options: object) -> "Connection[Any]":
        """A new connection of PyMySQL, with its options; it fails at once if the server is down."""
        connection = super().client(**options)
        self._database.hold()  # anew, if the server was restarted
        return connection

    def give_back(self) -> None:
        """Drop the database; errors of a server that is gone are no concern of the lesson."""
        self._database.release()


def _common(program: Path, data: Path) -> Sequence[str]:
    """What the server and the maker of its data folder take alike."""
    root = () if os.geteuid() else ("--user=root",)  # which it refuses unless told
    return ("--no-defaults", f"--basedir={_base(program)}", f"--datadir={data}", *root, *_SMALL)


def _base(program: Path) -> Path:
    return program.resolve().parent.parent


def _installer(program: Path) -> Path:
    """What makes a data folder; raises ServerError if it did not come with the program."""
    names = ("bin/mariadb-install-db", "scripts/mariadb-install-db")
    for path in (_base(program) / name for name in names):
        if path.exists():
            return path
    raise ServerError(
        f"{program} is here, but mariadb-install-db, which belongs to it, is not.\n"
        "What to do: install MariaDB anew, as a whole."
    )
