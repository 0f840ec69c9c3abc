"""What an app is promised by who serves it in a thread, of ASGI or of WSGI."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import requests
from fastapi import FastAPI
from flask import Flask

from labs.judges import judging
from labs.judges.judge import CheckFailed
from labs.judges.wire import Answer, Contract, Exchange, get, keeps
from labs.servers.hosting import HostingError, InThread, hosted
from labs.servers.hosting_wsgi import hosted_wsgi

Serve = Callable[[], AbstractContextManager[InThread]]


def every() -> list[str]:
    return ["Dido"]


def broken() -> str:
    return {"seat": 1}["row"]  # type: ignore[return-value]


def asgi() -> AbstractContextManager[InThread]:
    app = FastAPI()
    app.get("/shows")(every)
    app.get("/broken")(broken)
    return hosted(app)


def wsgi() -> AbstractContextManager[InThread]:
    app = Flask("shows")
    app.get("/shows")(every)
    app.get("/broken")(broken)
    return hosted_wsgi(app)


each = pytest.mark.parametrize("serve", [asgi, wsgi])


@each
def test_it_is_served_at_a_real_port_until_the_block_ends(serve: Serve) -> None:
    with serve() as site, serve() as other:
        assert site.url != other.url
        assert site.client().get("/shows").json() == ["Dido"]
        assert requests.get(f"{other.url}/shows", timeout=5).status_code == 200
        site.check()
    with pytest.raises(requests.ConnectionError):
        requests.get(site.url, timeout=5)
    with pytest.raises(HostingError, match="served no longer"):
        site.check()
    assert not [
        thread for thread in threading.enumerate() if thread.name.startswith("labs-hosting")
    ]


@each
def test_a_contract_tells_the_line_that_failed(serve: Serve) -> None:
    contract = Contract("shows", [Exchange("it answers", get("/broken"), Answer(200))])
    with (
        pytest.raises(CheckFailed, match=r"printed +KeyError: 'row', at: return"),
        serve() as site,
        judging("E1: shows") as judge,
    ):
        keeps(judge, site, contract)
