"""The warm kernel: it has imported what takes long, and forks a room for each submission.

Started by the grader as `python -m labs.grading.inside.warm FD`. On that socket it is asked to

- `branch`: fork another warm kernel, served on the socket that comes along, which first runs the
  cells that all submissions share;
- `room`: fork a submission's kernel, served on the three sockets that come along: cells on one,
  orders and news of the process on the next; on the last it says what only a look at the kernel
  needs, at once, before the submission can answer in its name.

Processes of a room: the doorkeeper (process 1 of the room, runs nothing of the submission) and
the kernel that it watches. When the doorkeeper ends, the system ends all that the room started.
"""

import asyncio
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import labs
from labs.grading.inside import importing, room
from labs.grading.inside.channel import ChannelError, receive, send
from labs.grading.inside.guard import Guard
from labs.grading.inside.importing import makes_checks
from labs.grading.inside.kernel import Kernel
from labs.grading.inside.lies import trust_this_library

_LOOK = 0.1
"""Seconds between two looks at the memory of a room."""

_PAGE = os.sysconf("SC_PAGE_SIZE")

_SETTLING = 5.0
"""Seconds that a cell's threads have to end, such as that of a timer which was just cancelled: on a
busy machine it waits for its turn. A cell whose thread goes on costs them, once a class."""

_CACHES = ("IPYTHONDIR", "MPLCONFIGDIR")
"""Variables that name a folder which is filled again when it is empty."""


def serve(control: socket.socket, kernel: Kernel) -> NoReturn:
    """Do what is asked until the grader is gone."""
    _guard(kernel)  # once, for all that are forked from here
    gc.freeze()  # or the first collection in a fork would copy all of it
    while True:
        body, sockets, *_ = socket.recv_fds(control, 65_536, 3)
        if not body:
            os._exit(0)
        asked = _parsed(body)
        pid = _fork()
        if pid == 0:
            control.close()
            channels = [socket.socket(fileno=number) for number in sockets]
            room.die_with_parent()
            if asked["do"] == "branch":
                _branch(channels[0], kernel)
            _open_room(asked, channels, kernel)
        for number in sockets:
            os.close(number)
        send(control, {"pid": pid})
        _bury_the_dead()


def _guard(kernel: Kernel) -> None:
    """What there is by now, no submission has made."""
    trust_this_library()
    kernel.guard = Guard()


def _parsed(body: bytes) -> dict[str, Any]:
    asked: dict[str, Any] = json.loads(body)
    return asked


def _fork() -> int:
    """As os.fork, but `random` goes on where it was: a cell may have seeded it."""
    state = random.getstate()
    pid = os.fork()
    if pid == 0:
        random.setstate(state)
    return pid


def _bury_the_dead() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


# --- a branch: the same kernel, some cells further ---------------------------------------------


def _branch(control: socket.socket, kernel: Kernel) -> NoReturn:
    """Run the shared cells for as long as a fork stays safe after each, then serve."""
    asked = receive(control)
    cells: list[str] = asked["cells"]
    done: list[dict[str, Any]] = []
    reason = ""
    for source in cells:
        reason = _go_on(partial(_run_shared, source, kernel, done), control, asked["seconds"])
        if reason:
            break
    names: list[str] = asked["modules"]
    imported = _go_on(partial(_import, names), control, None) if names else ""
    send(control, {"done": done, "reason": reason, "imported": imported})
    serve(control, kernel)


def _run_shared(source: str, kernel: Kernel, done: list[dict[str, Any]]) -> str:
    outputs, number = asyncio.run(_shared(source, kernel))
    done.append({"outputs": outputs, "count": number})
    return "it failed" if any(one["output_type"] == "error" for one in outputs) else ""


async def _shared(source: str, kernel: Kernel) -> tuple[list[dict[str, Any]], int]:
    with kernel.streams():
        return await kernel.run(source)


def _go_on(act: Callable[[], str], control: socket.socket, seconds: float | None) -> str:
    """Act in a fork and go on there, if it stays safe to fork from; else here, and say why not.

    The process before the act then only waits for the end of the one after it.
    """
    mine, theirs = socket.socketpair()
    pid = _fork()
    if pid == 0:
        mine.close()
        room.die_with_parent()
        reason = _change(act)
        send(theirs, {"reason": reason})
        theirs.close()
        if reason:
            os._exit(0)
        return ""
    theirs.close()
    with mine:
        mine.settimeout(seconds)
        try:
            reason = str(receive(mine)["reason"])
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            reason = "it took too long"
        except ChannelError:
            reason = "it ended the kernel"
    if not reason:
        control.close()
    os.waitpid(pid, 0)
    if not reason:
        os._exit(0)
    return reason


