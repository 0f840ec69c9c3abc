"""What reason_of of J07.3 is given: tries to connect, that end in each way there is."""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial

from labs.units.j07_3 import doors
from labs.units.j07_3.doors import Door
from labs.units.j07_3.kit import tls_kit


class Attempt:
    """What is passed to reason_of: raises or returns, and counts how often it is called."""

    def __init__(self, told: str, right: str, does: Callable[[], object]) -> None:
        self.told, self.right = told, right
        self.calls = 0
        self.error: Exception | None = None
        self._does = does

    def __call__(self) -> object:
        self.calls += 1
        try:
            return self._does()
        except Exception as error:
            self.error = error
            raise


def at_door(told: str, right: str, door: Door, host: str, ca: str) -> Attempt:
    """An attempt to reach this door as this host."""
    client = ssl.create_default_context(cadata=ca)
    return Attempt(told, right, lambda: doors.knock_at(door.port, host, client))


def nobody() -> object:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    return socket.create_connection(("127.0.0.1", port), timeout=doors.SECONDS)


def raising(error: Exception) -> Callable[[], object]:
    """What fails in this way, whenever it is called."""

    def raises() -> object:
        raise error

    return raises


def _in_other_words(code: int, words: str) -> ssl.SSLCertVerificationError:
    """As another OpenSSL says it."""
    error = ssl.SSLCertVerificationError(1, words)
    error.verify_code, error.verify_message = code, words
    return error


def other_attempts(host: str, stack: ExitStack) -> Iterator[Attempt]:
    """Those that the lesson has not shown; their doors close with the stack."""
    made = tls_kit(host)
    for name, told, right in (
        ("not yet", "a certificate that begins next year", "date"),
        ("with its root", "a server that sends its unknown CA along", "signer"),
        ("purpose", "a certificate that is for clients alone", "certificate"),
    ):
        door = stack.enter_context(Door(made.contexts[name]))
        yield at_door(told, right, door, host, made.authority.pem)
    door = stack.enter_context(Door(made.contexts["right"]))
    yield at_door("an address in place of a name", "name", door, "127.0.0.1", made.authority.pem)
    plain = stack.enter_context(Door(None))
    yield at_door("a server that speaks no TLS", "TLS", plain, host, made.authority.pem)
    for code, words, word in (
        (18, "self signed certificate", "signer"),
        (10, "Zertifikat abgelaufen", "date"),
        (21, "unable to verify the first certificate", "certificate"),
        (63, "email address mismatch", "certificate"),
    ):
        error = _in_other_words(code, words)
        yield Attempt(f"verify_code {code} in other words: {words!r}", word, raising(error))
    for failed, word in (
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), "TLS"),
        (ssl.SSLZeroReturnError(6, "TLS/SSL connection has been closed"), "TLS"),
        (TimeoutError("timed out"), "nobody"),
        (ConnectionResetError("reset"), "nobody"),
        (socket.gaierror(8), "nobody"),
        (OSError(113, "No route to host"), "nobody"),
    ):
        yield Attempt(f"attempt raises {type(failed).__name__}", word, raising(failed))
    nothings: Sequence[object] = (None, b"", False)
    for nothing in nothings:
        yield Attempt(f"attempt returns {nothing!r}", "fine", partial(_given, nothing))


def _given(value: object) -> object:
    return value
