"""Gate 7: each unit that uses Redis passes against the one of compose.yaml, in a container."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from redis import Redis

from labs.course.runs import CELL_SECONDS
from labs.course.units import Unit
from labs.servers import Valkey
from labs.settings import Settings
from tests.support.container.engine import Docker, NoEngineError, docker_engine
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
