"""REDIS_URL wins: a database of somebody's server, without touching what is theirs."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from labs.servers import ServerError, Valkey
from labs.servers.redis_databases import OURS, RedisDatabase


@pytest.fixture
def theirs() -> Iterator[Valkey]:
    with Valkey.start() as server:
        yield server


@pytest.fixture
def root(theirs: Valkey, monkeypatch: pytest.MonkeyPatch) -> redis.Redis:
    """Their own client, in database 0; REDIS_URL leads to their server."""
    monkeypatch.setenv("REDIS_URL", theirs.url)
    return theirs.client(decode_responses=True)


def number(server: Valkey) -> int:
    return int(server.url.rsplit("/", 1)[1])


def keys(client: redis.Redis) -> dict[str, int]:
    """How many keys each database holds."""
    return {name: int(part["keys"]) for name, part in client.info("keyspace").items()}


def fill(theirs: Valkey, database: int) -> None:
    with redis.Redis(port=theirs.port, db=database) as client:
        client.set("orders", "1")


def test_a_server_of_the_user_is_used_and_stays_theirs(theirs: Valkey, root: redis.Redis) -> None:
    root.set("orders", "7")
    with Valkey.start() as cache:
        assert cache.pid is None
        assert cache.client().dbsize() == 0
        cache.client().set("page", "1")
    assert root.ping()
    assert root.get("orders") == "7"
    assert keys(root) == {"db0": 1}


def test_two_at_once_have_a_database_each(root: redis.Redis) -> None:
    with Valkey.start() as one, Valkey.start() as other:
        assert number(one) != number(other)
        one.client().set("page", "1")
        assert other.client().get("page") is None
        one.stop()
        with Valkey.start() as third:
            assert third.client().dbsize() == 0
    assert keys(root) == {}


def test_many_at_the_same_moment_have_a_database_each(root: redis.Redis) -> None:
    with ThreadPoolExecutor(10) as pool:
        servers = list(pool.map(lambda _: Valkey.start(), range(10)))
    assert len({server.url for server in servers}) == 10
    for server in servers:
        server.stop()
    assert keys(root) == {}


def test_data_of_others_is_left_alone(theirs: Valkey, root: redis.Redis) -> None:
    fill(theirs, 1)
    with Valkey.start() as cache:
        assert number(cache) == 2
        cache.client().set("page", "1")
    assert keys(root) == {"db1": 1}


def test_what_a_killed_kernel_left_is_removed_and_used_again(root: redis.Redis) -> None:
    source = """
import os, signal
from labs.servers import Valkey
cache = Valkey.start()
cache.client().set("page", "1")
print(cache.url, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    command = [sys.executable, "-c", source]
    dead = subprocess.run(command, capture_output=True, text=True, check=False)
    assert dead.stdout.strip().endswith("/1"), dead.stderr
    assert keys(root) == {"db0": 1, "db1": 1}
    with Valkey.start() as cache:
        assert number(cache) == 1
        assert cache.client().dbsize() == 0
    assert keys(root) == {}


def test_a_database_that_is_given_back_is_no_longer_ours(theirs: Valkey, root: redis.Redis) -> None:
    with Valkey.start() as cache:
        assert root.smembers(OURS) == {str(number(cache))}
    fill(theirs, 1)
    with Valkey.start() as cache:
        assert number(cache) == 2
    assert keys(root) == {"db1": 1}


def test_the_claim_is_exempt_from_idle_timeouts(root: redis.Redis) -> None:
    with Valkey.start() as cache:
        (claim,) = [each for each in root.client_list() if each["name"] == "flytower-db-1"]
        assert claim["sub"] == "1"
        assert number(cache) == 1


def test_a_full_server_is_an_error(theirs: Valkey, root: redis.Redis) -> None:
    for database in range(1, 16):
        fill(theirs, database)
    with pytest.raises(ServerError, match="no database is free"):
        Valkey.start()
    assert len(keys(root)) == 15


def test_a_server_that_refuses_config_is_taken_to_have_sixteen(
    theirs: Valkey, root: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.execute_command("ACL SETUSER guest on >secret ~* &* +@all -config")
    monkeypatch.setenv("REDIS_URL", f"redis://guest:secret@127.0.0.1:{theirs.port}")
    with Valkey.start() as cache:
        cache.client().set("page", "1")
        assert root.info("keyspace")["db1"]["keys"] == 1


def test_the_database_in_the_address_is_no_obstacle(
    theirs: Valkey, root: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"{theirs.url}?db=9&socket_timeout=3")
    with Valkey.start() as cache:
        cache.client().set("page", "1")
        assert keys(root) == {"db0": 1, "db1": 1}


def test_the_users_server_is_neither_killed_nor_restarted(root: redis.Redis) -> None:
    with Valkey.start() as cache:
        for forbidden in (cache.kill, cache.restart):
            with pytest.raises(ServerError, match=r"start\(own=True\)"):
                forbidden()
    assert root.ping()


def test_a_server_of_ones_own_may_be_killed_whatever_redis_url_says(root: redis.Redis) -> None:
    with Valkey.start(own=True) as cache:
        cache.kill()
        cache.restart()
        assert cache.client().ping()
    assert root.ping()
    assert keys(root) == {}


def test_stopping_is_clean_when_their_server_is_gone(theirs: Valkey, root: redis.Redis) -> None:
    cache = Valkey.start()
    theirs.kill()
    cache.stop()
    cache.stop()


def test_an_address_that_leads_nowhere_is_an_error(
    theirs: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://:secret@127.0.0.1:{theirs.port}")
    theirs.stop()
    with pytest.raises(ServerError, match="where nothing answers") as caught:
        Valkey.start()
    assert "secret" not in str(caught.value)


def test_a_web_server_is_not_taken_for_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    class Quiet(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Quiet) as web:
        threading.Thread(target=web.serve_forever, args=(0.01,)).start()
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{web.server_port}")
        try:
            with pytest.raises(ServerError, match="does not answer as Redis should"):
                Valkey.start()
        finally:
            web.shutdown()


def test_a_server_that_wants_a_password_says_so(theirs: Valkey, root: redis.Redis) -> None:
    root.config_set("requirepass", "secret")
    with pytest.raises(ServerError, match="asks for a password"):
        Valkey.start()


def test_a_wrong_password_is_refused_and_not_shown(
    theirs: Valkey, root: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.config_set("requirepass", "secret")
    monkeypatch.setenv("REDIS_URL", f"redis://:guess@127.0.0.1:{theirs.port}")
    with pytest.raises(ServerError, match="refuses the one given") as caught:
        Valkey.start()
    assert "guess" not in str(caught.value)


@pytest.mark.parametrize("address", ["localhost:6379", "http://localhost", "redis://here:port"])
def test_what_is_no_address_is_an_error(address: str) -> None:
    with pytest.raises(ServerError, match="is not the address of a Redis"):
        RedisDatabase(address)
