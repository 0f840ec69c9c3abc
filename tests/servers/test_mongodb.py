"""MongoDB's protocol: mongod or SecantusDB, killed and back, or a database of the user's."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pymongo
import pytest
from pymongo.errors import DuplicateKeyError, ServerSelectionTimeoutError

from labs.servers import MongoDB, ServerError, Valkey, mongodb
from tests.support.users_own import guarded_mongo


@pytest.fixture(scope="module")
def shop() -> Iterator[MongoDB]:
    """One for all tests that do not kill it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("MONGODB_URL", raising=False)
        with MongoDB.start() as started:
            yield started


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


def refused(monkeypatch: pytest.MonkeyPatch, address: str) -> str:
    monkeypatch.setenv("MONGODB_URL", address)
    with pytest.raises(ServerError) as raised:
        MongoDB.start()
    message = str(raised.value)
    assert "\nWhat to do: " in message
    assert "secret" not in message
    return message


def test_users_are_let_in_refused_and_told_what_they_lack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with guarded_mongo() as place:
        monkeypatch.setenv("MONGODB_URL", f"mongodb://boss:right@{place}")
        with MongoDB.start() as lesson:
            assert lesson.port == int(place.partition(":")[2])
            lesson.database().tickets.insert_one({"seat": "A1"})
        for stranger in (f"mongodb://{place}", f"mongodb://clerk:right@{place}"):
            assert "may make no database" in refused(monkeypatch, stranger)


def test_a_server_that_is_no_mongodb_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey.start() as cache:
        message = refused(monkeypatch, f"mongodb://127.0.0.1:{cache.port}")
    assert "does not answer as MongoDB should" in message
