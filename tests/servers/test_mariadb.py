"""MariaDB: fresh, keeps what was committed; and a database of its own where MYSQL_URL leads."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pymysql
import pytest
import sqlalchemy

from labs.parts import InstallError, Wheel
from labs.servers import MariaDB, ServerError, mariadb
from tests.support.users_own import ask_mysql as ask
from tests.support.users_own import database
from tests.support.users_own import mysql_databases as databases

# --- one's own -------------------------------------------------------------------------------


def test_it_has_one_empty_database_and_speaks_unicode() -> None:
    with MariaDB.start() as server:
        assert databases(server) == {"flytower"} == {database(server)}
        assert ask(server, "SHOW TABLES") == []
        ask(server, "CREATE TABLE shows (title VARCHAR(40))")
        ask(server, "INSERT INTO shows VALUES (%s)", "Nō 能 🎭")
        assert ask(server, "SELECT title FROM shows") == [("Nō 能 🎭",)]


def test_a_client_commits_only_when_told_and_takes_the_drivers_options() -> None:
    with MariaDB.start() as server, closing(server.client()) as connection:
        assert not connection.get_autocommit()
        options = {"cursorclass": pymysql.cursors.DictCursor, "autocommit": True}
        with closing(server.client(**options)) as other, other.cursor() as cursor:
            cursor.execute("SELECT 1 AS one")
            assert cursor.fetchone() == {"one": 1}


def test_sqlalchemy_takes_the_address_as_it_is() -> None:
    with MariaDB.start() as server:
        engine = sqlalchemy.create_engine(server.sqlalchemy_url)
        with engine.connect() as connection:
            assert connection.scalar(sqlalchemy.text("SELECT DATABASE()")) == "flytower"
        engine.dispose()


def test_it_says_what_it_is() -> None:
    with MariaDB.start() as server:
        assert server.own_version() == f"MariaDB {MariaDB.version()}"
        assert MariaDB.version().count(".") == 2


def test_a_crash_in_a_transaction_keeps_what_was_committed_and_nothing_else() -> None:
    with MariaDB.start() as server:
        ask(server, "CREATE TABLE orders (id INT PRIMARY KEY)")
        with closing(server.client()) as connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO orders VALUES (1)")
            connection.commit()
            cursor.execute("INSERT INTO orders VALUES (2)")
            url = server.url
            server.kill()
            server.restart()
            with pytest.raises(pymysql.OperationalError):
                connection.commit()
        assert server.url == url
        assert ask(server, "SELECT id FROM orders") == [(1,)]


def test_two_at_once_have_nothing_in_common() -> None:
    with MariaDB.start() as one, MariaDB.start() as other:
        ask(one, "CREATE TABLE orders (id INT)")
        assert ask(other, "SHOW TABLES") == []


def test_nothing_of_it_is_left(folders: Path) -> None:
    with MariaDB.start():
        assert len(list(folders.iterdir())) == 1
    assert list(folders.iterdir()) == []


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the data folder that was made once is kept, in this test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "cache" / "data.tar"
    monkeypatch.setattr(mariadb.prepared, "archive", lambda *key: path)
    return path


def test_the_first_start_makes_a_data_folder_and_later_ones_copy_it(
    prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MariaDB.start().stop()
    assert [each.name for each in prepared.parent.iterdir()] == ["data.tar"]
    monkeypatch.setattr(MariaDB, "_make_data_folder", pytest.fail)
    MariaDB.start().stop()


def test_a_damaged_copy_is_replaced(prepared: Path) -> None:
    prepared.parent.mkdir()
    prepared.write_bytes(b"half of it")
    MariaDB.start().stop()
    assert prepared.stat().st_size > 1_000_000


def test_it_starts_where_nothing_can_be_kept(prepared: Path) -> None:
    prepared.parent.touch()  # a file where a folder should be
    MariaDB.start().stop()
    assert prepared.parent.is_file()


def test_a_data_folder_that_cannot_be_written_is_named_in_its_last_words() -> None:
    with MariaDB.start() as server:
        server.kill()
        shutil.rmtree(server.folder / "data")
        (server.folder / "data").touch()
        with pytest.raises(ServerError, match=r"stopped with exit code 1[\s\S]*/data"):
            server.restart()


def test_a_port_that_was_taken_meanwhile_is_an_error() -> None:
    with MariaDB.start() as server:
        server.kill()
        with (
            socket.create_server(("127.0.0.1", server.port)),
            pytest.raises(ServerError, match="another program has taken its port"),
        ):
            server.restart()


def test_a_stopped_one_does_not_come_back() -> None:
    server = MariaDB.start()
    server.stop()
    with pytest.raises(ServerError, match="was stopped"):
        server.restart()


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for PATH, on a machine without MariaDB."""
    monkeypatch.setattr(mariadb, "_OUTSIDE_PATH", ())
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def test_a_missing_program_is_an_error_with_the_one_command(nowhere: Path) -> None:
    assert MariaDB.find() is None
    with pytest.raises(ServerError, match="run `labs install mariadb`"):
        MariaDB.start()


def test_without_its_driver_the_one_command_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "mariadb.lock"
    lock.write_text("no-such-driver==1.0 \\\n    --hash=sha256:0\n")
    monkeypatch.setattr(MariaDB, "driver", Wheel(lock))
    with pytest.raises(ServerError, match=r"or not with its driver[\s\S]*`labs install mariadb`"):
        MariaDB.start()


