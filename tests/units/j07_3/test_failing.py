"""Lines that fail in mid-answer: those of clients alone, and at once."""

import socket
import ssl

import pytest

from labs.units.j07_3.doors import HOST, Door
from labs.units.j07_3.failing import broken_lines, hurried_lines
from labs.units.j07_3.kit import tls_kit


def answer_of(door: Door, timeout: float | None) -> bytes:
    context = ssl.create_default_context(cadata=tls_kit(HOST).authority.pem)
    with (
        socket.create_connection(("127.0.0.1", door.port), timeout=timeout) as raw,
        context.wrap_socket(raw, server_hostname=HOST) as line,
    ):
        line.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: line.recv(65_536), b""))


def test_a_line_breaks_once_something_was_read() -> None:
    with Door(tls_kit(HOST).contexts["right"]) as door:
        with broken_lines(), pytest.raises(ConnectionResetError):
            answer_of(door, None)
        assert door.heard.startswith(b"GET")  # the door's own line is none of them
        assert answer_of(door, None) == door.answer


def test_a_limit_is_over_at_once_and_without_one_all_is_well() -> None:
    with Door(tls_kit(HOST).contexts["right"]) as door, hurried_lines():
        with pytest.raises(TimeoutError):
            answer_of(door, 60)
        assert answer_of(door, None) == door.answer
