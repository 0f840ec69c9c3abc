"""The doors of J07.3: what a client of another make says of each, and what they hear."""

import socket
import ssl
from collections.abc import Iterator

import pytest

from labs.units.j07_3.doors import HOST, Door, Street, knock_at, street
from labs.units.j07_3.tap import Tap

CODES = {"expired": 10, "other host": 62, "self-signed": 18, "unknown CA": 20}


@pytest.fixture(scope="module")
def doors() -> Iterator[Street]:
    made = street()
    yield made
    for _, door in made.items():
        door.close()


@pytest.fixture
def strict(doors: Street) -> ssl.SSLContext:
    client = ssl.create_default_context(cadata=doors.ca)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    return client


def test_the_right_door_is_right_to_a_strict_client(doors: Street, strict: ssl.SSLContext) -> None:
    assert knock_at(doors["right"].port, HOST, strict) == "TLSv1.3"


@pytest.mark.parametrize("name", CODES)
def test_a_wrong_certificate_is_wrong_in_one_way(
    doors: Street, strict: ssl.SSLContext, name: str
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError) as refused:
        knock_at(doors[name].port, HOST, strict)
    assert refused.value.verify_code == CODES[name]
    assert doors[name].heard == b""


def test_the_old_door_is_right_but_for_its_age(doors: Street, strict: ssl.SSLContext) -> None:
    with pytest.raises(ssl.SSLError) as refused:
        knock_at(doors["old TLS"].port, HOST, strict)
    assert not isinstance(refused.value, ssl.SSLCertVerificationError)


def test_a_door_without_tls_says_so() -> None:
    with Door(None) as door, pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER"):
        knock_at(door.port, HOST, ssl.create_default_context())
    assert (door.heard, door.lines) == (b"", 1)


def test_a_line_is_kept_open_until_one_says_otherwise() -> None:
    request = b"GET / HTTP/1.1\r\nHost: here\r\n"
    with (
        Door(None) as door,
        Tap(door.port) as tap,
        socket.create_connection(("127.0.0.1", tap.port), timeout=5) as line,
    ):
        line.sendall(request + b"\r\n")
        assert line.recv(65_536) == door.answer
        line.sendall(request + b"Connection: close\r\n\r\n")
        assert line.recv(65_536) == door.answer
        assert line.recv(65_536) == b""
    assert bytes(tap.said) == door.heard
    assert door.heard.startswith(request + b"\r\nGET")


def test_an_answer_need_not_say_how_long_it_is() -> None:
    with Door(None, b"page", sized=False) as door:
        assert door.answer == (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\npage")


def test_a_closed_door_is_shut_and_may_be_closed_again() -> None:
    door = Door(None)
    door.close()
    door.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", door.port), timeout=5)


def test_a_tap_that_nobody_comes_to_goes() -> None:
    with Door(None) as door, Tap(door.port) as tap:
        assert tap.port != door.port
