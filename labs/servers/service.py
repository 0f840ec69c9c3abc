"""Flytower's own services, each run as `python -m labs.flytower.<name>`."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from labs.parts import Recipe, Wheel
from labs.servers.http_client import HttpClient
from labs.servers.server import LOOPBACK, Server

_PACKAGES = ("fastapi", "uvicorn")


class Service(Server):
    """A Python module that serves HTTP at PORT and answers GET /readyz when it is ready."""

    name = "Flytower's services"
    key: ClassVar[str] = "services"
    recipe: ClassVar[Recipe] = Wheel()
    patience: ClassVar[float] = 30.0  # imports alone take a second, and many on a busy machine

    def __init__(self, name: str, package: str, environment: Mapping[str, str]) -> None:
        self.name = f"The service {name}"
        self._module = f"{package}.{name}"
        self._environment = environment

    @classmethod
    def start(  # type: ignore[override]  # there is no service as such
        cls, name: str, /, *, package: str = "labs.flytower", **environment: str
    ) -> "Service":
        """Start `package.name` with these variables; paths in them must be absolute.

        Raises ServerError, with the service's last lines, if it does not become ready.
        """
        return cls(name, package, environment).launch()

    @classmethod
    def find(cls) -> Path | None:
        return Path(sys.executable) if all(map(find_spec, _PACKAGES)) else None

    @classmethod
    def version(cls) -> str:
        return ", ".join(f"{package} {version(package)}" for package in _PACKAGES)

    def command(self) -> Sequence[str | Path]:
        return [self.program(), "-P", "-m", self._module]

    def environment(self) -> Mapping[str, str]:
        path = os.environ.get("PYTHONPATH", "")  # it must find the modules that this process finds
        own = {"PORT": str(self.port), "PYTHONUNBUFFERED": "1", "PYTHONPATH": path}
        return {**own, **self._environment}

    def probe(self) -> None:
        with self.client() as client:
            client.get("/readyz", timeout=1).raise_for_status()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def client(self) -> HttpClient:
        """A session that takes paths: `catalog.client().get("/performances/7")`."""
        return HttpClient(self.url)
