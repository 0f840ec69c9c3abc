"""What a browser does when a page asks another origin: by the Fetch Standard, sections 3.3 and 4.

No more of it than Flytower's page needs: no redirects, no cache of preflights, one jar of cookies.
Its verdicts are compared with Chromium's in tests. (In one point Chromium is laxer than the
standard: a * in Access-Control-Allow-Headers stands for Authorization, too.)
"""

import http.client
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlsplit

from labs.judges.pages.messages import Answer

SAFE_METHODS = {"GET", "HEAD", "POST"}
"""What is sent unasked: a form's two, and HEAD; the standard says "CORS-safelisted"."""
SAFE_HEADERS = {"accept", "accept-language", "content-language", "content-type"}
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
_UNSAFE = set('"():<>?@[\\]{}') | {chr(code) for code in range(32) if code != 9} | {"\x7f"}

Pairs = Sequence[tuple[str, str]]
"""Headers as they came; one that came twice stands here twice."""


@dataclass(frozen=True)
class Ask:
    """What a page asks by `fetch(url, {...})`."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    credentials: bool = True
    """`credentials: "include"`: with cookies."""

    @property
    def unsafe_headers(self) -> list[str]:
        """Names of the headers that no form could send."""
        return sorted(name.lower() for name in self.headers if not self._could_be_a_form_s(name))

    @property
    def needs_preflight(self) -> bool:
        return self.method not in SAFE_METHODS or bool(self.unsafe_headers)

    def _could_be_a_form_s(self, name: str) -> bool:
        value = self.headers[name]
        if name.lower() not in SAFE_HEADERS or len(value) > 128 or _UNSAFE & set(value):
            return False
        kind = value.partition(";")[0].strip().lower()
        return name.lower() != "content-type" or kind in FORM_TYPES


@dataclass(frozen=True)
class Outcome:
    """What became of it."""

    blocked: str
    """Why the page gets nothing; empty if it gets the answer."""
    answer: Answer | None
    """What the server answered to the request itself, readable or not; None: it was not sent."""
    preflight: Answer | None = None


class Browser:
    """One guest's browser, with its cookies."""

    def __init__(self) -> None:
        self.cookies: dict[str, dict[str, str]] = {}
        """By host: a cookie does not care for ports."""
        self._lines: dict[str, http.client.HTTPConnection] = {}
        """Connections that are open, and used again."""

    def close(self) -> None:
        """Close all connections."""
        for line in self._lines.values():
            line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fetch(self, page: str, url: str, ask: Ask = Ask()) -> Outcome:
        """A page of the origin `page` asks; raises OSError if there is no server at `url`."""
        parts = urlsplit(url)
        if page == f"{parts.scheme}://{parts.netloc}":
            return Outcome("", self._send(ask.method, url, ask.headers, ask.body, cookies=True)[0])
        before = None
        if ask.needs_preflight:
            question = {"Origin": page, "Access-Control-Request-Method": ask.method}
            if ask.unsafe_headers:
                question["Access-Control-Request-Headers"] = ",".join(ask.unsafe_headers)
            before, pairs = self._send("OPTIONS", url, question)
            if why := not_allowed(page, ask, before.status, pairs):
                return Outcome(f"preflight: {why}", None, before)
        headers = {**ask.headers, "Origin": page}
        answer, pairs = self._send(ask.method, url, headers, ask.body, cookies=ask.credentials)
        return Outcome(not_readable(page, ask.credentials, pairs), answer, before)

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        cookies: bool = False,
    ) -> tuple[Answer, Pairs]:
        parts = urlsplit(url)
        jar = self.cookies.setdefault(parts.hostname or "", {})
        kept = {"Cookie": "; ".join(f"{n}={v}" for n, v in jar.items())} if cookies and jar else {}
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = method, path, body or None, {**headers, **kept}
        line = self._lines.setdefault(
            parts.netloc, http.client.HTTPConnection(parts.netloc, timeout=10)
        )
        used_again = line.sock is not None
        try:
            answer, pairs = _asked(line, *request)
        except ConnectionError:
            if not used_again:
                raise
            answer, pairs = _asked(line, *request)  # the server had hung up in the meantime
        for value in values(pairs, "set-cookie") if cookies else ():
            jar.update({name: cookie.value for name, cookie in SimpleCookie(value).items()})
        return answer, pairs


def fetch_as(page: str, url: str, ask: Ask = Ask()) -> Outcome:
    """What becomes of it if a page of the origin `page` asks, in a browser without cookies."""
    with Browser() as browser:
        return browser.fetch(page, url, ask)


def _asked(
    line: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None,
    headers: Mapping[str, str],
) -> tuple[Answer, Pairs]:
    try:
        line.request(method, path, body, headers)
        with line.getresponse() as response:
            pairs = response.getheaders()
            return Answer(response.status, dict(pairs), response.read()), pairs
    except BaseException:
        line.close()  # what is half read cannot be used again
        raise


def values(pairs: Pairs, name: str) -> list[str]:
    """What a header says, in each line that has it."""
    return [value for each, value in pairs if each.lower() == name]


def not_readable(page: str, credentials: bool, pairs: Pairs) -> str:
    """Why a page may not read an answer with these headers; empty if it may."""
    origins = values(pairs, "access-control-allow-origin")
    said = ", ".join(origins)
    if not origins:
        return "no Access-Control-Allow-Origin"
    if said == "*" and not credentials:
        return ""
    if said == "*":
        return "Access-Control-Allow-Origin: * does not do for requests with cookies"
    if said != page:
        return f"Access-Control-Allow-Origin: {said} is not {page}"
    if credentials and ", ".join(values(pairs, "access-control-allow-credentials")) != "true":
        return "no Access-Control-Allow-Credentials: true"
    return ""


def not_allowed(page: str, ask: Ask, status: int, pairs: Pairs) -> str:
    """Why a preflight with this answer does not let the request be sent; empty if it does."""
    if why := not_readable(page, ask.credentials, pairs):
        return why
    if not 200 <= status <= 299:
        return f"status {status}"
    any_will_do = {"*"} if not ask.credentials else set()
    methods = set(_listed(values(pairs, "access-control-allow-methods")))
    if ask.method not in SAFE_METHODS | methods and not methods & any_will_do:
        return f"{ask.method} is not in Access-Control-Allow-Methods"
    names = {name.lower() for name in _listed(values(pairs, "access-control-allow-headers"))}
    for name in ask.unsafe_headers:
        if name not in names and not (names & any_will_do and name != "authorization"):
            return f"{name} is not in Access-Control-Allow-Headers"
    return ""


def _listed(lines: Iterable[str]) -> list[str]:
    return [item.strip() for line in lines for item in line.split(",") if item.strip()]
