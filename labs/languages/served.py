"""A program that serves: started at a free port, looked at from outside, stopped, gone."""

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn

import psutil

from labs.languages import programs
from labs.languages.child import USUAL, Child, Limits
from labs.languages.errors import NeverListensError, ProgramError, WrongPortError
from labs.languages.ran import Ran, printed_last
from labs.languages.telling import Failure, fail
from labs.servers.server import LOOPBACK, clean_environment, free_ports

_PAUSE = 0.02
_LOOK_SECONDS = 0.2
"""Between two looks at all ports on which it may listen, in place of its own."""

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""Linux's connections, as hexadecimal words: address:port, the other end's, state (0A listens),
and five more before the inode."""

_ELSEWHERE_SECONDS = 1.0
"""How long it may listen on another port alone: it may open several, one after the other."""

_LISTEN = "it has to listen on 127.0.0.1, at the port that the variable PORT names."


class Ending(NamedTuple):
    """How a program that served came to its end."""

    code: int | None
    """Its exit code, -15 if SIGTERM ended it; None if it had to be killed."""
    left: Sequence[str]
    """The names of processes that its end left running; they have been ended, too."""


def _fail(ran: Ran) -> NoReturn:
    fail(ran, Failure(trace=ran.stderr), {})


class Served(AbstractContextManager["Served"]):
    """A program that serves; also a context manager, which stops it at the end of the block."""

    def __init__(self, told: "Serving", child: Child, port: int) -> None:
        self.program = told.program
        self.port = port
        self._child = child
        self._fail = told.fail
        self._ending: Ending | None = None

    @property
    def url(self) -> str:
        """Its address, if it speaks HTTP."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended; what it started may have."""
        return self._child.code is None

    @property
    def stdout(self) -> str:
        """What it has printed so far."""
        return self._child.stdout

    @property
    def stderr(self) -> str:
        """What it has printed there so far."""
        return self._child.stderr

    def check(self, patience: float = 0) -> None:
        """Raise ProgramError, as `Language.run` does, if it has ended by itself, or was ended for
        passing a limit; or does so within `patience` seconds."""
        if self._ending is None and self._child.wait(patience) is not None:
            self.stop()
            self._explain()

    def stop(self, grace: float = 2.0) -> Ending:
        """Ask it by SIGTERM to end, and kill whatever is left after `grace` seconds."""
        if self._ending is None:
            if self.running:
                self._child.terminate()
            code = self._child.wait(grace)
            left = self._child.end()
            self._ending = Ending(code, () if code is None else left)
        return self._ending

    def _explain(self) -> NoReturn:
        """Raise why it has ended, though nobody had asked it to."""
        code, _ = self.stop()
        if self._child.broken:
            lines = printed_last(self.stdout)
            programs.raise_in(self.program, 1, self._child.broken.of(self.program, *lines))
        if code:
            self._fail(Ran(self.program, self.stdout, self.stderr, code))
        lines = [f"{self.program} has ended by itself (exit code 0)."]
        told = "\n".join([*lines, *printed_last(self.stdout)])
        likely = "nothing keeps it alive: a server waits for requests until it is stopped."
        programs.raise_in(self.program, 1, ProgramError(told, likely))

    def wait_until_it_listens(self, seconds: float) -> None:
        """Returns once it listens at its port. Raises ProgramError if it does not in that time."""
        now = time.monotonic()
        deadline, elsewhere_since, next_look = now + seconds, 0.0, now + _LOOK_SECONDS
        while True:
            look = now > next_look
            sockets = _listening(self.port)
            if sockets and self._has_one_of(sockets):
                return
            ports = self._ports() if look or sockets is None else set[int]()
            if self.port in ports:
                return
            self.check()
            now = time.monotonic()
            if look:
                next_look = now + _LOOK_SECONDS
                elsewhere_since = (elsewhere_since or now) if ports else 0.0
            if ports and now - elsewhere_since > _ELSEWHERE_SECONDS:
                others = ", ".join(map(str, sorted(ports)))
                told = f"{self.program} listens on port {others}, not on {self.port}, as PORT says."
                self._refuse(WrongPortError(told, _LISTEN))
            if now > deadline:
                told = f"{self.program} listens nowhere after {seconds:g} s, and was ended."
                lines = printed_last(self.stderr or self.stdout)
                self._refuse(NeverListensError("\n".join([told, *lines]), _LISTEN))
            time.sleep(_PAUSE)

    def _refuse(self, error: ProgramError) -> NoReturn:
        self.stop(grace=0)
        programs.raise_in(self.program, 1, error)

    def _has_one_of(self, sockets: Collection[str]) -> bool:
        """Whether one of these is open in it, or in what it has started."""
        for member in self._child.family():
            with suppress(OSError):  # it has ended meanwhile, or has closed the file
                for file in Path(f"/proc/{member.pid}/fd").iterdir():
                    if str(file.readlink()) in sockets:
                        return True
        return False

    def _ports(self) -> set[int]:
        """The ports on which it, or what it started, listens; not all of them if PORT is one."""
        found = set[int]()
        for member in self._child.family():
            with suppress(psutil.Error):
                found |= {
                    connection.laddr.port
                    for connection in member.net_connections("tcp")
                    if connection.status == psutil.CONN_LISTEN
                }
            if self.port in found:
                break
        return found

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<{self.program} at {self.url}>"


def _listening(port: int) -> Collection[str] | None:
    """The sockets that listen there, whoever's they are, as /proc names open ones; None where Linux
    does not tell.

    All that the family listens at is far more to find out: psutil reads all connections of the
    machine, those that have just closed, too, for each member.
    """
    listens = re.compile(rf":{port:04X} [0-9A-F]+:0000 0A (?:\S+ +){{5}}(\d+)")
    try:
        tables = [table.read_text(encoding="ascii") for table in _TABLES]
    except OSError:
        return None
    return {f"socket:[{inode}]" for table in tables for inode in listens.findall(table)}


@dataclass(frozen=True)
class Serving:
    """How a program is to serve."""

    program: str
    """What messages call it."""

    command: Callable[[int], Sequence[str | Path]]
    """What to run, by the port; the program gets that in the variable PORT, too."""

    folder: Path
    """Where it runs."""

    environment: Mapping[str, str] = field(default_factory=clean_environment)
    """All its variables but PORT."""

    limits: Limits = USUAL
    fail: Callable[[Ran], NoReturn] = _fail
    """Raises what the end of the program means that has failed."""

    def start(self, seconds: float = 20) -> Served:
        """Start it at a free port, and wait until it listens there.

        Raises ProgramError if it does not in that time; nothing is then left of it.
        """
        (port,) = free_ports(1)
        variables = {**self.environment, "PORT": str(port)}
        child = Child(self.command(port), self.folder, variables, self.limits)
        served = Served(self, child, port)
        try:
            served.wait_until_it_listens(seconds)
        except BaseException:  # an interrupt, too, leaves nothing behind
            served.stop(grace=0)
            raise
        return served
