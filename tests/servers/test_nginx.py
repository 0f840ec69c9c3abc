"""nginx: it passes on, keeps an answer, writes its log, and says what it cannot read."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from labs.servers import Nginx, ServerError
from labs.servers.hosting import Hosted, hosted

KEPT = """
location / {{
    proxy_pass {url};
    proxy_cache pages;
    add_header X-Cache $upstream_cache_status;
}}
"""


@pytest.fixture(scope="module")
def origin() -> Iterator[Hosted]:
    app = FastAPI()
    asked: list[str] = []

    @app.get("/shows")
    def shows() -> JSONResponse:
        asked.append("/shows")
        return JSONResponse(len(asked), headers={"Cache-Control": "max-age=60"})

    with hosted(app) as site:
        yield site


def test_it_keeps_what_the_origin_lets_it_keep(origin: Hosted) -> None:
    http = "proxy_cache_path cache keys_zone=pages:1m;"
    with Nginx.start(KEPT.format(url=origin.url), http=http) as nginx, nginx.client() as client:
        answers = [client.get("/shows") for _ in range(2)]
        log = nginx.folder / "access.log"
        deadline = time.monotonic() + 10
        while told(log) < 2 and time.monotonic() < deadline:  # a line comes after its answer
            time.sleep(0.01)
        assert told(log) == 2
    assert [answer.headers["X-Cache"] for answer in answers] == ["MISS", "HIT"]
    assert [answer.json() for answer in answers] == [1, 1]
    assert not nginx.folder.exists()


def told(log: Path) -> int:
    return log.read_text().count('"GET /shows HTTP/1.1" 200')


def test_a_directive_that_it_does_not_know_is_told_with_its_line() -> None:
    with pytest.raises(ServerError, match='unknown directive "locatoin"'):
        Nginx.start("locatoin / { return 204; }")
