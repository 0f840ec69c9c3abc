"""The parts that the course is made to run with: found where, which version, needed by which units.

A server is a part by being in `labs.servers`; what is particular to a part is its key here, and
how it comes to this machine is in `installs.py`.
"""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from nbformat import NotebookNode
from pydantic import BaseModel

from labs import servers
from labs.bootstrap import SUPPORTED, python_advice
from labs.course.units import Unit, all_units
from labs.languages.node import Node
from labs.machine.bubblewrap import why_no_bubblewrap
from labs.servers import Server, ServerError, Service

_SECONDS = 10


class UnknownPartError(LookupError):
    """No part has this key."""


class Found(NamedTuple):
    """A part on this machine."""

    where: str
    version: str


class MissingPartError(Exception):
    """A part that is not there, or of no use; the text says why, if there is more to say."""


@dataclass(frozen=True)
class Part:
    """Something that the course needs of the machine."""

    key: str
    """How commands call it: `valkey`."""
    name: str
    install: str
    """The one command that brings it."""
    look: Callable[[], Found]
    """Find it; raises MissingPartError."""
    units: Sequence[str] = field(default=())
    """The written units that need it."""
    serves: str = ""
    """What else it is there for."""

    def state(self) -> "PartState":
        """Look for it now."""
        state = PartState(
            part=self.key,
            name=self.name,
            needed_by=list(self.units),
            serves=self.serves,
            install=self.install,
        )
        try:
            found = self.look()
        except MissingPartError as error:
            return state.model_copy(update={"problem": str(error)})
        return state.model_copy(update={"found": found.where, "version": found.version})


class PartState(BaseModel, frozen=True):
    """A part as it is now, on this machine."""

    part: str
    name: str
    found: str | None = None
    """Where: an address, or the path of a program; None if it is not there."""
    version: str = ""
    needed_by: list[str]
    serves: str
    install: str
    problem: str = ""
    """Why what is there cannot be used."""

    @property
    def lacking(self) -> bool:
        """Whether a written unit needs it and it is not there."""
        return bool(self.needed_by) and self.found is None


def parts(units: Sequence[Unit] | None = None) -> list[Part]:
    """Every part, with the units among these (or all) that need it."""
    units = all_units() if units is None else units
    names = [unit.name for unit in units]
    imports = [(unit.name, set(_imported(unit.read()))) for unit in units]
    return [
        Part("python", "Python", "see README.md", _python, names),
        *(
            Part(
                key=_KEYS.get(kind.__name__, kind.__name__.lower()),
                name=kind.name,
                install=kind.install,
                look=lambda kind=kind: _server(kind),  # type: ignore[misc]
                units=[unit for unit, needs in imports if kind.__name__ in needs],
            )
            for kind in server_kinds()
        ),
        Part(
            key="node",
            name="Node and its packages",
            install=Node.install,
            look=_node,
            units=[unit for unit, needs in imports if Node.__name__ in needs],
        ),
        Part(
            key="docker",
            name="Docker engine",
            install="labs install docker",
            look=_docker,
            serves="optional: servers in containers (compose.yaml)",
        ),
        Part(
            key="chromium",
            name="Chromium and its driver",
            install="labs install chromium",
            look=_chromium,
            serves="tests",
        ),
        Part(
            key="bubblewrap",
            name="bubblewrap",
            install="labs install bubblewrap",
            look=_bubblewrap,
            serves="teachers: `labs grade` shuts submissions in",
        ),
    ]


def find_part(key: str) -> Part:
    """The part with this key; raises UnknownPartError with those that there are."""
    known = {part.key: part for part in parts()}
    if key not in known:
        raise UnknownPartError(f"There is no part {key!r}. There are: {', '.join(known)}.")
    return known[key]


def server_kinds() -> Iterator[type[Server]]:
    """The classes of servers that notebooks can import."""
    for name in servers.__all__:
        kind = getattr(servers, name)
        if isinstance(kind, type) and issubclass(kind, Server) and kind is not Server:
            yield kind


def imported_servers(notebook: NotebookNode) -> Iterator[str]:
    """The names that a notebook takes from `labs.servers`."""
    return _imported(notebook, ["labs.servers"])


def _imported(
    notebook: NotebookNode, modules: Sequence[str] = ("labs.servers", "labs.languages")
) -> Iterator[str]:
    """The names that a notebook takes from these modules."""
    for cell in notebook.cells:
        python = cell.cell_type == "code" and not cell.source.startswith("%%")
        if python and any(module in cell.source for module in modules):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.ImportFrom) and node.module in modules:
                    yield from (alias.name for alias in node.names)


_KEYS = {Service.__name__: "services"}
"""Where the name of the class in small letters is not what people would say."""


def _python() -> Found:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] not in SUPPORTED:
        raise MissingPartError(python_advice(sys.version_info[:3], sys.executable, sys.platform))
    return Found(sys.executable, version)


def _server(kind: type[Server]) -> Found:
    address = os.environ.get(kind.variable) if kind.variable else None
    if address:
        start = cast(Callable[[], Server], kind.start)  # type: ignore[attr-defined]
        try:
            with start() as server:
                version = server.own_version()
        except ServerError as error:
            raise MissingPartError(str(error)) from error
        parts = urlsplit(address)  # without the password that may stand in it
        return Found(f"{kind.variable} ({parts.hostname}:{parts.port or 'usual port'})", version)
    program = kind.find()
    if program is None:
        raise MissingPartError
    try:
        return Found(str(program), kind.version())
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingPartError(f"{program} does not run: {error}") from error


def _node() -> Found:
    runtime = Node.find()
    if runtime is None or not Node.is_here():
        raise MissingPartError
    packages = [f"{name} {version}" for name, version in Node.wanted_packages().items()]
    return Found(str(runtime.node), ", ".join([f"node {runtime.version}", *packages]))


def _docker() -> Found:
    program = _on_path("docker")
    asked = _printed(program, "version", "--format", "{{.Server.Version}}")
    if not asked:
        raise MissingPartError(f"{program} is here, but no engine answers it: start one.")
    return Found(program, asked)


def _chromium() -> Found:
    program = _on_path("chromium", "chromium-browser", "google-chrome")
    words = _printed(program, "--version").split()
    return Found(program, next((word for word in words if word[0].isdigit()), ""))


def _bubblewrap() -> Found:
    program = _on_path("bwrap") if sys.platform == "linux" else ""
    if why := why_no_bubblewrap():
        raise MissingPartError(why)
    return Found(program, _printed(program, "--version").removeprefix("bubblewrap "))


def _on_path(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise MissingPartError
    return str(Path(found))


def _printed(*command: str) -> str:
    """What it prints; nothing if it fails or takes too long."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.strip()
