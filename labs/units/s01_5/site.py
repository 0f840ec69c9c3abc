"""The site that shows seat maps, in this kernel, and what one morning does to it."""

import asyncio
import gc
import logging
import re
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Protocol

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from labs.measure import replay
from labs.units.s01_5.work import CROWN, draw

LEAST_SLOW = 0.05
"""Seconds that a callback of the loop may take in any case."""

VISITS = [(CROWN if n % 20 < 7 else 11 + n % 20, f"visitor-{n}") for n in range(40)]
"""The performance and the visitor of each request; 35 % ask for The Hollow Crown."""

_CLIENTS = 4
_PATIENCE = 20


class Maps(Protocol):
    """What answers with the page of a performance, for a visitor."""

    async def page(self, performance: int, visitor: str) -> str: ...


MakeMaps = Callable[[Callable[[int], str], Executor, int], Maps]


@dataclass
class Morning:
    """What a morning's visits did to the site."""

    answered: int = 0
    """Pages that came."""
    kept_mb: float = 0.0
    """Memory that had not been given back when all visitors had gone."""
    health_ms: list[float] = field(default_factory=list)
    """How long the balancer waited for each answer to "are you well?"."""
    slow_ms: float = 0.0
    """Half of the time in which the arena was drawn: on a busy machine, all takes longer."""
    said: list[str] = field(default_factory=list)
    """What asyncio's debug mode said of callbacks that took longer than that."""

    def __str__(self) -> str:
        return (
            f"pages {self.answered} of {len(VISITS)} · "
            f"memory kept {self.kept_mb:.1f} MB · "
            f"long on the loop (over {self.slow_ms:.0f} ms): {len(self.said)} · "
            f"slowest health check {max(self.health_ms, default=0):.0f} ms"
        )


def new_pool() -> ProcessPoolExecutor:
    """Two processes that begin empty, alike on every system."""
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


def morning(make_maps: MakeMaps, most: int = 10) -> Morning:
    """Forty visits over HTTP to a site in this kernel, where tracemalloc sees its memory."""
    seen = Morning(slow_ms=1_000 * _slow())
    with (
        new_pool() as pool,
        _debug_messages(seen.said),
        _served(lambda: make_maps(draw, pool, most), seen.slow_ms / 1_000) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=_PATIENCE) as client,
        _balancer(url, seen.health_ms),
    ):
        for visitor in ("Ada", "Ben", "Cleo"):  # all has started, and is loaded
            _came(client, 11, visitor)
        seen.said.clear()
        with _traced() as traced:
            visits = replay(
                lambda visit: _came(client, *visit),
                VISITS,
                clients=_CLIENTS,
                outcome=str,
            )
            seen.answered = visits.outcomes["200"]
            seen.kept_mb = traced() / 1e6
    return seen


def _came(client: httpx.Client, performance: int, visitor: str) -> str:
    """The status of the answer; or what kept it from coming, such as a connection reset."""
    try:
        path = f"/performances/{performance}"
        return str(client.get(path, params={"visitor": visitor}).status_code)
    except httpx.HTTPError as error:
        return type(error).__name__


def _slow() -> float:
    began = time.perf_counter()
    draw(CROWN)
    return max(LEAST_SLOW, (time.perf_counter() - began) / 2)


def _app(maps: Maps) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/performances/{performance}", response_class=HTMLResponse)
    async def page(performance: int, visitor: str) -> str:
        return await maps.page(performance, visitor)

    @app.get("/health")
    async def health() -> str:
        return "well"

    return app


@contextmanager
def _served(make_maps: Callable[[], Maps], slow: float) -> Iterator[str]:
    """The site at a free port, by a loop in debug mode in a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    servers: list[uvicorn.Server] = []

    async def serve() -> None:
        asyncio.get_running_loop().slow_callback_duration = slow
        config = uvicorn.Config(_app(make_maps()), log_level="critical", lifespan="off")
        servers.append(uvicorn.Server(config))
        await servers[0].serve([listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve(), debug=True), daemon=True)
    with closing(listening):
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            if servers:
                servers[0].should_exit = True
            thread.join(_PATIENCE)


@contextmanager
def _balancer(url: str, waits_ms: list[float]) -> Iterator[None]:
    """Asks whether the site is well, 25 times a second if the answers come at once."""
    over = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=url, trust_env=False, timeout=_PATIENCE) as client:
            with suppress(httpx.HTTPError):
                client.get("/health")  # the connection is there
            while not over.wait(0.04):
                began = time.perf_counter()
                with suppress(httpx.HTTPError):  # no answer was a wait, too
                    client.get("/health")
                waits_ms.append(1_000 * (time.perf_counter() - began))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_PATIENCE)


@contextmanager
def _traced() -> Iterator[Callable[[], int]]:
    """Bytes that Python has got since the block began, and has not given back."""
    gc.collect()
    tracemalloc.start()
    began = tracemalloc.get_traced_memory()[0]

    def grown() -> int:
        gc.collect()
        return max(0, tracemalloc.get_traced_memory()[0] - began)

    try:
        yield grown
    finally:
        tracemalloc.stop()


@contextmanager
def _debug_messages(said: list[str]) -> Iterator[None]:
    """Collect what asyncio says of slow callbacks, without the folders of this machine."""
    logger = logging.getLogger("asyncio")
    handler, propagate = _Collect(said), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


class _Collect(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("Executing"):
            self._said.append(re.sub(r"/\S+/", "", text))