def test_the_path_comes_before_what_the_course_has_unpacked(nowhere: Path) -> None:
    unpacked = MariaDB.recipe.home() / "usr/sbin/mariadbd"
    unpacked.parent.mkdir(parents=True)
    unpacked.symlink_to("/bin/true")
    assert MariaDB.find() == unpacked
    (nowhere / "mariadbd").symlink_to("/bin/true")
    assert MariaDB.find() == nowhere / "mariadbd"


def test_one_that_was_just_unpacked_is_started_before_it_counts(tmp_path: Path) -> None:
    (tmp_path / "usr/sbin").mkdir(parents=True)  # as dpkg leaves it
    program = tmp_path / "usr/sbin/mariadbd"
    program.symlink_to(MariaDB.program().resolve())
    MariaDB.verify(program)
    program.unlink()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    with pytest.raises(InstallError, match=r"MariaDB was fetched, but[\s\S]*mariadb-install-db"):
        MariaDB.verify(program)


def test_a_server_without_its_installer_is_an_error(
    nowhere: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = nowhere / "mariadbd"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    with pytest.raises(ServerError, match="mariadb-install-db, which belongs to it, is not"):
        MariaDB.start()


# --- where MYSQL_URL leads -------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared() -> Iterator[MariaDB]:
    with MariaDB.start(own=True) as server:
        yield server


@pytest.fixture
def theirs(shared: MariaDB, monkeypatch: pytest.MonkeyPatch) -> Iterator[MariaDB]:
    """A server of the user's, to which MYSQL_URL leads; no test leaves a database there."""
    monkeypatch.setenv("MYSQL_URL", shared.url)
    before = databases(shared)
    yield shared
    assert databases(shared) == before


@contextmanager
def user(server: MariaDB, *grants: str, password: str = "") -> Iterator[str]:
    """`name:password@host:port` of somebody with these rights only."""
    ask(server, "CREATE USER guest@'%%' IDENTIFIED BY %s", password)
    for grant in grants:
        ask(server, f"GRANT {grant} TO guest@'%%'")
    try:
        yield f"guest:{password}@127.0.0.1:{server.port}"
    finally:
        ask(server, "DROP USER guest@'%%'")


def test_a_transaction_left_open_does_not_hinder_the_end(theirs: MariaDB) -> None:
    server = MariaDB.start()
    with closing(server.client()) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE orders (id INT)")
        cursor.execute("INSERT INTO orders VALUES (1)")
        cursor.execute("SELECT * FROM orders FOR UPDATE")
        server.stop()
        server.stop()
    assert databases(theirs) == {"flytower"}


def test_a_living_kernels_database_survives_a_restart_of_their_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with MariaDB.start(own=True) as theirs:
        monkeypatch.setenv("MYSQL_URL", theirs.url)
        with MariaDB.start() as server:
            theirs.restart()
            ask(server, "CREATE TABLE orders (id INT)")  # by a client, which takes the lock anew
            with MariaDB.start():
                assert ask(server, "SHOW TABLES") == [("orders",)]
        assert databases(theirs) == {"flytower"}


def test_the_lock_is_exempt_from_idle_timeouts(theirs: MariaDB) -> None:
    ask(theirs, "SET GLOBAL wait_timeout = 1")
    try:
        with MariaDB.start() as server:
            idle = "SELECT MAX(time_ms) FROM information_schema.processlist WHERE command = 'Sleep'"
            while ask(theirs, idle)[0][0] < 1500:
                pass
            assert ask(theirs, "SELECT IS_FREE_LOCK(%s)", database(server)) == [(0,)]
    finally:
        ask(theirs, "SET GLOBAL wait_timeout = 28800")


@pytest.mark.parametrize("scheme", ["mysql", "mariadb", "mysql+pymysql"])
def test_a_password_may_hold_any_letter(
    theirs: MariaDB, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with user(theirs, r"ALL ON `flytower\_%%`.*", password="p@ss:/wörd") as place:  # noqa: S106
        _, _, host = place.rpartition("@")
        address = f"{scheme}://guest:p%40ss%3A%2Fw%C3%B6rd@{host}"
        monkeypatch.setenv("MYSQL_URL", address)
        with MariaDB.start() as server:
            assert ask(server, "SELECT CURRENT_USER()") == [("guest@%",)]
            assert server.sqlalchemy_url.startswith("mysql+pymysql://guest:p%40ss")


def test_the_user_is_root_where_none_is_named(
    theirs: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSQL_URL", f"mysql://127.0.0.1:{theirs.port}")
    with MariaDB.start() as server:
        assert server.url.startswith(f"mysql://root@127.0.0.1:{theirs.port}/flytower_")


def test_a_user_who_may_make_no_database_is_told_the_grant(
    theirs: MariaDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    with user(theirs) as place:
        monkeypatch.setenv("MYSQL_URL", f"mysql://{place}")
        with pytest.raises(ServerError, match=r"no database of their own[\s\S]*GRANT ALL ON"):
            MariaDB.start()


GREETINGS = {
    "web": b"HTTP/1.1 400 Bad Request\r\n\r\n",
    "ssh": b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
    "zeros": bytes(64),
    "nothing": b"",
}


@pytest.mark.parametrize("greeting", GREETINGS.values(), ids=GREETINGS)
def test_another_kind_of_server_is_not_taken_for_mysql(
    greeting: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

        def serve() -> None:
            for _ in range(2):  # the first only sees whether anybody listens
                with other.accept()[0] as connection:
                    connection.sendall(greeting)

        thread = threading.Thread(target=serve)
        thread.start()
        stack.callback(thread.join)
        monkeypatch.setenv("MYSQL_URL", f"mysql://127.0.0.1:{other.getsockname()[1]}")
        with pytest.raises(ServerError, match="does not answer as MySQL should"):
            MariaDB.start()
