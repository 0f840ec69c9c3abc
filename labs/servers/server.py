"""What all servers have in common: start, wait for a real answer, leave nothing behind.

A server is one class in one file. It says what is particular (`key`, `name`, `recipe`, `find`,
`command`, `probe`, `url`, and where needed `variable` and `borrow`, `container`, `prepare`,
`environment`, `ports_needed`, `patience`, `grace`), and gets the rest.
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self
from urllib.parse import urlsplit

import psutil

from labs.parts import Found, InstallError, MissingPartError, Part
from labs.servers import watcher
from labs.servers.container import Container

LOOPBACK = "127.0.0.1"
_TRIES = 3
_LAST_LINES = 8
# Kernels export FORCE_COLOR, CLICOLOR_FORCE and more, which change what a child prints or does.
_INHERITED = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ")


class ServerError(RuntimeError):
    """A server is missing, does not start or cannot do this; says why, and what to do."""


class _PortTakenError(Exception):
    """Somebody else took the port between our choice and the server's start."""


class Server(Part):
    """A real server on this machine, for as long as this process lives.

    Also a context manager, which stops it at the end of the block.
    """

    variable: ClassVar[str] = ""
    """The environment variable that names a server of the user's own, if it may be used instead."""

    container: ClassVar[Container | None] = None
    """How compose.yaml offers it, if it does."""

    ports_needed: ClassVar[int] = 1
    patience: ClassVar[float] = 10.0
    """Seconds until it must have answered."""

    grace: ClassVar[float] = 2.0
    """Seconds to end by itself after SIGTERM; 0 if it has nothing to put in order."""

    folder: Path
    """Its own folder and working directory; removed when it stops."""

    ports: Sequence[int] = ()
    _within: Path | None = None
    _process: subprocess.Popen[bytes] | None = None

    # --- what is particular to each server ---

    @classmethod
    def borrow(cls, address: str) -> Self:
        """What a lesson needs, on the user's own server at this address.

        A class with a `variable` says how. Raises ServerError if `address` leads to no such server.
        """
        raise NotImplementedError

    def own_version(self) -> str:
        """What this one says of itself, which may be a server of the user's own."""
        return self.version()

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """What to run, in `folder`, in the foreground, listening on `LOOPBACK` and `ports`."""

    @abstractmethod
    def probe(self) -> None:
        """Make one real call of its protocol, a second long at most; raises if it fails."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Its address."""

    def prepare(self) -> None:
        """Whatever comes before the start, such as `self.run(initdb, …)`."""

    def environment(self) -> Mapping[str, str]:
        """Variables of its own, beside PATH, HOME and the like."""
        return {}

    # --- what all of them do ---

    @classmethod
    def start(cls, *, own: bool = False) -> Self:
        """Start one; or take what a lesson needs of the user's own server, if `variable` is set.

        `own` asks for a server that may be killed and restarted, whatever the variable says.
        Raises ServerError if there is none to start, or the variable leads to none.
        """
        if cls.driver and not cls.driver.is_here():
            raise cls._missing()
        address = "" if own else cls.address()
        return cls.borrow(address) if address else cls().launch()

    @classmethod
    def address(cls) -> str:
        """Where the user's own server is; empty if they named none."""
        return os.environ.get(cls.variable, "") if cls.variable else ""

    @classmethod
    def look(cls) -> Found:
        """Find the server that `start` would take; raises MissingPartError."""
        address = cls.address()
        if not address:
            return super().look()
        try:
            with cls.start() as server:
                version = server.own_version()
        except ServerError as error:
            raise MissingPartError(str(error)) from error
        place = urlsplit(address)  # without the password that may stand in it
        port = place.port or "usual port"
        return Found(f"{cls.variable} ({place.hostname}:{port})", version)

    @classmethod
    def verify(cls, program: Path) -> None:
        """Start it once; raises InstallError if it does not run here."""
        kind = type(cls.__name__, (cls,), {"find": classmethod(lambda cls: program)})
        try:
            kind().launch().stop()
        except ServerError as error:
            raise InstallError(
                f"{cls.name} was fetched, but it does not run here.\n{error}"
            ) from None

    @classmethod
    def program(cls) -> Path:
        """The program; raises ServerError, with the command that brings it, if there is none."""
        program = cls.find()
        if program is None:
            raise cls._missing()
        return program

    @classmethod
    def _missing(cls) -> ServerError:
        whole = ", or not with its driver" if cls.driver else ""
        return ServerError(
            f"{cls.name} is not on this machine{whole}.\n"
            f"What to do: run `{cls.install()}`, then this again."
        )

    @property
    def port(self) -> int:
        return self.ports[0]

    @property
    def pid(self) -> int | None:
        """The number of its process; None while there is none."""
        return self._process.pid if self._process else None

    def launch(self, within: Path | None = None) -> Self:
        """Start it on a free port and wait until it answers; its folder is made in `within`, or
        where temporary files go. Raises ServerError if it does not answer.
        """
        self._within = within
        self._keep()
        try:
            for left in reversed(range(_TRIES)):
                self._make_room()
                self.prepare()
                self._spawn(self.command())
                try:
                    self._wait_for_answer()
                except _PortTakenError:
                    self._clear()
                    if not left:
                        raise self._failure("its port was taken each time", _AGAIN) from None
                else:
                    break
        except BaseException:  # an interrupt, too, leaves nothing behind
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop it and remove its folder; does nothing the second time."""
        if self not in _live:
            return
        self._release()
        _live.remove(self)

    def kill(self) -> None:
        """Kill it with SIGKILL, as a crash would; its folder stays for `restart`."""
        if self._process is not None:
            self._end()
            self._process = None

    def let_go(self) -> None:
        """Let it run on when this process ends: from now on somebody else stops it."""
        if self in _live:
            _live.remove(self)
            watcher.forget(self.folder)
            if self._process is not None:
                self._process.returncode = 0  # not ours to wait for any more

    def restart(self) -> None:
        """Start it again with the same folder and port, killing it first if it still runs.

        Raises ServerError if it was stopped, or does not come back.
        """
        if self not in _live:
            raise ServerError(
                f"{self.name} was stopped, and its folder is gone.\nWhat to do: start a new one."
            )
        self.kill()
        self._spawn(self.command())
        try:
            self._wait_for_answer()
        except _PortTakenError:
            raise self._failure(
                f"another program has taken its port {self.port}", "start a new one."
            ) from None

    def run(self, *command: str | Path) -> None:
        """Run one step of `prepare` to its end; raises ServerError if it fails."""
        self._spawn(command)
        assert self._process is not None  # noqa: S101
        try:
            code = self._process.wait(self.patience)
        except subprocess.TimeoutExpired:
            raise self._failure(
                f"`{Path(command[0]).name}` took over {self.patience:g} s", _AGAIN
            ) from None
        if code:
            raise self._failure(f"`{Path(command[0]).name}` {_ending(code)}", _READ)
        self._process = None

    def last_lines(self) -> list[str]:
        """The last few lines that it printed."""
        try:
            text = (self.folder / "server.log").read_text(errors="replace")
        except OSError:
            return []
        return [line.rstrip() for line in text.splitlines() if line.strip()][-_LAST_LINES:]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<{self.name} at {self.url}>"

    # --- steps ---

    def _keep(self) -> None:
        """Have it stopped when this process ends."""
        _live.append(self)

    def _make_room(self) -> None:
        self.ports = free_ports(self.ports_needed)
        prefix = f"flytower-{type(self).__name__.lower()}-"
        try:
            self.folder = Path(tempfile.mkdtemp(prefix=prefix, dir=self._within)).resolve()
        except OSError as error:
            raise ServerError(
                f"{self.name} did not start: no folder for it can be made ({error}).\n"
                "What to do: free space there, or let TMPDIR name a folder that you may write to."
            ) from None
        watcher.watch(self.folder)

    def _spawn(self, command: Sequence[str | Path]) -> None:
        with (self.folder / "server.log").open("ab") as log:
            try:
                self._process = subprocess.Popen(
                    [str(part) for part in command],
                    cwd=self.folder,
                    env={**clean_environment(), **self.environment()},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    process_group=0,  # interrupting the kernel's group does not end the server
                )
            except OSError as error:
                program = Path(command[0]).name
                raise self._failure(
                    f"`{program}` cannot be run ({error.strerror})",
                    "see whether it is made for this system, and may be executed.",
                ) from None
            except KeyboardInterrupt:  # born already, maybe, but not yet in our hands
                psutil.wait_procs(watcher.kill_strays([self.folder], os.getpid()), timeout=2)
                raise
        watcher.watch(self.folder, self._process.pid)

    def _wait_for_answer(self) -> None:
        assert self._process is not None  # noqa: S101
        deadline = time.monotonic() + self.patience
        pause = 0.002
        reason = "it answers nothing"
        while True:
            try:
                self.probe()
                if self._is_ours():
                    return
            except Exception as error:  # each protocol has its own errors
                reason = f"{type(error).__name__}: {error}"
            if self._has_ended():
                code = self._end()
                if any(map(_taken, self.ports)):
                    raise _PortTakenError
                raise self._failure(f"it {_ending(code)}", _READ)
            if time.monotonic() > deadline:
                why = f"it did not answer within {self.patience:g} s ({reason})"
                raise self._failure(why, _AGAIN)
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)

    def _leader(self) -> psutil.Process:
        """Its process, which stays a zombie until `_end` reaps it: its number is sure till then."""
        assert self._process is not None  # noqa: S101
        return psutil.Process(self._process.pid)

    def _is_ours(self) -> bool:
        """Whether it is our process that listens: another may hold the port, and have answered."""
        try:
            leader = self._leader()
            return any(
                connection.status == psutil.CONN_LISTEN and connection.laddr.port == self.port
                for member in (leader, *leader.children(recursive=True))
                for connection in member.net_connections("tcp")
            )
        except psutil.AccessDenied:  # some systems do not tell
            return True
        except psutil.NoSuchProcess:
            return False

    def _has_ended(self) -> bool:
        try:
            return self._leader().status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:  # somebody else has waited for it
            return True

    def _end(self) -> int:
        """Kill its whole family and reap it; its exit code."""
        assert self._process is not None  # noqa: S101
        killed: list[psutil.Process] = []
        if self._process.returncode is None:
            with suppress(psutil.NoSuchProcess):
                killed = watcher.kill_tree(self._leader())
        code = self._process.wait()
        watcher.wait_until_ended(killed)
        return code

    def _release(self) -> None:
        if self._process is not None and self._process.returncode is None and self.grace:
            with suppress(psutil.NoSuchProcess):
                self._leader().terminate()  # Popen.terminate might reap it
            deadline = time.monotonic() + self.grace
            while not self._has_ended() and time.monotonic() < deadline:
                time.sleep(0.005)
        self._clear()

    def _clear(self) -> None:
        self.kill()
        if hasattr(self, "folder"):
            watcher.remove(self.folder)
            watcher.forget(self.folder)

    def _failure(self, why: str, advice: str) -> ServerError:
        lines = [f"{self.name} did not start: {why}."]
        if last := self.last_lines():
            lines += ["Its last lines:", *(f"    {line}" for line in last)]
        lines.append(f"What to do: {advice}")
        return ServerError("\n".join(lines))


_AGAIN = "the machine may be busy: run this again."
_READ = "its last lines name the cause; repair that, then run this again."


def clean_environment() -> dict[str, str]:
    """What a child gets of this process's environment."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ}


def free_ports(count: int) -> list[int]:
    """`count` different TCP ports that nobody listens on now, on the loopback address."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [each.getsockname()[1] for each in sockets]


def on_path(*names: str) -> Path | None:
    """The first of these programs that PATH knows."""
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
        return False


def _ending(code: int) -> str:
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"stopped with exit code {code}"


_live: list[Server] = []


def _stop_all() -> None:
    with ExitStack() as last_first:
        last_first.callback(watcher.dismiss)
        for server in _live:
            last_first.callback(server.stop)


def _after_fork() -> None:
    """The servers are the parent's: the end of a fork does not stop them."""
    for server in _live:
        if server._process is not None:
            server._process.returncode = 0  # not this process's child to wait for
    _live.clear()


atexit.register(_stop_all)
os.register_at_fork(after_in_child=_after_fork)
