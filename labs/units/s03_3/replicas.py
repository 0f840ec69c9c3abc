"""Several apps behind one address, asked in turn, in this process."""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.types import Message

Make = Callable[[], FastAPI]


@dataclass(frozen=True)
class Answer:
    """What an app said."""

    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes
    raised: str = field(default="", compare=False)
    """What its handler raised, if that is why it says 500."""

    @property
    def json(self) -> Any:  # noqa: ANN401
        """What its body says; None if that is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def tag(self) -> str | None:
        """Its ETag."""
        return self.headers.get("etag")


class Replicas:
    """Each call goes to the next of several apps, as behind a balancer (round robin)."""

    def __init__(self, make: Make, count: int = 2) -> None:
        self._make = make
        self.apps = [make() for _ in range(count)]
        self.turn = 0

    def restart(self, number: int) -> None:
        """Make this app anew: what it had in memory is gone."""
        self.apps[number] = self._make()

    def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        """Ask the next app; headers that are None are not sent."""
        app = self.apps[self.turn % len(self.apps)]
        self.turn += 1
        return ask(app, method, path, body, headers)


def ask(
    app: FastAPI,
    method: str,
    path: str,
    body: object = None,
    headers: Mapping[str, str | None] | None = None,
) -> Answer:
    """Ask one app, in a loop of its own."""
    raw = b"" if body is None else json.dumps(body).encode()
    sent = {"host": "office", "content-length": str(len(raw)), **(headers or {})}
    if body is not None:
        sent = {"content-type": "application/json", **sent}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path.partition("?")[0],
        "raw_path": path.encode(),
        "query_string": path.partition("?")[2].encode(),
        "root_path": "",
        "headers": [
            (name.lower().encode(), value.encode()) for name, value in sent.items() if value
        ],
        "client": ("127.0.0.1", 1),
        "server": ("office", 80),
    }
    with ThreadPoolExecutor(1) as pool:  # a cell's own loop is busy with the cell
        return pool.submit(lambda: asyncio.run(_answer(app, scope, raw))).result()


async def _answer(app: FastAPI, scope: dict[str, Any], raw: bytes) -> Answer:
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    raised = ""
    try:
        await app(scope, receive, send)
    except Exception as error:
        raised = f"{type(error).__name__}: {error}"
    start: Message = next((each for each in said if "status" in each), {"status": 500})
    headers = {name.decode(): value.decode() for name, value in start.get("headers", ())}
    body = b"".join(each.get("body", b"") for each in said)
    return Answer(start["status"], headers, body, raised)