def _change(act: Callable[[], str]) -> str:
    """What an act says, or changes that a fork could not share; empty if nothing."""
    before = _state()
    said = act()
    changed = _changed(before)
    until = time.monotonic() + _SETTLING
    while changed == ["threads"] and time.monotonic() < until:
        time.sleep(0.01)
        changed = _changed(before)
    return said or next((f"it changed its {what}" for what in changed), "")


def _changed(before: dict[str, Any]) -> list[str]:
    after = _state()
    # A temporary file that is gone was another's: a server that an earlier cell had started is
    # cleared away in its own time. No room would have seen it.
    after["temporary files"] |= before["temporary files"]
    return [what for what in after if after[what] != before[what]]


def _import(names: list[str]) -> str:
    for name in names:
        with suppress(Exception), redirect_stdout(None), redirect_stderr(None):
            importlib.import_module(name)
    return ""


def _import_checks(names: list[str], kernel: Kernel) -> None:
    """Before the submission's first cell: import the checks that the branch could not."""
    before = len(sys.modules)
    _import([name for name in names if makes_checks(name) and name not in sys.modules])
    if len(sys.modules) > before:
        _guard(kernel)


def _state() -> dict[str, Any]:
    """What must be the same before and after a cell that is run once for everybody."""
    here = Path.cwd()
    files = {}
    for path in _not_cached(here.rglob("*")):
        with suppress(FileNotFoundError):  # gone meanwhile
            files[path] = path.stat().st_mtime_ns
    temporary = _temporary()
    if not room.LINUX:
        import psutil

        me = psutil.Process()
        return {
            "threads": me.num_threads(),
            "processes": len(me.children()),
            "folder": files,
            "temporary files": temporary,
        }
    task = Path("/proc/self/task")
    threads, children, open_files = 0, "", []
    for thread in task.iterdir():
        threads += 1
        with suppress(OSError):  # it has just ended
            children += (thread / "children").read_text()
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # it was that of this very look
            open_files.append(str(link.readlink()))
    return {
        "threads": threads,
        "processes": children,
        "open files": sorted(name for name in open_files if "/fd" not in name),
        "folder": files,
        "temporary files": temporary,
        "working directory": str(here),
    }


def _temporary() -> set[Path]:
    """What lies where temporary files go: a room has an empty place of its own instead."""
    places = {Path(tempfile.gettempdir()), Path("/dev/shm")}
    return {*_not_cached(path for place in places if place.is_dir() for path in place.iterdir())}


def _not_cached(paths: Iterable[Path]) -> Iterator[Path]:
    """Without the caches that matplotlib and its kin fill: who misses them makes them anew."""
    caches = [Path.home() / ".fontconfig"]
    caches += (Path(os.environ[name]) for name in _CACHES if name in os.environ)
    for path in paths:
        if not any(path.is_relative_to(cache) for cache in caches):
            yield path


# --- a room ------------------------------------------------------------------------------------


def _open_room(asked: dict[str, Any], channels: list[socket.socket], kernel: Kernel) -> NoReturn:
    """Become the parent of a room: enter it, and wait until its doorkeeper has ended.

    `orders` stays open until then: the grader waits for its end, and the system ends what the
    room started only after it has closed what the doorkeeper held.
    """
    cells, orders, looks = channels
    folder = Path(asked["folder"])
    try:
        if asked["isolated"]:
            places = {folder: asked["disk"], Path("/tmp"): asked["disk"]}
            places[Path("/dev/shm")] = asked["disk"]
            room.leave_the_others(places, map(Path, asked["visible"]))
        doorkeeper = _fork()
        if doorkeeper == 0:
            room.die_with_parent()
            _keep_the_door(asked, channels, kernel)
    except OSError as error:
        send(orders, {"ended": f"no room: {error}"})
        os._exit(1)
    cells.close()
    looks.close()
    os.waitpid(doorkeeper, 0)
    os._exit(0)


