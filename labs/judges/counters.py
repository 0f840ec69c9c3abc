"""Counts on which every machine agrees: calls of an origin, commands that a server saw."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

from redis import Redis

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class CountingOrigin(Generic[K, V]):
    """Wraps a reader and counts its calls, in all and for each argument, from any thread."""

    def __init__(self, read: Callable[[K], V]) -> None:
        self._read = read
        self._lock = Lock()
        self.asked: Counter[K] = Counter()
        """Calls for each argument; a call that raised counts too."""

    def __call__(self, argument: K) -> V:
        with self._lock:
            self.asked[argument] += 1
        return self._read(argument)

    @property
    def calls(self) -> int:
        """Calls in all."""
        return self.asked.total()


_HANDSHAKE = {"AUTH", "CLIENT", "HELLO", "SELECT"}
_ENTRY = re.compile(r"\S+ \[(?P<database>\d+) (?P<source>[^]]*)\] (?P<words>.*)", re.DOTALL)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


@dataclass
class Commands:
    """The commands that a server saw, in its order; empty until the block has ended."""

    calls: list[tuple[str, ...]] = field(default_factory=list)
    """Name in capitals and arguments, such as ("SET", "page:7", "null"); bytes as UTF-8."""

    @property
    def names(self) -> Counter[str]:
        """How often each command was seen: names["GET"]."""
        return Counter(call[0] for call in self.calls)

    @property
    def lines(self) -> list[str]:
        """The same as texts to show: 'SET page:7 null'."""
        return [" ".join(call) for call in self.calls]


@contextmanager
def commands(client: Redis) -> Iterator[Commands]:
    """Every command that the server of `client` saw while the block ran, from any connection.

    On a server that is shared, where the client has a database of its own, what others do in
    theirs is left out: a container's health check asks PING each second. Left out, too: how
    clients introduce themselves (HELLO, AUTH, SELECT, CLIENT), commands inside of Lua scripts,
    and administration (CONFIG, SHUTDOWN), which the server does not show.

    Raises redis.RedisError if the server cannot be reached.
    """
    seen = Commands()
    pool = client.connection_pool
    monitor: Any = pool.make_connection()
    other: Any = pool.make_connection()
    sentinel = uuid.uuid4().hex
    database = str(pool.connection_kwargs.get("db") or 0)
    try:
        _ask(monitor, "MONITOR")
        yield seen
        # The server runs one command at a time and shows them in that order, so whatever was
        # sent before the sentinel is shown before it: no waiting, no guessing.
        _ask(other, "ECHO", sentinel)
        while (call := _read(monitor, database)) != ("ECHO", sentinel):
            if call and call[0] not in _HANDSHAKE:
                seen.calls.append(call)
    finally:
        monitor.disconnect()
        other.disconnect()


def _ask(connection: Any, *words: str) -> None:  # noqa: ANN401 - untyped in redis-py
    """Send a command and read its plain reply."""
    connection.connect()
    connection.send_command(*words)
    connection.read_response()


def _read(monitor: Any, database: str) -> tuple[str, ...]:  # noqa: ANN401 - untyped in redis-py
    """The next command that the server shows; nothing for one that is left out."""
    reply = monitor.read_response()
    entry = _ENTRY.fullmatch(reply.decode() if isinstance(reply, bytes) else reply)
    if entry is None or entry["source"] == "lua":
        return ()
    if database not in {"0", entry["database"]}:
        return ()
    name, *arguments = map(_unescaped, _WORD.findall(entry["words"]))
    return (name.upper(), *arguments)


def _unescaped(word: str) -> str:
    """The server shows bytes as C does: \\n, \\", \\xc3."""
    raw = word.encode().decode("unicode_escape").encode("latin-1")
    return raw.decode(errors="backslashreplace")
