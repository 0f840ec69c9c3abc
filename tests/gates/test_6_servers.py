"""Gate 6: whatever ends a kernel, no process, port or folder of its servers is left."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from labs.proof.leftovers import left_behind, lives, processes
from labs.servers import Server, server_kinds

STUBS = Path(__file__).parent.parent / "servers"

STARTS = {kind.__name__: f"{kind.__name__}.start()" for kind in server_kinds()} | {
    "Service": f"Service.start('echo', package='stubs', PYTHONPATH={str(STUBS)!r})",
}
"""How a notebook starts each server; there is no service as such, so one stands for all."""

GONE = {
    "ConnectionError",
    "ConnectionRefusedError",
    "OperationalError",
    "ServerSelectionTimeoutError",
}
"""What the clients raise where nothing listens any more."""

VARIABLES = {kind.variable for kind in server_kinds() if kind.variable}
"""With one of them set, a server of the user's own would be used."""

DYING = ("Valkey", "Service")
"""Whose end with their kernel is shown: one that overwrites its environment, and one that has a
child. How it comes about is the same for all of them."""

SOURCE = f"""
import json, os, pathlib
from labs.servers import *
servers = [{", ".join(STARTS[name] for name in DYING)}]
ports = [port for server in servers for port in server.ports]
pathlib.Path(os.environ["IPYTHONDIR"], "ports.json").write_text(json.dumps(ports))
"""


class Room:
    """A folder for temporary files of its own, by which a test knows what it has started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scratch, self._ipython = folder / "tmp", folder / "ipython"
        for made in (folder, self.scratch, self._ipython):
            made.mkdir()
        spared = {*VARIABLES, "NBGRADER_EXECUTION"}
        self.environment = {k: v for k, v in os.environ.items() if k not in spared} | {
            "TMPDIR": str(self.scratch),
            "IPYTHONDIR": str(self._ipython),
        }

    def programs(self) -> list[str]:
        """The command lines of all that runs here."""
        found = []
        for process in processes(self.scratch):
            with suppress(psutil.Error):
                found.append(" ".join(process.cmdline()))
        return found

    def ports(self) -> list[int]:
        """The ports of all servers that were started here."""
        ports: list[int] = json.loads((self._ipython / "ports.json").read_text())
        assert len(ports) == len(DYING)
        return ports

    def answering(self) -> list[int]:
        return [port for port in self.ports() if answers(port)]

    def folders(self) -> list[str]:
        return [path.name for path in self.scratch.glob("flytower-*")]

    def notebook(self, *cells: str) -> Path:
        path = self.folder / "servers.ipynb"
        notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, path)
        return path


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def eventually(holds: Callable[[], bool], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def assert_all_are_seen(room: Room) -> None:
    """What finds leftovers finds the living: the servers, the echo's child, the watcher."""
    seen = " ".join(room.programs())
    assert all(word in seen for word in ("valkey-server", "stubs.echo", "sleep", "watcher.py"))
    assert len(room.answering()) == len(room.folders()) == len(DYING)


def assert_nothing_is_left(room: Room) -> None:
    assert left_behind(room.scratch) == []
    assert room.answering() == []


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "room")


@contextmanager
def kernel(room: Room) -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env=room.environment)
    client = manager.client()
    client.start_channels()
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, source: str) -> None:
    reply = client.execute_interactive(source, timeout=60, output_hook=lambda message: None)
    assert reply["content"]["status"] == "ok", reply["content"].get("traceback")


