"""A guest visits the page: in jsdom, with a browser's rules on its line."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from labs.judges.pages.browser import Ask, Browser
from labs.languages import Node
from labs.languages.programs import give

_PAGE = Path(__file__).with_name("page.mjs")
_PATIENCE = 60
"""Seconds for all of a visit; jsdom takes one of the machine's, which may be busy."""


@dataclass(frozen=True)
class Seen:
    """What the guest sees."""

    messages: Sequence[str]
    """What the page says, once it is there and after each click."""
    seats: dict[str, str]
    """free, mine or taken, by seat, at the end."""

    @property
    def message(self) -> str:
        """What the page says at the end."""
        return self.messages[-1]


def visit(page: str, *clicks: str) -> Seen:
    """Open the page at this address, and click on these seats, one after another.

    Raises LanguageError if Node or jsdom is not on this machine.
    """
    with Browser() as browser, _asked_by_http(browser) as address:
        told = {"BROWSER": address, "PAGE": page, "CLICKS": ",".join(clicks)}
        said = Node.run(give(_PAGE), env=told, timeout=_PATIENCE).json()
    return Seen(said["messages"], dict(said["seats"]))


@contextmanager
def _asked_by_http(browser: Browser) -> Iterator[str]:
    """An address at which the page's fetch asks the browser."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = json.dumps(_fetched(browser, **asked)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def _fetched(browser: Browser, page: str, url: str, ask: dict[str, Any]) -> dict[str, object]:
    body = ask.pop("body").encode()
    try:
        outcome = browser.fetch(page, url, Ask(**ask, body=body))
    except OSError:
        return {"blocked": "nobody answers"}
    answer = outcome.answer
    if outcome.blocked or answer is None:
        return {"blocked": outcome.blocked}
    return {"blocked": "", "status": answer.status, "text": answer.body.decode()}
