"""Gate 7: each unit that uses Redis passes against the one of compose.yaml, in a container."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from redis import Redis

from labs.course.units import Unit
from labs.machine import up
from labs.proof.runs import CELL_SECONDS
from labs.servers import Valkey
from labs.settings import Settings
from tests.support.container.engine import Docker, NoEngineError, docker_engine
from tests.support.container.image import make_image
from tests.support.container.redis import redis_container
from tests.support.units import UNITS

WITH_REDIS = [unit for unit in UNITS if "Valkey" in unit.path.read_text(encoding="utf-8")]

SHARED = "Valkey.start()"
"""How a unit gets a database of the server at REDIS_URL; other ways give it one of its own."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def docker() -> Iterator[Docker]:
    before = set(psutil.net_if_addrs())
    try:
        with docker_engine() as engine:
            yield engine
    except NoEngineError as error:
        if Settings().require_all:
            pytest.fail(f"No container was run: {error}.")
        pytest.skip(f"No container was run: {error}; units were tested on the course's own server.")
    assert not set(psutil.net_if_addrs()) - before, "a network is left"


@pytest.fixture(scope="module")
def shared(docker: Docker) -> Iterator[str]:
    with redis_container(docker) as url:
        yield url
    assert "flytower-test" not in docker.run("ps", "--all", "--format", "{{.Names}}")
    assert "flytower-test" not in docker.run("images", "--format", "{{.Repository}}")
    assert "flytower-test" not in docker.run("volume", "ls", "--format", "{{.Name}}")


@pytest.fixture
def container(shared: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """A client of the container's Redis, which REDIS_URL names; every database is given back."""
    monkeypatch.setenv("REDIS_URL", shared)
    with Redis.from_url(shared) as client:
        yield client
        assert client.info("keyspace").keys() <= {"db0"}, "data is left in a database"


def test_it_is_what_compose_yaml_says(docker: Docker, shared: str) -> None:
    (name,) = docker.run("ps", "--format", "{{.Names}}", "--filter", "name=flytower-test").split()
    status = "{{.State.Health.Status}} {{.HostConfig.Memory}} {{range .Mounts}}{{.Type}}{{end}}"
    assert docker.run("inspect", "--format", status, name).split() == [
        "healthy", str(384 << 20), "volume",
    ]  # fmt: skip
    published = docker.run("port", name).splitlines()
    assert [line.split(" -> ")[1].split(":")[0] for line in published] == ["127.0.0.1"]
    with Redis.from_url(shared, decode_responses=True) as client:
        settings = client.config_get("appendonly", "maxmemory")
    assert settings == {"appendonly": "yes", "maxmemory": str(256 << 20)}


def test_valkey_starts_on_it_and_gives_back_what_it_took(container: Redis) -> None:
    with Valkey.start() as one, Valkey.start() as other:
        port = container.get_connection_kwargs()["port"]
        assert {one.url.rsplit("/", 1)[0], other.url.rsplit("/", 1)[0]} == {
            f"redis://127.0.0.1:{port}"
        }
        one.client().set("seat", "A1")
        assert one.client().get("seat") == b"A1"
        assert other.client().get("seat") is None
    assert container.info("keyspace") == {}


def test_labs_up_keeps_one_up_until_labs_down(
    docker: Docker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"flytower-test-{uuid4().hex[:8]}"
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for variable, value in {
        **docker.environment,
        "PATH": programs,
        "COMPOSE_PROJECT_NAME": name,
        "FLYTOWER_REDIS_IMAGE": name,
        "FLYTOWER_REDIS_PORT": "0",
    }.items():
        monkeypatch.setenv(variable, value)
    make_image(docker, name)
    try:
        running = up.up_in_container("redis", tmp_path)
        with Redis.from_url(running.url) as client:
            assert client.ping()
        assert running.export == f"export REDIS_URL={running.url}"
        assert up.running(tmp_path) == [running]
        assert up.down(tmp_path) == [running]
        assert not running.lives
        assert up.running(tmp_path) == []
    finally:
        docker.compose("--file", str(up.COMPOSE), "down", "--volumes")
        docker.run("rmi", name)


@pytest.mark.parametrize("unit", WITH_REDIS, ids=lambda unit: unit.name)
def test_a_whole_unit_runs_against_it_with_all_checks_passed(
    unit: Unit, container: Redis, tmp_path: Path
) -> None:
    before = commands_seen(container)
    client = NotebookClient(
        unit.read(),
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    try:
        client.execute(env=os.environ | {"LABS_TEST": "1"})
    except CellExecutionError as error:
        pytest.fail(_COLOUR.sub("", str(error)), pytrace=False)
    if SHARED in unit.path.read_text(encoding="utf-8"):
        assert commands_seen(container) > before + 10, "the unit has used another server"


def commands_seen(client: Redis) -> int:
    return int(client.info("stats")["total_commands_processed"])
