"""What is particular to each server of the user's own, for the contract that all of them keep."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import redis

from labs.servers import MariaDB, MongoDB, Postgres, Server, Valkey
from labs.servers.addresses import MARK
from labs.servers.mongodb_databases import LIST

Holding = Collection[Any]


@dataclass(frozen=True)
class Own:
    """How to work on a kind of server, and what is said where it cannot be used."""

    kind: type[Server]
    put: Callable[[Any], object]
    """Put something into the database that it leads to."""
    is_empty: Callable[[Any], bool]
    """Whether nothing was put into that database."""
    holding: Callable[[Any], Holding]
    """All that the whole server holds, as it is compared."""
    lookalikes: Callable[[Any, str], AbstractContextManager[None]]
    """What looks like that which a killed kernel left (by its name), and must stay."""
    locked: Callable[[Any], AbstractContextManager[str]]
    """An address of it with the wrong password `secret`."""
    refused: str
    """What is said of that, as a regular expression."""
    stranger: str
    """What is said of another kind of server."""
    no_addresses: Collection[str]

    @property
    def name(self) -> str:
        return self.kind.__name__


def database(server: Server) -> str:
    """The name of the database that its address leads to."""
    return urlsplit(server.url).path.strip("/")


# --- Redis ------------------------------------------------------------------------------------


def keys(server: Valkey) -> list[tuple[str, int]]:
    """How many keys each numbered database holds."""
    with server.client(decode_responses=True) as client:
        return [(name, int(part["keys"])) for name, part in client.info("keyspace").items()]


def fill(server: Valkey, number: int) -> None:
    with redis.Redis(port=server.port, db=number) as client:
        client.set("orders", "1")


@contextmanager
def _another_database(theirs: Valkey, left: str) -> Iterator[None]:
    fill(theirs, 9)
    yield
    with redis.Redis(port=theirs.port, db=9) as client:
        assert client.dbsize() == 1
        client.flushdb()


@contextmanager
def _password(theirs: Valkey) -> Iterator[str]:
    client = theirs.client()
    client.config_set("requirepass", "right")
    try:
        yield f"redis://:secret@127.0.0.1:{theirs.port}"
    finally:
        with redis.Redis(port=theirs.port, password="right") as root:  # noqa: S106
            root.config_set("requirepass", "")


# --- PostgreSQL -------------------------------------------------------------------------------


def ask_postgres(server: Postgres, question: str, *values: object) -> list[tuple[Any, ...]]:
    with server.client(autocommit=True) as connection:
        return connection.execute(question, values).fetchall()


def do_postgres(server: Postgres, *statements: str) -> None:
    with server.client(autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def postgres_databases(server: Postgres) -> set[str]:
    return {name for (name,) in ask_postgres(server, "SELECT datname FROM pg_database")}


@contextmanager
def _marked_databases(theirs: Postgres, left: str) -> Iterator[None]:
    names = {"flytower_prod": None, "theirs": MARK, "flytower_other": MARK}
    for name, comment in names.items():
        do_postgres(theirs, f"CREATE DATABASE {name}")
        if comment:
            do_postgres(theirs, f"COMMENT ON DATABASE {name} IS '{comment}'")
    other = "ALTER DATABASE flytower_other OWNER TO somebody"
    do_postgres(theirs, "CREATE ROLE somebody", other)
    yield
    assert names.keys() <= postgres_databases(theirs)
    do_postgres(theirs, *(f"DROP DATABASE {name}" for name in names), "DROP ROLE somebody")


@contextmanager
def _wrong_password_of_postgres(theirs: Postgres) -> Iterator[str]:
    yield f"postgresql://postgres:secret@127.0.0.1:{theirs.port}/postgres"


# --- MySQL ------------------------------------------------------------------------------------


def ask_mysql(server: MariaDB, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(server.client(autocommit=True)) as connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def mysql_databases(server: MariaDB) -> set[str]:
    system = {"information_schema", "mysql", "performance_schema", "sys"}
    return {name for (name,) in ask_mysql(server, "SHOW DATABASES")} - system


@contextmanager
def _similar_names(theirs: MariaDB, left: str) -> Iterator[None]:
    names = {"flytower_backup", "flytower_0123456789abc", "my_flytower_0123456789ab"}
    for name in names:
        ask_mysql(theirs, f"CREATE DATABASE {name}")
    yield
    assert names <= mysql_databases(theirs)
    for name in names:
        ask_mysql(theirs, f"DROP DATABASE {name}")


@contextmanager
def _wrong_password_of_mysql(theirs: MariaDB) -> Iterator[str]:
    yield f"mysql://root:secret@127.0.0.1:{theirs.port}"


# --- MongoDB ----------------------------------------------------------------------------------


def mongo_databases(server: MongoDB) -> set[str]:
    """But for the one in which the course keeps notes, which are counted."""
    with server.client() as client:
        notes = client[LIST].databases.count_documents({})
        return (set(client.list_database_names()) - {LIST}) | ({"notes"} if notes else set())


def mongo_is_empty(server: MongoDB) -> bool:
    with server.client() as client:
        return client.get_default_database().list_collection_names() == []


def put_into_mongo(server: MongoDB) -> None:
    with server.client() as client:
        client.get_default_database().orders.insert_one({"n": 7})


@contextmanager
def _notes_of_other_kernels(theirs: MongoDB, left: str) -> Iterator[None]:
    with theirs.client() as root:
        note = root[LIST].databases.find_one({"_id": left})
        assert note is not None
        elsewhere = {**note, "_id": "flytower_elsewhere", "host": "another machine"}
        reborn = {**note, "_id": "flytower_reborn", "pid": os.getpid(), "born": 1.0}
        living = {**reborn, "_id": "flytower_living", "born": psutil.Process().create_time()}
        root[LIST].databases.insert_many([elsewhere, reborn, living])
        spared = {"flytower_prod", "flytower_elsewhere", "flytower_living"}
        for name in (*spared, "flytower_reborn"):
            root[name].orders.insert_one({})
        yield
        now = set(root.list_database_names())
        assert spared <= now
        assert "flytower_reborn" not in now
        for name in (*spared, LIST):
            root.drop_database(name)


class _Guarded(MongoDB):
    """One that asks for a password, once its users are made."""

    guarded = False

    def command(self) -> list[str | Path]:
        return [*super().command(), *(["--auth"] if self.guarded else [])]

    def probe(self) -> None:
        if not self.guarded:
            super().probe()


@contextmanager
def guarded_mongo() -> Iterator[str]:
    """The place of a server with two users: `boss`, and `clerk` who may only read."""
    with _Guarded().launch() as server:
        with server.client() as client:
            for user, role in {"boss": "root", "clerk": "read"}.items():
                roles = [{"role": role, "db": "admin"}]
                client.admin.command("createUser", user, pwd="right", roles=roles)  # noqa: S106
            client.admin.command("fsync")
        server.guarded = True
        server.restart()
        yield f"127.0.0.1:{server.port}"


@contextmanager
def _wrong_password_of_mongo(theirs: MongoDB) -> Iterator[str]:
    with guarded_mongo() as place:
        yield f"mongodb://boss:secret@{place}"


OWN = (
    Own(
        Valkey,
        put=lambda server: server.client().set("orders", "7"),
        is_empty=lambda server: server.client().dbsize() == 0,
        holding=keys,
        lookalikes=_another_database,
        locked=_password,
        refused="refuses the one given",
        stranger="does not answer as Redis should",
        no_addresses=("localhost:6379", "http://localhost", "redis://here:port"),
    ),
    Own(
        Postgres,
        put=lambda server: do_postgres(server, "CREATE TABLE orders (n int)"),
        is_empty=lambda server: ask_postgres(server, "SELECT to_regclass('orders')") == [(None,)],
        holding=postgres_databases,
        lookalikes=_marked_databases,
        locked=_wrong_password_of_postgres,
        refused=r'failed for user "postgres"[\s\S]*postgresql://user:password@host:port',
        stranger="or is no PostgreSQL",
        no_addresses=(
            *("mysql://localhost", "sqlite:///shop.db", "localhost:5432"),
            "postgresql://h:port/x",
        ),
    ),
    Own(
        MariaDB,
        put=lambda server: ask_mysql(server, "CREATE TABLE orders (n INT)"),
        is_empty=lambda server: ask_mysql(server, "SHOW TABLES") == [],
        holding=mysql_databases,
        lookalikes=_similar_names,
        locked=_wrong_password_of_mysql,
        refused="refuses the one given",
        stranger="does not answer as MySQL should",
        no_addresses=("localhost:3306", "http://localhost", "mysql://here:port"),
    ),
    Own(
        MongoDB,
        put=put_into_mongo,
        is_empty=mongo_is_empty,
        holding=mongo_databases,
        lookalikes=_notes_of_other_kernels,
        locked=_wrong_password_of_mongo,
        refused="refuses this user and password",
        stranger="does not answer as MongoDB should",
        no_addresses=("redis://localhost", "localhost:27017", "mongodb://"),
    ),
)
