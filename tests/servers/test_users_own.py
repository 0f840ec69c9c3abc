"""A server of the user's own wins: a fresh database of it, without touching what is theirs."""

import http.server
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from labs.servers import ServerError, server_kinds
from tests.support.users_own import OWN, Own, database


@pytest.fixture(scope="module", params=OWN, ids=lambda own: own.name)
def own(request: pytest.FixtureRequest) -> Own:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def shared(own: Own) -> Iterator[Any]:
    """One for all tests that do not kill it."""
    with own.kind.start(own=True) as server:
        yield server


@pytest.fixture
def theirs(own: Own, shared: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The user's server, to which the variable leads; no test leaves a database there."""
    monkeypatch.setenv(own.kind.variable, shared.url)
    before = own.holding(shared)
    yield shared
    assert own.holding(shared) == before


def refused(own: Own, monkeypatch: pytest.MonkeyPatch, address: str) -> str:
    monkeypatch.setenv(own.kind.variable, address)
    with pytest.raises(ServerError) as raised:
        own.kind.start()
    message = str(raised.value)
    assert "\nWhat to do: " in message
    assert "secret" not in message
    return message


def test_every_server_that_may_be_the_users_own_keeps_this_contract() -> None:
    assert {own.kind for own in OWN} == {kind for kind in server_kinds() if kind.variable}


def test_it_is_used_and_stays_theirs(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.kind.start(own=True) as theirs:
        own.put(theirs)
        before = own.holding(theirs)
        monkeypatch.setenv(own.kind.variable, theirs.url)
        with own.kind.start() as lesson:
            assert lesson.pid is None
            assert own.is_empty(lesson)
            own.put(lesson)
            assert not own.is_empty(lesson)
            assert own.holding(theirs) != before
        assert own.holding(theirs) == before
        theirs.probe()
        assert not own.is_empty(theirs)


def test_two_at_once_have_a_database_each(own: Own, theirs: Any) -> None:
    with own.kind.start() as one, own.kind.start() as other:
        assert database(one) != database(other)
        own.put(one)
        assert own.is_empty(other)
        one.stop()
        with own.kind.start() as third:
            assert own.is_empty(third)


def test_many_at_the_same_moment_have_a_database_each(own: Own, theirs: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        servers = list(pool.map(lambda _: own.kind.start(), range(8)))
    assert len(set(map(database, servers))) == 8
    for server in servers:
        server.stop()


def test_what_a_killed_kernel_left_is_dropped_by_the_next_start_and_nothing_else(
    own: Own, theirs: Any
) -> None:
    name = own.name
    source = f"""
import os, signal
from labs.servers import {name}
from tests.support.users_own import OWN, database
server = {name}.start()
next(own for own in OWN if own.name == {name!r}).put(server)
print(database(server), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    before = own.holding(theirs)
    command = [sys.executable, "-c", source]
    dead = subprocess.run(command, capture_output=True, text=True, check=False)
    left = dead.stdout.strip()
    assert left, dead.stderr
    assert own.holding(theirs) != before
    with own.lookalikes(theirs, left), own.kind.start() as living:
        own.put(living)
        with own.kind.start() as server:
            assert own.is_empty(server)
            assert not own.is_empty(living)
    assert own.holding(theirs) == before


def test_it_is_neither_killed_nor_restarted(own: Own, theirs: Any) -> None:
    with own.kind.start() as lesson:
        for forbidden in (lesson.kill, lesson.restart):
            with pytest.raises(ServerError, match=rf"{own.name}\.start\(own=True\)"):
                forbidden()
    theirs.probe()


def test_one_of_ones_own_may_be_killed_whatever_the_variable_says(own: Own, theirs: Any) -> None:
    with own.kind.start(own=True) as server:
        assert server.port != theirs.port
        server.kill()
        theirs.probe()
        server.restart()
        server.probe()


def test_stopping_is_clean_when_it_is_gone(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.kind.start(own=True) as theirs:
        monkeypatch.setenv(own.kind.variable, theirs.url)
        server = own.kind.start()
        theirs.kill()
        server.stop()
        server.stop()


def test_an_address_that_leads_nowhere_is_an_error(
    own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    scheme = own.kind.container.address.partition(":")[0] if own.kind.container else ""
    told = refused(own, monkeypatch, f"{scheme}://somebody:secret@127.0.0.1:{port}")
    assert f"{own.kind.variable} leads to 127.0.0.1:{port}, where nothing answers" in told


def test_a_wrong_password_is_refused_and_not_shown(
    own: Own, theirs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own.locked(theirs) as address:
        assert re.search(own.refused, refused(own, monkeypatch, address))


def test_a_web_server_is_not_taken_for_it(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    class Quiet(http.server.BaseHTTPRequestHandler):
        timeout = 0.2  # for those who wait for a greeting

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as web:
        threading.Thread(target=web.serve_forever, args=(0.01,)).start()
        scheme = own.kind.container.address.partition(":")[0] if own.kind.container else ""
        try:
            told = refused(own, monkeypatch, f"{scheme}://127.0.0.1:{web.server_port}")
        finally:
            web.shutdown()
    assert own.stranger in told


NO_ADDRESSES = [(own, address) for own in OWN for address in own.no_addresses]


@pytest.mark.parametrize(
    ("own", "address"), NO_ADDRESSES, ids=[f"{own.name}-{address}" for own, address in NO_ADDRESSES]
)
def test_what_is_no_address_is_an_error(
    own: Own, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"{own.kind.variable} is not " in refused(own, monkeypatch, address)
