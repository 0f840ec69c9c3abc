"""A bad network in between: delay, cuts, and counts of what crosses it.

with Proxy.start(cache.url) as proxy:
    client = redis.Redis.from_url(proxy.url)
    client.ping()                          # connects, and shakes hands
    with proxy.counting() as count:
        client.get("page:7")
    print(count.round_trips)               # 1
"""

import asyncio
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from types import TracebackType
from urllib.parse import urlsplit

from labs.measure.loopback import require_loopback

LOOPBACK = "127.0.0.1"
ONE_PIECE = 4_096
"""Bytes that a client writes at once, so that nothing more of the same question can follow."""
SILENCE = 0.1
"""Seconds of silence that end a longer question. Clients write a long pipeline in pieces: its
first replies must not cross with its last pieces, or one round trip would count as several."""


@dataclass
class Traffic:
    """What crossed the proxy. Every count stands before the client has the reply in hand."""

    connections: int = 0
    round_trips: int = 0
    """How often a client, having sent something, was answered: one for a whole pipeline."""
    bytes_up: int = 0
    """From clients to the server."""
    bytes_down: int = 0
    """From the server to clients."""

    def since(self, earlier: "Traffic") -> "Traffic":
        """What crossed after `earlier` was taken."""
        return Traffic(
            connections=self.connections - earlier.connections,
            round_trips=self.round_trips - earlier.round_trips,
            bytes_up=self.bytes_up - earlier.bytes_up,
            bytes_down=self.bytes_down - earlier.bytes_down,
        )


class Proxy:
    """A TCP proxy on a free loopback port, in a thread of its own; start it by `Proxy.start`.

    It suits protocols of question and answer. Count or measure time, not both at once: within
    `counting()`, a question of more than 4,096 bytes is answered 100 ms after its last piece.
    """

    def __init__(self, host: str, port: int, form: str) -> None:
        self.delay_ms = 0.0
        """Added to each round trip, half of it on each way. May be changed at any time."""
        self.counters = 0
        """How many `counting()` blocks are open."""
        self._upstream = (host, port)
        self._form = form
        self._total = Traffic()
        self._is_cut = False
        self._links: set[asyncio.Task[None]] = set()
        self._door = socket.create_server((LOOPBACK, 0))
        self.port = int(self._door.getsockname()[1])
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="labs-proxy", daemon=True)
        self._thread.start()

    @classmethod
    def start(cls, target: int | str) -> "Proxy":
        """A proxy in front of a port of this machine, or of the server at a URL.

        Raises ValueError for a URL that names no port, such as "http://localhost", and
        NotLoopbackError for one of another machine.
        """
        url = f"tcp://{LOOPBACK}:{target}" if isinstance(target, int) else target
        parts = urlsplit(url)
        if parts.hostname is None or parts.port is None:
            raise ValueError(f"{target!r} names no host and port, as in redis://127.0.0.1:6379.")
        require_loopback(url)
        user, at, _ = parts.netloc.rpartition("@")
        form = parts._replace(netloc=f"{user}{at}{LOOPBACK}:PORT").geturl()
        return cls(parts.hostname, parts.port, form)

    @property
    def url(self) -> str:
        """The target's URL with the proxy's address in it."""
        return self._form.replace(f"{LOOPBACK}:PORT", f"{LOOPBACK}:{self.port}", 1)

    @property
    def connections(self) -> int:
        return self._total.connections

    @property
    def round_trips(self) -> int:
        return self._total.round_trips

    @property
    def bytes_up(self) -> int:
        return self._total.bytes_up

    @property
    def bytes_down(self) -> int:
        return self._total.bytes_down

    @contextmanager
    def counting(self) -> Iterator[Traffic]:
        """Counts what crosses while the block runs: filled in when it ends.

        A new connection's handshake counts too: let the client say something before.
        """
        before, count = replace(self._total), Traffic()
        self.counters += 1
        try:
            yield count
        finally:
            self.counters -= 1
            vars(count).update(vars(self._total.since(before)))

    def cut(self) -> None:
        """Break every connection, and each new one, until `mend()`."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._break_links(), self._loop).result()

    def mend(self) -> None:
        """Let new connections through again; broken ones stay broken."""
        self._is_cut = False

    def stop(self) -> None:
        """Break every connection and leave no thread and no port. May be called again."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join()

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    # --- In the proxy's own thread --------------------------------------------------------

    def _serve(self) -> None:
        with self._runner as runner:
            runner.run(self._until_the_end())

    async def _until_the_end(self) -> None:
        server = await asyncio.start_server(self._accept, sock=self._door)
        await self._end.wait()
        server.close()
        await self._break_links()

    async def _break_links(self) -> None:
        self._is_cut = True
        for link in self._links:
            link.cancel()
        if self._links:
            await asyncio.wait(self._links)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A task of its own: asyncio logs an error for a connection's task that is cancelled.
        link = asyncio.create_task(self._link((reader, writer)))
        self._links.add(link)
        try:
            await asyncio.wait({link})
        finally:
            self._links.discard(link)
            if not writer.is_closing():  # cut off before it reached the server
                writer.transport.abort()

    async def _link(self, client: "_Stream") -> None:
        try:
            server = await asyncio.open_connection(*self._upstream)
        except OSError:
            return
        self._total.connections += 1
        await _Link(self, self._total).carry(client, server)


_Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_Queue = asyncio.Queue[tuple[float, bytes]]
"""Pieces under way: when each is due on the other side, and its bytes, none at the end."""


class _Link:
    """One client's connection, and the one to the server behind it."""

    def __init__(self, proxy: Proxy, total: Traffic) -> None:
        self._proxy = proxy
        self._total = total
        self._now = asyncio.get_running_loop().time
        self._said = 0
        """Bytes from the client since it was last answered."""
        self._last_word = 0.0

    async def carry(self, client: _Stream, server: _Stream) -> None:
        """Carry both ways until the server has no more to say, or the task is cancelled."""
        up, down = _Queue(), _Queue()
        others = [
            asyncio.create_task(self._hear(client[0], up, self._note_question)),
            asyncio.create_task(self._pass_on(up, server[1])),
            asyncio.create_task(self._hear(server[0], down)),
        ]
        try:
            await self._answer(down, client[1])
            client[1].close()
        except (asyncio.CancelledError, OSError):
            client[1].transport.abort()
        finally:
            server[1].transport.abort()
            for task in others:
                task.cancel()

    async def _hear(
        self,
        source: asyncio.StreamReader,
        queue: _Queue,
        note: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        data = b"..."
        while data:
            try:
                data = await source.read(2**16)
            except OSError:
                data = b""
            note(data)
            queue.put_nowait((self._now() + self._proxy.delay_ms / 2_000, data))

    def _note_question(self, data: bytes) -> None:
        self._said += len(data)
        self._last_word = self._now()
        self._total.bytes_up += len(data)

    def _end_of_question(self, client: asyncio.StreamWriter) -> float:
        """When the client will have said all, as far as one can know by now."""
        if self._proxy.counters == 0 or self._said <= ONE_PIECE:
            return self._last_word
        unread, _, _ = select.select([client.get_extra_info("socket")], [], [], 0)
        return (self._now() if unread else self._last_word) + SILENCE

    async def _pass_on(self, queue: _Queue, server: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                due, data = await queue.get()
                await asyncio.sleep(due - self._now())
                if not data:
                    server.write_eof()
                    return
                server.write(data)
                await server.drain()

    async def _answer(self, queue: _Queue, client: asyncio.StreamWriter) -> None:
        while True:
            due, data = await queue.get()
            while (early := max(due, self._end_of_question(client)) - self._now()) > 0:
                await asyncio.sleep(early)
            if not data:
                return
            self._total.round_trips += self._said > 0
            self._said = 0
            self._total.bytes_down += len(data)
            client.write(data)
            await client.drain()
