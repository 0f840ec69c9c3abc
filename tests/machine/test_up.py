"""`labs up` and `labs down`: a server outlives the command, and nothing else is ever stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from labs.machine.up import (
    NoEngineError,
    Running,
    UpError,
    down,
    kinds,
    running,
    up,
    up_in_container,
)
from labs.servers import Valkey


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Its path has a space and a letter that is not ASCII."""
    folder = tmp_path / "a folder ü"
    yield folder
    down(folder)


def elsewhere(folder: Path, call: str) -> str:
    """What another process prints that makes this call and ends."""
    code = f"from labs.machine.up import *; from pathlib import Path; f = Path({str(folder)!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", code + call], capture_output=True, check=True, text=True
    )
    assert done.stderr == ""
    return done.stdout.strip()


def ping(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        return bool(client.ping())


def test_a_server_outlives_the_command_and_another_stops_it(folder: Path) -> None:
    url = elsewhere(folder, "print(up('redis', f).url)")
    assert ping(url)
    (server,) = running(folder)
    assert server.export == f"export REDIS_URL={url}"
    assert elsewhere(folder, "print([s.url for s in down(f)])") == str([url])
    with pytest.raises(redis.ConnectionError):
        ping(url)
    assert not server.lives
    assert [left.name for left in folder.iterdir()] == ["lock"]


ADDRESSES = {
    "postgres": "export DATABASE_URL=postgresql://postgres:",
    "mysql": "export MYSQL_URL=mysql://root@127.0.0.1:",
    "mongodb": "export MONGODB_URL=mongodb://127.0.0.1:",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_kind_is_kept_up_named_used_and_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kind = kinds()[name]
    server = up(name, folder)
    assert running(folder) == [up(name, folder)] == [server]
    assert server.export.startswith(ADDRESSES[name])
    monkeypatch.setenv(kind.variable, server.url)
    with kind.start() as lesson:  # type: ignore[attr-defined]
        lesson.probe()
        assert lesson.pid is None
    assert down(folder) == [server]
    assert [left.name for left in folder.iterdir()] == ["lock"]


CONTAINERS = {
    "postgres": "postgresql://postgres@127.0.0.1:7/postgres",
    "mysql": "mysql://root@127.0.0.1:7",
    "mongodb": "'mongodb://127.0.0.1:7/?directConnection=true'",
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_of_each_kind_has_an_address_that_a_shell_takes(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    docker(tmp_path / "bin", "case $* in *port*) echo 127.0.0.1:7;; esac", monkeypatch)
    monkeypatch.setattr(kinds()[name], "probe", lambda self: None)
    server = up_in_container(name, folder)
    assert server.export == f"export {kinds()[name].variable}={CONTAINERS[name]}"


def test_up_twice_is_one_server_and_down_twice_is_no_error(folder: Path) -> None:
    first = up("redis", folder)
    assert up("redis", folder) == first
    assert down(folder) == [first]
    assert down(folder) == []


def test_nothing_is_up_where_nothing_ever_was(folder: Path) -> None:
    assert down(folder) == running(folder) == []


def test_a_server_that_somebody_killed_is_started_again(folder: Path) -> None:
    first = up("redis", folder)
    os.kill(first.pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while running(folder):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    second = up("redis", folder)
    assert second.pid != first.pid
    assert ping(second.url)
    assert not Path(first.folder).exists()


def test_a_stale_file_never_stops_a_process_of_somebody_else(folder: Path) -> None:
    folder.mkdir()
    mine = Running(
        name="redis",
        url="redis://127.0.0.1:1/0",
        variable="REDIS_URL",
        pid=os.getpid(),
        folder=str(folder / "flytower-valkey-gone"),
    )
    (folder / "redis.json").write_text(mine.model_dump_json())
    assert running(folder) == []
    assert down(folder) == []
    assert not (folder / "redis.json").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": "redis"}'])
def test_a_broken_file_is_as_good_as_none(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / "redis.json").write_text(content)
    assert running(folder) == []
    assert ping(up("redis", folder).url)


def test_notebooks_take_a_database_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = up("redis", folder)
    monkeypatch.setenv("REDIS_URL", server.url)
    with Valkey.start() as cache:
        assert cache.url.startswith(server.url.removesuffix("/0"))
    assert running(folder) == [server]


def test_a_server_that_cannot_be_noted_down_is_stopped_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("labs.machine.up.write_atomic", full)
    with pytest.raises(OSError, match="No space left"):
        up("redis", folder)
    assert [left.name for left in folder.iterdir()] == ["lock"]


def docker(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A command `docker` that remembers how it was called; returns where."""
    folder.mkdir(exist_ok=True)
    program, calls = folder / "docker", folder / "calls"
    program.write_text(f'#!/bin/sh\necho "$@" >> {str(calls)!r}\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return calls


def test_a_container_is_started_by_compose_and_stopped(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Valkey.start() as container:
        published = f"case $* in *port*) echo 127.0.0.1:{container.port};; esac"
        calls = docker(tmp_path / "bin", published, monkeypatch)
        server = up_in_container("redis", folder)
        assert server.url == f"redis://127.0.0.1:{container.port}"
        assert running(folder) == [server]
        assert down(folder) == [server]
    said = calls.read_text().splitlines()
    assert any(line.endswith("compose.yaml up --detach redis") for line in said)
    assert said[-1].endswith("compose.yaml stop redis")


def test_without_an_engine_one_line_says_so(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docker(tmp_path / "bin", "exit 1", monkeypatch)
    with pytest.raises(NoEngineError) as raised:
        up_in_container("redis", folder)
    assert str(raised.value) == "No Docker engine answers here (see `labs doctor`)."


def test_a_compose_that_fails_says_what_to_do(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docker(tmp_path / "bin", "case $* in *up*) exit 17;; esac", monkeypatch)
    with pytest.raises(UpError, match=r"exit code 17[\s\S]*leave --docker out"):
        up_in_container("redis", folder)


def test_the_state_is_for_programs_to_read(folder: Path) -> None:
    server = up("redis", folder)
    assert json.loads((folder / "redis.json").read_text())["url"] == server.url
