"""A Docker engine: the one that answers here, or one of our own that is gone afterwards."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from labs.servers import Server

_SYSTEM = "/usr/sbin:/sbin:/usr/bin:/bin"
"""Where Debian keeps the engine and its helpers; users do not have all of it on PATH."""

_SECONDS = 60


class NoEngineError(Exception):
    """No Docker engine answers here, and none can be started; the text says why."""


class Docker:
    """The docker and compose commands, speaking to one engine."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """`environment` is what leads clients to the engine, such as DOCKER_HOST."""
        self.environment = environment

    def run(self, *arguments: str, stdin: bytes = b"") -> str:
        """What `docker` printed; raises AssertionError, with what it said, if it failed."""
        return self._run(["docker", *arguments], {}, stdin)

    def compose(self, *arguments: str, **variables: str) -> str:
        """The same of `docker compose`, with variables for the compose file."""
        return self._run([*self._compose(), *arguments], variables, b"")

    def answers(self) -> bool:
        command = ["docker", "version", "--format", "{{.Server.Os}}"]
        try:
            done = self._done(command, {}, b"")
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0 and done.stdout.strip() == b"linux"

    def _compose(self) -> Sequence[str]:
        """The user's own plugin, or the program of the test extra."""
        plugin = ["docker", "compose"]
        if shutil.which("docker") and not self._done([*plugin, "version"], {}, b"").returncode:
            return plugin
        return [str(Path(sys.executable).parent / "docker-compose")]

    def _run(self, command: Sequence[str], variables: Mapping[str, str], stdin: bytes) -> str:
        done = self._done(command, variables, stdin)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr.decode()}"
        return done.stdout.decode().strip()

    def _done(
        self, command: Sequence[str], variables: Mapping[str, str], stdin: bytes
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            command,
            env={**os.environ, **self.environment, **variables},
            input=stdin,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )


class Engine(Server):
    """Docker's engine with all of its data in one temporary folder. It needs root.

    It has neither bridge nor firewall rules, so that it changes nothing outside that folder:
    ports of containers are published by its proxy alone.
    """

    name = "Docker's engine"
    install: ClassVar[str] = "apt-get install docker.io"
    patience: ClassVar[float] = 30.0
    grace: ClassVar[float] = 15.0
    ports_needed: ClassVar[int] = 0

    @classmethod
    def find(cls) -> Path | None:
        found = shutil.which("dockerd", path=_SYSTEM)
        return Path(found) if found else None

    def environment(self) -> Mapping[str, str]:
        return {"PATH": _SYSTEM}

    def command(self) -> Sequence[str | Path]:
        options = {
            "host": self.url,
            "data-root": self.folder / "data",
            "exec-root": self.folder / "exec",
            "pidfile": self.folder / "pid",
            "bridge": "none",
            "iptables": "false",
            "ip6tables": "false",
            "ip-forward": "false",
        }
        # Its mounts are its own: however it ends, they go with it, and the folder can be removed.
        alone = ["unshare", "--mount", "--propagation", "private"]
        return [*alone, self.program(), *(f"--{name}={value}" for name, value in options.items())]

    def probe(self) -> None:
        if not Docker(self.client_environment).answers():
            raise ConnectionError(f"nothing answers at {self.url}")

    def _is_ours(self) -> bool:
        return True  # nobody else listens in our folder

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/docker.sock"

    @property
    def client_environment(self) -> dict[str, str]:
        """How a client finds this engine, whatever the user's own configuration says."""
        return {"DOCKER_HOST": self.url, "DOCKER_CONFIG": str(self.folder / "config")}


@contextmanager
def docker_engine() -> Iterator[Docker]:
    """The engine of this machine; or one of our own, stopped at the end of the block.

    Raises NoEngineError if there is neither.
    """
    if sys.platform != "linux":
        raise NoEngineError("the image is made of this machine's own programs, on Linux only")
    if (docker := Docker({})).answers():
        yield docker
        return
    if os.geteuid() != 0:
        raise NoEngineError("no Docker engine answers here, and only root can start one")
    if Engine.find() is None:
        raise NoEngineError(f"no Docker engine is on this machine: `{Engine.install}` brings one")
    with Engine().launch() as engine:
        yield Docker(engine.client_environment)
