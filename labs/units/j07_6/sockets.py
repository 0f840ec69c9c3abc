"""The lists of sockets that the checks of J07.6 show, in the form that psutil gives them."""

import socket
from typing import NamedTuple

import psutil


class At(NamedTuple):
    """An address and a port."""

    ip: str
    port: int


class Socket(NamedTuple):
    """One socket, as psutil lists it."""

    fd: int
    family: socket.AddressFamily
    type: socket.SocketKind
    laddr: At
    raddr: At | tuple[()]
    status: str


def _tcp(ip: str, port: int, status: str = psutil.CONN_LISTEN, peer: At | None = None) -> Socket:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    return Socket(-1, family, socket.SOCK_STREAM, At(ip, port), peer or (), status)


def _udp(ip: str, port: int) -> Socket:
    return Socket(-1, socket.AF_INET, socket.SOCK_DGRAM, At(ip, port), (), psutil.CONN_NONE)


EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound here
GUEST = At("10.20.9.77", 50_123)

SOCKETS = [
    _tcp("10.20.0.10", 10_443),
    _tcp("127.0.0.1", 5_432),
    _tcp(EVERYWHERE, 8_000),
    _tcp("10.20.0.10", 443),
    _tcp("::", 8_081),
    _tcp("10.20.0.10", 50_999, psutil.CONN_ESTABLISHED, GUEST),
    _udp(EVERYWHERE, 5_353),
]

OTHER_SOCKETS = [
    _tcp("::", 8_443),
    _tcp("192.168.1.7", 8_080),
    _tcp(EVERYWHERE, 8_080),
    _tcp("127.0.0.2", 6_379),
    _tcp("127.8.0.1", 6_380),
    _tcp("::1", 631),
    _tcp("fd20::4d", 22),
    _tcp(EVERYWHERE, 9_000),
    _tcp("127.0.0.1", 9_000),
    _tcp("192.168.1.7", 3_000),
    _tcp("10.20.0.10", 40_001, psutil.CONN_TIME_WAIT, GUEST),
    _tcp("fd20::4d", 40_002, psutil.CONN_CLOSE_WAIT, GUEST),
]
