"""An app of one's own: served at a real port, in this process, and told where it failed."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI, WebSocket
from starlette.types import Receive, Scope, Send
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from labs.servers.hosting import Hosted, HostingError, hosted


def shows() -> FastAPI:
    app = FastAPI()

    @app.get("/shows")
    def every() -> list[str]:
        return ["Dido"]

    @app.get("/broken")
    def broken() -> str:
        return {"seat": 1}["row"]  # type: ignore[return-value]

    return app


def test_what_a_handler_raises_is_kept_with_its_line(capfd: pytest.CaptureFixture[str]) -> None:
    with hosted(shows()) as site:
        assert site.client().get("/broken").status_code == 500
        assert site.client().get("/shows").status_code == 200
        assert site.stderr.startswith('KeyError: \'row\', at: return {"seat": 1}["row"]')
    assert capfd.readouterr() == ("", "")


def test_what_is_raised_after_the_answer_is_waited_for() -> None:
    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        await plain(scope, receive, send)
        await asyncio.sleep(0.1)
        raise ValueError("too late to tell the caller")

    with hosted(late) as site:
        assert site.client().get("/").status_code == 204
        assert site.stderr.startswith("ValueError: too late to tell the caller, at: raise")


def test_an_app_that_refuses_to_start_says_why() -> None:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        raise ValueError("no such database")
        yield

    with (
        pytest.raises(HostingError, match=r"does not start\.\nValueError: no such database"),
        hosted(FastAPI(lifespan=lifespan)),
    ):
        pass


async def plain(scope: Scope, receive: Receive, send: Send) -> None:
    """One that knows no lifespan."""
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def test_an_app_without_a_framework_is_served_too() -> None:
    with hosted(plain) as site:
        assert site.client().get("/").status_code == 204
        assert site.stderr == ""


def test_a_handler_that_blocks_the_loop_holds_nobody_up_for_long() -> None:
    app, blocks = FastAPI(), threading.Event()

    @app.get("/")
    async def sleeps() -> None:
        blocks.set()
        time.sleep(1)

    site = Hosted(app)
    caller = threading.Thread(target=site.client().get, args=("/",), daemon=True)
    caller.start()
    assert blocks.wait(5)
    assert site.stop(grace=0.1).code is None
    assert site.stop(grace=10).code == 0
    caller.join(10)


def test_a_web_socket_is_served_and_what_its_handler_raises_is_kept() -> None:
    app = FastAPI()

    @app.websocket("/seats")
    async def seats(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text((await socket.receive_text()).upper())
        raise KeyError(await socket.receive_text())

    with hosted(app) as site:
        with connect(site.url.replace("http", "ws") + "/seats") as client:
            client.send("a12")
            assert client.recv() == "A12"
            client.send("row")
            with pytest.raises(ConnectionClosedError):
                client.recv()
        assert site.stderr.startswith("KeyError: 'row', at: raise KeyError")
