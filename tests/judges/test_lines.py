"""Lines: served side by side, counted, and ended with the door."""

import socket

import pytest

from labs.judges.lines import Lines


def echo(line: socket.socket) -> None:
    with line:
        while said := line.recv(10):
            line.sendall(said.upper())


def test_each_line_is_served_beside_the_others() -> None:
    with Lines(echo, seconds=5) as lines:
        address = ("127.0.0.1", lines.port)
        with socket.create_connection(address) as one, socket.create_connection(address) as two:
            for line in (two, one):
                line.sendall(b"a12")
                assert line.recv(10) == b"A12"
            assert len(lines) == 2
    lines.join()
    lines.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


def test_a_line_on_which_nothing_is_said_is_given_up() -> None:
    raised: list[Exception] = []

    def waits(line: socket.socket) -> None:
        with line:
            try:
                line.recv(1)
            except TimeoutError as error:
                raised.append(error)

    with Lines(waits, seconds=0.05) as lines:
        with socket.create_connection(("127.0.0.1", lines.port)) as silent:
            assert silent.recv(1) == b""
        lines.join()
    assert len(raised) == 1
