"""MongoDB's protocol: mongod or SecantusDB, killed and back, or a database of the user's."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pymongo
import pytest
from pymongo.errors import DuplicateKeyError, ServerSelectionTimeoutError

from labs.servers import MongoDB, ServerError, Valkey, mongodb
from labs.servers.mongodb_databases import LIST

NOBODY = 2**22 + 1
"""No process has this number."""


@pytest.fixture(scope="module")
def shop() -> Iterator[MongoDB]:
    """One for all tests that do not kill it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("MONGODB_URL", raising=False)
        with MongoDB.start() as started:
            yield started


@pytest.fixture
def theirs(shop: MongoDB, monkeypatch: pytest.MonkeyPatch) -> MongoDB:
    """The user's own server, to which MONGODB_URL leads."""
    monkeypatch.setenv("MONGODB_URL", shop.url)
    return shop


@pytest.fixture
def root(theirs: MongoDB) -> Iterator[pymongo.MongoClient[dict[str, object]]]:
    with theirs.client() as client:
        yield client


# --- found ------------------------------------------------------------------------------------


def test_mongod_on_the_path_comes_before_secantusdb(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mongod = tmp_path / "mongod"
    mongod.write_text("#!/bin/sh\necho 'db version v8.0.4'\n")
    mongod.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    assert MongoDB.find() == mongod
    assert MongoDB.version() == "MongoDB 8.0.4"
    server = MongoDB()
    server.ports = [27117]
    words = " ".join(map(str, server.command()))
    assert words.startswith(f"{mongod} --bind_ip 127.0.0.1 --port 27117")
    assert "--replSet" in words


def test_a_missing_one_names_the_one_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(mongodb, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError, match=r"not on this machine\.\n.*`labs install mongodb`"):
        MongoDB.start()


# --- as a lesson finds it -----------------------------------------------------------------------


def test_it_says_which_it_is(shop: MongoDB) -> None:
    assert shop.own_version() == MongoDB.version()
    assert shop.own_version().startswith(("SecantusDB 0.", "MongoDB "))


def test_its_database_is_empty_and_the_same_each_time(shop: MongoDB) -> None:
    database = shop.database()
    assert database.name == "flytower"
    assert database.list_collection_names() == []
    assert shop.database().client is database.client
    tickets = database.tickets
    tickets.create_index("seat", unique=True)
    tickets.insert_one({"seat": "A1"})
    with pytest.raises(DuplicateKeyError):
        tickets.insert_one({"seat": "A1"})
    tickets.drop()


def test_it_has_transactions(shop: MongoDB) -> None:
    tickets = shop.database().create_collection("tickets")
    client = tickets.database.client
    with pytest.raises(ZeroDivisionError), client.start_session() as session:  # noqa: PT012, SIM117
        with session.start_transaction():
            tickets.insert_one({"seat": "A1"}, session=session)
            raise ZeroDivisionError
    assert tickets.count_documents({}) == 0
    tickets.drop()


# --- killed -------------------------------------------------------------------------------------


def test_after_a_kill_journalled_writes_are_there_and_clients_do_not_wait_for_long() -> None:
    with MongoDB.start() as shop:
        journalled = pymongo.WriteConcern(j=True)
        tickets = shop.database().get_collection("tickets", write_concern=journalled)
        tickets.insert_many([{"seat": number} for number in range(100)])
        shop.kill()
        began = time.monotonic()
        with shop.client() as client, pytest.raises(ServerSelectionTimeoutError):
            client.admin.command("ping")
        assert time.monotonic() - began < 20, "it tried for as long as pymongo usually does"
        shop.restart()
        assert tickets.count_documents({}) == 100


def test_a_data_folder_that_cannot_be_written_is_told_in_its_words(
    folders: Path,
) -> None:
    class InTheWay(MongoDB):
        def prepare(self) -> None:
            super().prepare()
            (self.folder / "data").rmdir()
            (self.folder / "data").touch()

    with pytest.raises(ServerError, match=r"did not start: it stopped[\s\S]*data"):
        InTheWay().launch(folders)
    assert not list(folders.glob("flytower-*"))


# --- MONGODB_URL --------------------------------------------------------------------------------


def test_a_server_of_the_user_is_used_and_stays_theirs(
    theirs: MongoDB, root: pymongo.MongoClient[dict[str, object]]
) -> None:
    root["precious"].orders.insert_one({"n": 7})
    before = set(root.list_database_names())
    with MongoDB.start() as lesson, MongoDB.start() as other:
        assert lesson.pid is None
        assert lesson.port == theirs.port
        lesson.database().tickets.insert_one({"seat": "A1"})
        assert lesson.database().name in root.list_database_names()
        assert other.database().tickets.count_documents({}) == 0
    assert set(root.list_database_names()) - {LIST} == before - {LIST}
    assert root[LIST].databases.count_documents({}) == 0
    assert root["precious"].orders.count_documents({}) == 1
    root.drop_database("precious")


def test_own_starts_one_all_the_same_and_theirs_is_not_killed(theirs: MongoDB) -> None:
    with MongoDB.start(own=True) as own:
        assert own.port != theirs.port
    with MongoDB.start() as lesson:
        for attempt in (lesson.kill, lesson.restart):
            with pytest.raises(ServerError, match=r"MongoDB\.start\(own=True\)"):
                attempt()


def test_what_a_killed_kernel_left_is_dropped_by_the_next_start_and_nothing_else(
    theirs: MongoDB, root: pymongo.MongoClient[dict[str, object]]
) -> None:
    code = """
import os, signal
from labs.servers import MongoDB
server = MongoDB.start()
server.database().tickets.insert_one({})
print(server.database().name, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    left = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    ).stdout.strip()
    note = root[LIST].databases.find_one({"_id": left})
    assert note is not None
    elsewhere = {**note, "_id": "flytower_elsewhere", "host": "another machine"}
    reborn = {**note, "_id": "flytower_reborn", "pid": os.getpid(), "born": 1.0}
    living = {**reborn, "_id": "flytower_living", "born": psutil.Process().create_time()}
    root[LIST].databases.insert_many([elsewhere, reborn, living])
    spared = {"flytower_prod", "flytower_elsewhere", "flytower_living"}
    for name in (*spared, "flytower_reborn"):
        root[name].orders.insert_one({})
    with MongoDB.start():
        now = set(root.list_database_names())
    assert not now & {left, "flytower_reborn"}
    assert spared <= now
    for name in (*spared, LIST):
        root.drop_database(name)


def refused(monkeypatch: pytest.MonkeyPatch, address: str) -> str:
    monkeypatch.setenv("MONGODB_URL", address)
    with pytest.raises(ServerError) as raised:
        MongoDB.start()
    message = str(raised.value)
    assert "\nWhat to do: " in message
    assert "secret" not in message
    return message


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MongoDB]:
    """A server with two users: `boss`, and `clerk` who may only read."""

    class Guarded(MongoDB):
        guarded = False

        def command(self) -> list[str | Path]:
            return [*super().command(), *(["--auth"] if self.guarded else [])]

        def probe(self) -> None:
            if not self.guarded:
                super().probe()

    server = Guarded().launch()
    with server:
        with server.client() as client:
            for user, role in {"boss": "root", "clerk": "read"}.items():
                roles = [{"role": role, "db": "admin"}]
                client.admin.command("createUser", user, pwd="secret", roles=roles)  # noqa: S106
            client.admin.command("fsync")
        server.guarded = True
        server.restart()
        yield server


def test_users_are_let_in_refused_and_told_what_they_lack(
    guarded: MongoDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"127.0.0.1:{guarded.port}"
    monkeypatch.setenv("MONGODB_URL", f"mongodb://boss:secret@{place}")
    with MongoDB.start() as lesson:
        lesson.database().tickets.insert_one({"seat": "A1"})
    wrong = refused(monkeypatch, f"mongodb://boss:wrong@{place}")
    assert f"leads to {place}, which refuses this user and password" in wrong
    for stranger in (f"mongodb://{place}", f"mongodb://clerk:secret@{place}"):
        assert "may make no database" in refused(monkeypatch, stranger)


def test_nothing_that_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refused(monkeypatch, "mongodb://boss:secret@127.0.0.1:1")
    assert "MONGODB_URL leads to 127.0.0.1:1, where nothing answers" in message


@pytest.mark.parametrize("address", ["redis://localhost", "localhost:27017", "mongodb://"])
def test_an_address_of_something_else_is_told(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert "MONGODB_URL is not an address" in refused(monkeypatch, address)


def test_a_server_that_is_no_mongodb_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey.start() as cache:
        message = refused(monkeypatch, f"mongodb://127.0.0.1:{cache.port}")
    assert "does not answer as MongoDB should" in message