def _keep_the_door(
    asked: dict[str, Any], channels: list[socket.socket], kernel: Kernel
) -> NoReturn:
    cells, orders, looks = channels
    if asked["isolated"]:
        room.furnish()
    else:
        os.setsid()
    pid = _fork()
    if pid == 0:
        orders.close()
        room.drop_rights()
        room.limit(asked["limits"])
        _import_checks(asked["modules"], kernel)
        if kernel.guard is not None:
            kernel.guard.watch(looks.send)
        _run_cells(cells, Path(asked["folder"]), kernel)
    cells.close()
    looks.close()
    room.drop_rights()
    room.hide_from_debuggers()
    ended = ""
    while not ended:
        ready, _, _ = select.select([orders], [], [], _LOOK)
        if ready:
            try:
                order = receive(orders)["do"]
            except ChannelError:
                order = "end"
            if order == "end":
                break
            os.kill(pid, signal.SIGINT)
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            ended = f"signal {status & 127}" if status & 127 else f"exit {status >> 8}"
        elif asked["isolated"]:
            ended = _too_much(asked)
    if ended:
        with suppress(OSError):
            send(orders, {"ended": ended})
    if not asked["isolated"]:
        _end_the_family(pid)
    os._exit(0)


def _too_much(asked: dict[str, Any]) -> str:
    """What the processes of this room have taken too much of; empty if nothing."""
    total = processes = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and entry.name != "1":
            try:
                _, resident, shared, *_ = (entry / "statm").read_text().split()
            except (OSError, ValueError):  # it has just ended
                continue
            total += (int(resident) - int(shared)) * _PAGE
            processes += 1
    if processes > asked["processes"]:
        return "processes"
    return "memory" if total > asked["memory"] else ""


def _end_the_family(pid: int) -> None:
    """Without namespaces: end what can be found. A process that hid itself may stay."""
    import psutil

    try:
        family = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    for process in [*family, *psutil.Process().children(recursive=True)]:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def _run_cells(cells: socket.socket, folder: Path, kernel: Kernel) -> NoReturn:
    """Be the kernel of a submission: run each cell that is sent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["HOME"] = "/tmp" if room.LINUX else str(folder)
    os.chdir(folder)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    kernel.open_streams()
    loop.run_until_complete(_serve_cells(cells, folder, kernel, loop))
    os._exit(0)


async def _serve_cells(
    cells: socket.socket, folder: Path, kernel: Kernel, loop: asyncio.AbstractEventLoop
) -> None:
    while True:
        await _readable(cells, loop)
        try:
            message = receive(cells)
        except ChannelError:
            os._exit(0)
        if "files" in message:
            _write(folder, message["files"])
            continue
        if "modules" in message:
            send(cells, {"modules": _modules()})
            continue
        began = time.perf_counter()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            said: list[str] = []
            if message["test"]:
                outputs, number, said = await kernel.run_test(message["source"])
            else:
                outputs, number = await kernel.run(message["source"])
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        send(
            cells,
            {
                "token": message["token"],
                "outputs": outputs,
                "count": number,
                "seconds": time.perf_counter() - began,
                "exiting": kernel.asked_to_exit(),
                "said": said,
            },
        )


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


async def _readable(channel: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
    """Let tasks that cells began go on until the next cell is there."""
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(channel.fileno(), _settle, ready)
    try:
        await ready
    finally:
        loop.remove_reader(channel.fileno())


def _modules() -> list[str]:
    """What has been imported of this Python's own modules and packages, and of this library."""
    roots = (sys.prefix, sys.base_prefix, str(Path(labs.__file__).parent))
    return [
        name
        for name, module in list(sys.modules.items())
        if str(getattr(module, "__file__", None) or "").startswith(roots)
    ]


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b64decode(content))


def _leave_the_hosts_processes(control: socket.socket) -> None:
    """Go on in a fork whose /proc shows its own processes: as root, the sandbox's is the host's.

    With another's, whoever starts a server takes it for dead, and waits for its end.
    """
    room.leave_the_others({}, [])
    pid = os.fork()
    if pid:
        control.close()
        os.waitpid(pid, 0)
        os._exit(0)
    room.die_with_parent()
    room.furnish()


def main() -> NoReturn:
    """Serve on the socket whose number is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    if room.LINUX and Path("/proc/self").readlink().name != str(os.getpid()):
        _leave_the_hosts_processes(control)
    importing.install()
    kernel = Kernel()
    send(control, {"ready": True})
    serve(control, kernel)


if __name__ == "__main__":
    main()
