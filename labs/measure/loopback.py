"""What a lesson aims at a server stays on this machine."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit


class NotLoopbackError(ValueError):
    """Load was to be aimed at an address that is not this machine's own."""


def require_loopback(url: str) -> str:
    """The same URL, if its host is localhost, ::1 or in 127.0.0.0/8.

    Raises NotLoopbackError for anything else: load on a machine of others is an attack.
    """
    host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    if not _is_this_machine(host):
        raise _refusal(host or repr(url))
    return url


@contextmanager
def this_machine_only() -> Iterator[None]:
    """Let this thread connect to this machine alone, for the length of the block.

    Raises NotLoopbackError where it tries another, and at the end if that was caught. What speaks
    to the system past Python's sockets is not seen, nor a connection that is open already.
    """
    _watch()
    _thread.watched, _thread.refused = True, ""
    try:
        yield
        if _thread.refused:
            raise _refusal(_thread.refused)
    finally:
        _thread.watched = False


_thread = threading.local()


@cache
def _watch() -> None:
    """Have Python tell where it connects; there is no way to have it told no longer."""
    sys.addaudithook(_look)


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if not getattr(_thread, "watched", False):
        return
    match event, arguments:
        case "socket.connect", (_, (str(host), *_)):
            pass
        case "socket.getaddrinfo", (str(host), *_):
            pass
        case _:
            return
    if not _is_this_machine(host):
        _thread.refused = host
        raise _refusal(host)


def _refusal(host: str) -> NotLoopbackError:
    return NotLoopbackError(
        f"Load goes to this machine only, and {host} is not its own address. "
        "Use the .url of a server that the notebook started, such as http://127.0.0.1:8000."
    )


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