@contextmanager
def script(room: Room, source: str) -> Iterator[subprocess.Popen[str]]:
    """A program in a process group of its own, as a terminal gives it."""
    with subprocess.Popen(
        [sys.executable, "-c", source],
        env=room.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


# --- one server -----------------------------------------------------------------------------


@pytest.fixture(params=STARTS)
def server(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kinds = {kind.__name__: kind for kind in server_kinds()}
    with eval(STARTS[request.param], kinds) as started:  # noqa: S307
        yield started


def assert_gone(server: Server, family: list[psutil.Process]) -> None:
    assert not any(map(lives, family))
    assert not any(map(answers, server.ports))
    assert not server.folder.exists()


def test_a_server_answers_and_stops(server: Server) -> None:
    leader = psutil.Process(server.pid)
    family = [leader, *leader.children(recursive=True)]
    server.probe()
    found = processes(server.folder)
    assert not [each for each in family if each not in found and lives(each)]
    server.stop()
    assert_gone(server, family)
    server.stop()


def test_a_server_killed_mid_way_is_missed_and_still_stops(server: Server) -> None:
    leader = psutil.Process(server.pid)
    family = [leader, *leader.children(recursive=True)]
    leader.kill()
    assert eventually(lambda: not any(map(answers, server.ports)))
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each client has its own class
        server.probe()
    assert type(caught.value).__name__ in GONE
    server.stop()
    eventually(lambda: not any(map(lives, family)))
    assert_gone(server, family)


def test_a_server_killed_for_a_lesson_comes_back(server: Server) -> None:
    url = server.url
    server.kill()
    assert not any(map(answers, server.ports))
    server.restart()
    server.probe()
    assert server.url == url


# --- their kernel ---------------------------------------------------------------------------


def test_an_interrupt_of_the_kernel_leaves_servers_alive_and_kill_9_none(room: Room) -> None:
    with kernel(room) as (manager, client):
        client.wait_for_ready(timeout=60)
        run(client, SOURCE)
        busy = client.execute("import time; time.sleep(600)", stop_on_error=False)
        eventually(lambda: client.get_iopub_msg(timeout=60)["msg_type"] == "execute_input")
        manager.interrupt_kernel()
        while (reply := client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != busy:
            pass
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        run(client, "for server in servers: server.probe()")
        assert_all_are_seen(room)

        manager.signal_kernel(signal.SIGKILL)
        assert_nothing_is_left(room)


def test_two_kernels_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    one, other = Room(tmp_path / "one"), Room(tmp_path / "other")
    with kernel(one) as (first, first_client), kernel(other) as (second, second_client):
        for client in (first_client, second_client):
            client.wait_for_ready(timeout=60)
            run(client, SOURCE)
        assert not set(one.ports()) & set(other.ports())
        first.signal_kernel(signal.SIGKILL)
        assert_nothing_is_left(one)
        run(second_client, "for server in servers: server.probe()")
        second.shutdown_kernel()
        assert_nothing_is_left(other)


def test_a_failed_cell_leaves_nothing(room: Room) -> None:
    notebook = nbformat.read(room.notebook(SOURCE, "1 / 0"), as_version=4)
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        NotebookClient(notebook, timeout=120).execute(env=room.environment)
    assert_nothing_is_left(room)


def test_notebooks_run_by_commands_leave_nothing(tmp_path: Path) -> None:
    tools = {
        Room(tmp_path / "validate"): ["nbgrader", "validate"],
        Room(tmp_path / "convert"): ["jupyter", "nbconvert", "--execute", "--to", "markdown"],
    }
    with ExitStack() as both:
        running = {
            room: both.enter_context(
                subprocess.Popen(
                    [Path(sys.executable).parent / tool, *arguments, room.notebook(SOURCE)],
                    env=room.environment,
                    cwd=room.folder,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
            )
            for room, (tool, *arguments) in tools.items()
        }
        for command in running.values():
            printed, _ = command.communicate()
            assert command.returncode == 0, printed
    for room in running:
        assert_nothing_is_left(room)


# --- any other program ----------------------------------------------------------------------


def test_ctrl_c_even_while_a_server_starts_leaves_nothing(room: Room) -> None:
    start = STARTS["Service"].replace("echo", "asleep")
    with script(room, f"{SOURCE}\n{start}") as program:
        assert eventually(lambda: any("stubs.asleep" in each for each in room.programs()))
        os.killpg(program.pid, signal.SIGINT)
        assert "KeyboardInterrupt" in program.communicate(timeout=60)[1]
    assert_nothing_is_left(room)


def test_kill_9_between_the_birth_of_a_server_and_its_news_leaves_nothing(room: Room) -> None:
    source = f"""{SOURCE}
import signal, subprocess
born = subprocess.Popen
def killed(*arguments, **options):
    born(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
subprocess.Popen = killed
Valkey.start()
"""
    with script(room, source) as program:
        assert program.wait(60) == -signal.SIGKILL
    assert_nothing_is_left(room)


def test_a_fork_neither_ends_nor_outlives_the_servers(room: Room) -> None:
    """A fork that ends does not stop them; one that stays does not keep them from ending."""
    source = f"""{SOURCE}
import sys, time
if os.fork() == 0:
    servers[0].stop()
    sys.exit()
os.wait()
if os.fork() == 0:
    Valkey.start()
    print("forked", flush=True)
    time.sleep(600)
for server in servers:
    server.probe()
print("alive", flush=True)
time.sleep(600)
"""
    with script(room, source) as program:
        assert program.stdout is not None
        lines = {program.stdout.readline().strip(), program.stdout.readline().strip()}
        assert lines == {"alive", "forked"}
        children = psutil.Process(program.pid).children()
        (fork,) = [child for child in children if child.cmdline()[-1] == source]
        program.kill()
        assert eventually(lambda: not any(map(answers, room.ports())))
        assert eventually(lambda: len(room.folders()) == 1), room.folders()
        fork.kill()
    assert_nothing_is_left(room)


def test_a_watcher_that_was_killed_is_replaced(room: Room) -> None:
    source = f"""{SOURCE}
import psutil, time
(watcher,) = [c for c in psutil.Process().children() if "watcher.py" in "".join(c.cmdline())]
watcher.kill()
watcher.wait()
Valkey.start()
print("up", flush=True)
time.sleep(600)
"""
    with script(room, source) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "up\n", program.communicate()
        program.kill()
        assert_nothing_is_left(room)
