"""What speaks to servers of HTTP: a session on one of them."""

from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter

_SECONDS = 10.0
_CONNECTIONS = 100


class HttpClient(requests.Session):
    """A requests.Session on one server; a call that hangs fails after ten seconds."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.trust_env = False  # a proxy for the outside world is none for this machine
        # Wide enough for a load test: urllib3 warns on stderr when connections are thrown away.
        self.mount("http://", HTTPAdapter(pool_maxsize=_CONNECTIONS))

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        request.url = urljoin(self.base, request.url)
        return super().prepare_request(request)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # noqa: ANN401
        if options.get("timeout") is None:
            options["timeout"] = _SECONDS
        return super().send(request, **options)
