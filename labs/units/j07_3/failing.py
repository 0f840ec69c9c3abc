"""Lines of TLS that fail as a client reads: at once, and alike on each version of Python.

(Python 3.11 takes a line that was reset for one that has ended.)
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _Failing(ssl.SSLSocket):
    """A client's line, from which something was read once."""

    _readings = 0

    def read(self, len: int = 1024, buffer: "WriteableBuffer | None" = None) -> bytes:
        """As SSLSocket; recv and its kin come here."""
        self._readings += 1
        if self._readings > 1 and not self.server_side:
            self._fail()
        return super().read(len, buffer)

    def _fail(self) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")


class _Hurried(_Failing):
    def _fail(self) -> None:
        if self.gettimeout() is not None:
            raise TimeoutError("The read operation timed out")


@contextmanager
def broken_lines() -> Iterator[None]:
    """Each line of a client is reset in mid-answer."""
    with patch.object(ssl.SSLContext, "sslsocket_class", _Failing):
        yield


@contextmanager
def hurried_lines() -> Iterator[None]:
    """Each timeout that a client has set is over in mid-answer; without one, all is well."""
    with patch.object(ssl.SSLContext, "sslsocket_class", _Hurried):
        yield
