"""REDIS_URL wins: a database of somebody's server, without touching what is theirs."""

from collections.abc import Iterator

import pytest
import redis

from labs.servers import ServerError, Valkey
from labs.servers.redis_databases import OURS
from tests.support.users_own import fill, keys


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


def test_data_of_others_is_left_alone(theirs: Valkey, root: redis.Redis) -> None:
    fill(theirs, 1)
    with Valkey.start() as cache:
        assert number(cache) == 2
        cache.client().set("page", "1")
    assert keys(theirs) == [("db1", 1)]


def test_what_a_killed_kernel_left_is_used_again(theirs: Valkey, root: redis.Redis) -> None:
    fill(theirs, 1)
    root.sadd(OURS, 1)
    with Valkey.start() as cache:
        assert number(cache) == 1
        assert cache.client().dbsize() == 0
    assert keys(theirs) == []


def test_a_database_that_is_given_back_is_no_longer_ours(theirs: Valkey, root: redis.Redis) -> None:
    with Valkey.start() as cache:
        assert root.smembers(OURS) == {str(number(cache))}
    fill(theirs, 1)
    with Valkey.start() as cache:
        assert number(cache) == 2
    assert keys(theirs) == [("db1", 1)]


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
    assert len(keys(theirs)) == 15


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
        assert keys(theirs) == [("db0", 1), ("db1", 1)]


def test_a_server_that_wants_a_password_says_so(theirs: Valkey, root: redis.Redis) -> None:
    root.config_set("requirepass", "secret")
    with pytest.raises(ServerError, match="asks for a password"):
        Valkey.start()
