"""What a lesson aims at a server stays on this machine."""

import socket
from contextlib import suppress

import pytest

from labs.measure.faults import Proxy
from labs.measure.loopback import NotLoopbackError, require_loopback, this_machine_only


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000",
        "http://127.8.9.10/page/7",
        "redis://user:secret@localhost:6379/0",
        "http://[::1]:80/",
        "127.0.0.1:6379",
        "localhost",
    ],
)
def test_this_machine_may_be_loaded(url: str) -> None:
    assert require_loopback(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "http://10.0.0.1:8000",
        "http://0.0.0.0:8000",
        "http://192.168.1.1",
        "http://127.0.0.1@example.org/",
        "http://127.0.0.1.example.org/",
        "http://localhost.example.org/",
        "http://example.org/#@127.0.0.1",
        "http://example.org?x=//localhost",
        "http://2130706433/",
        "http://[2001:db8::1]/",
        "example.org:80",
        "",
        "unix:///tmp/socket",
    ],
)
def test_machines_of_others_are_refused(url: str) -> None:
    with pytest.raises(NotLoopbackError, match="this machine only"):
        require_loopback(url)


def test_a_proxy_stands_in_front_of_this_machine_only() -> None:
    with pytest.raises(NotLoopbackError, match=r"10\.0\.0\.1 is not its own address"):
        Proxy.start("redis://10.0.0.1:6379")


def test_this_machine_may_be_connected_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, this_machine_only():
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, server.getsockname()[1])).close()


def test_another_machine_is_refused_even_where_the_refusal_is_caught() -> None:
    def caught() -> None:
        with this_machine_only(), suppress(ValueError):
            socket.create_connection(("192.0.2.1", 80), timeout=1)

    with pytest.raises(NotLoopbackError, match=r"192\.0\.2\.1"):
        caught()


def test_outside_of_the_block_nothing_is_refused() -> None:
    with this_machine_only():
        pass
    with socket.socket() as free:
        free.setblocking(False)
        with pytest.raises(BlockingIOError):
            free.connect(("192.0.2.1", 80))
