"""The orders API as it stands on the net: behind a guard, beside a partner and what is secret."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from labs.servers.hosting import Hosted

AddOrders = Callable[[FastAPI, Path], None]
AddAccount = Callable[[FastAPI, Path, tuple[str, ...]], None]
LOGO = b"\x89PNG, and what else a logo has"


class Metadata:
    """What clouds have on a machine's own network: credentials, for whoever asks from inside."""

    def __init__(self) -> None:
        self.asked = 0

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.api_route("/{path:path}", methods=["GET", "POST"])
        def credentials(path: str) -> dict[str, str]:
            self.asked += 1
            return {"path": path, "secret": "s3cr3t-of-the-machine"}

        return app


def _partner(elsewhere: str) -> FastAPI:
    """Kirkwall's site: a logo, one without content, and an address that leads elsewhere."""
    app = FastAPI()

    @app.get("/logo.png")
    def logo() -> Response:
        return Response(LOGO, media_type="image/png")

    @app.get("/empty.png", status_code=204)
    def empty() -> None:
        """Successful, and no logo."""

    @app.get("/moved.png")
    def moved() -> RedirectResponse:
        return RedirectResponse(f"{elsewhere}/latest/credentials")

    return app


@dataclass(frozen=True)
class OrdersSite:
    """The API, and how to call it; `standing` makes and ends it."""

    site: Hosted
    office: Path
    metadata: Metadata
    partner: str
    """Kirkwall's origin: `http://127.0.0.1:40123`."""
    inside: str
    """The origin of what is secret."""

    def asked(self, caller: str, line: str, body: Any = None) -> requests.Response:  # noqa: ANN401
        """What `GET /orders/41` or the like gets, from this caller."""
        method, _, path = line.partition(" ")
        headers = {"X-Caller": caller.encode().hex()}
        with self.site.client() as client:
            return client.request(method, path, json=body, headers=headers)

    @property
    def stderr(self) -> str:
        return self.site.stderr


@contextmanager
def standing(office: Path, add_orders: AddOrders, add_account: AddAccount) -> Iterator[OrdersSite]:
    """Serve an app with these routes, its partner, and the metadata."""
    metadata, sites = Metadata(), list[Hosted]()
    try:
        sites.append(Hosted(metadata.app()))
        sites.append(Hosted(_partner(sites[0].url)))
        inside, partner = (site.url for site in sites)
        app = FastAPI()
        add_orders(app, office)
        add_account(app, office, ("https://logos.example", partner))
        sites.append(Hosted(_guarded(app)))
        yield OrdersSite(sites[-1], office, metadata, partner, inside)
    finally:  # all at once: each end takes a moment
        with ThreadPoolExecutor(len(sites) or 1) as pool:
            list(pool.map(Hosted.stop, sites))


def _guarded(app: ASGIApp) -> ASGIApp:
    """Stands for the guard that has read the token: its `sub` is in `request.state.caller`."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            caller = bytes.fromhex(Request(scope).headers["X-Caller"]).decode()
            scope = {**scope, "state": {**scope.get("state", {}), "caller": caller}}
        await app(scope, receive, send)

    return guarded
