"""Flytower's site: at one address the page, and the API that it speaks to.

The page is the one of the service `frontdoor`, as this serves it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from http.cookies import SimpleCookie
from typing import NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labs.servers import Service

COOKIE = "guest"
_API = "http://api.flytower.test"
"""Where the page believes its API to be, until it is handed out."""


class _File(NamedTuple):
    headers: Mapping[str, str]
    body: str


@cache
def page_files() -> Mapping[str, _File]:
    """The three files of the page, by path; the service is asked once."""
    with Service.start("frontdoor", FRONTDOOR_API=_API) as service, service.client() as client:
        kept = ("content-type", "content-security-policy")
        return {
            path: _File({n: v for n, v in answer.headers.items() if n.lower() in kept}, answer.text)
            for path in ("/", "/frontdoor.js", "/frontdoor.css")
            for answer in [client.get(path)]
        }


def with_page(api: ASGIApp, new_guest: Callable[[], str]) -> ASGIApp:
    """The page and this API; whoever comes without the cookie `guest` gets a new one."""
    files = page_files()

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await api(scope, receive, send)
            return
        asked = HTTPConnection(scope)

        async def welcoming(message: Message) -> None:
            if message["type"] == "http.response.start" and COOKIE not in asked.cookies:
                cookie = f"{COOKIE}={new_guest()}; HttpOnly; SameSite=Lax; Path=/"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        file = files.get(scope["path"]) if scope["method"] == "GET" else None
        if file is None:
            await api(scope, receive, welcoming)
            return
        here = f"{asked.url.scheme}://{asked.url.netloc}"
        headers = {name: value.replace(_API, here) for name, value in file.headers.items()}
        answer = Response(file.body.replace(_API, here), headers=headers)
        await answer(scope, receive, welcoming)

    return front


def guest_in(scope: Scope) -> str | None:
    """Who has come, by the cookie."""
    header = HTTPConnection(scope).headers.get("cookie", "")
    cookie = SimpleCookie(header).get(COOKIE)
    return cookie.value if cookie else None
