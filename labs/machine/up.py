"""Servers that stay up for a terminal session: `labs up redis` … `labs down`.

Each has a folder and a state file under build/up. A state file is stale if no process with its
number works in its folder: the machine was restarted, or somebody killed the server.
"""

import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from filelock import FileLock
from pydantic import BaseModel, ValidationError

from labs.course.files import write_atomic
from labs.servers import Server, ServerError, server_kinds, watcher
from labs.settings import ROOT

UP = ROOT / "build" / "up"
COMPOSE = ROOT / "compose.yaml"

_SECONDS = 30.0


class UpError(RuntimeError):
    """A server cannot be kept up; the message says why, and what to do."""


class NoEngineError(UpError):
    """No Docker engine answers here."""


class Running(BaseModel, frozen=True):
    """A server that is up."""

    name: str
    url: str
    variable: str
    """The environment variable that leads notebooks to it."""
    pid: int = 0
    """0 for a container."""
    folder: str = ""

    @property
    def export(self) -> str:
        """The line that a shell takes."""
        return f"export {self.variable}={shlex.quote(self.url)}"

    @property
    def lives(self) -> bool:
        if not self.pid:
            return _listens(self.url)
        try:
            process = psutil.Process(self.pid)
            here = Path(process.cwd()).is_relative_to(self.folder)
            return here and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False


def up(name: str, folder: Path = UP) -> Running:
    """Start the server unless it is up already. Raises UpError or ServerError."""
    kind = _kind(name)
    with _alone(folder):
        state = folder / f"{name}.json"
        if (before := _read(state)) and before.lives and before.pid:
            return before
        _stop(state)
        server = kind().launch(within=folder)
        running = Running(
            name=name,
            url=server.url,
            variable=kind.variable,
            pid=server.pid or 0,
            folder=str(server.folder),
        )
        try:
            write_atomic(state, running.model_dump_json(indent=1) + "\n")
        except BaseException:  # nobody would know of it
            server.stop()
            raise
        server.let_go()
        return running


def up_in_container(name: str, folder: Path = UP, compose: Path = COMPOSE) -> Running:
    """Start it as a container of compose.yaml.

    Raises NoEngineError if there is none, UpError if the container does not come up.
    """
    kind = _kind(name)
    container = kind.container
    if container is None:
        raise UpError(f"compose.yaml has no {kind.name}: leave --docker out.")
    command = [*_docker_compose(), "--file", str(compose)]
    with _alone(folder):
        state = folder / f"{name}.json"
        if (before := _read(state)) and before.pid:
            _stop(state)
        _compose([*command, "up", "--detach", name])
        published = _compose([*command, "port", name, str(container.port)])
        url = container.address.format(published.strip().splitlines()[-1])
        running = Running(name=name, url=url, variable=kind.variable)
        write_atomic(state, running.model_dump_json(indent=1) + "\n")
        _wait_until_it_answers(kind, url)
        return running


def down(folder: Path = UP) -> list[Running]:
    """Stop all; returns what was up. Raises UpError if a container does not stop."""
    if not folder.exists():
        return []
    with _alone(folder):
        stopped = [done for state in sorted(folder.glob("*.json")) if (done := _stop(state))]
        for left in folder.glob("flytower-*"):  # of a command that was killed
            watcher.remove(left)
        return stopped


def running(folder: Path = UP) -> list[Running]:
    """What is up now."""
    found = (_read(state) for state in sorted(folder.glob("*.json")))
    return [each for each in found if each and each.lives]


def kinds() -> Mapping[str, type[Server]]:
    """The servers to which a variable leads notebooks, by the names that compose.yaml gives them,
    or else by their own."""
    named = {
        kind.container.service if kind.container else kind.key: kind
        for kind in server_kinds()
        if kind.variable
    }
    return dict(sorted(named.items()))


def _kind(name: str) -> type[Server]:
    known = kinds()
    if name not in known:
        raise UpError(f"There is no server {name!r} to keep up. There are: {', '.join(known)}.")
    return known[name]


def _alone(folder: Path) -> FileLock:
    folder.mkdir(parents=True, exist_ok=True)
    return FileLock(folder / "lock")


def _read(state: Path) -> Running | None:
    try:
        return Running.model_validate_json(state.read_bytes())
    except (OSError, ValidationError):
        return None


def _stop(state: Path) -> Running | None:
    """Stop what the file tells of and remove the file; what was stopped, if it was up."""
    server = _read(state)
    stopped = server if server and server.lives else None
    if server and stopped:
        if server.pid:
            _end(server)
        else:
            _compose([*_docker_compose(), "--file", str(COMPOSE), "stop", server.name])
    if server and server.folder:
        watcher.remove(Path(server.folder))
    state.unlink(missing_ok=True)
    return stopped


def _end(server: Running) -> None:
    """SIGTERM, and after a while SIGKILL. A zombie has ended: some systems are slow to reap it."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(server.pid)
        process.terminate()
        if not _until(lambda: not server.lives):
            watcher.kill_tree(process)
            _until(lambda: not server.lives)


def _until(holds: Callable[[], bool], seconds: float = 2.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _docker_compose() -> list[str]:
    """The command; raises NoEngineError, in one line, if nothing answers it."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and _succeeds([*command, "version"]):
            if _succeeds(["docker", "version"]):
                return command
            break
    raise NoEngineError("No Docker engine answers here (see `labs doctor`).")


def _succeeds(command: list[str]) -> bool:
    try:
        return not subprocess.run(command, capture_output=True, timeout=30, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def _compose(command: list[str]) -> str:
    """What it printed; its progress goes to the terminal, as fetching an image takes minutes."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise UpError(
            f"`{' '.join(command)}` failed with exit code {done.returncode}; why, it says above.\n"
            "What to do: repair that, or leave --docker out: a server is then started here."
        )
    return done.stdout


def _wait_until_it_answers(kind: type[Server], url: str) -> None:
    """Poll with the protocol's own call, as older composes have no `--wait`."""
    server = _at(kind, url)
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            return server.probe()
        except Exception as error:  # each protocol has its own errors
            if time.monotonic() > deadline:
                raise ServerError(
                    f"The container at {url} does not answer within {_SECONDS:.0f} s: {error}\n"
                    "What to do: look at `docker compose logs`, then run this again."
                ) from error
        time.sleep(0.05)


def _at(kind: type[Server], address: str) -> Server:
    """An instance that speaks to a server elsewhere."""
    elsewhere: type[Server] = type(kind.__name__, (kind,), {"url": address})
    return elsewhere()


def _listens(url: str) -> bool:
    place = urlsplit(url)
    try:
        socket.create_connection((place.hostname, place.port), timeout=2).close()
    except OSError:
        return False
    return True
