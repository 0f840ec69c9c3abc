"""What the experiment of S03.2 is played with: a slow bank, and a caller without patience."""

import threading
from contextlib import closing
from http.client import HTTPConnection

from labs.servers.hosting import Hosted
from labs.servers.server import LOOPBACK

_PATIENCE = 20.0
"""Seconds; only something that is broken takes as long."""


class Bank:
    """Pays money back, when it comes to it."""

    def __init__(self) -> None:
        self.paid: list[str] = []
        """The orders that money was paid back for, each time."""
        self._asked = 0
        self._open = False
        self._changed = threading.Condition()

    def pay_back(self, order: str) -> None:
        """Wait until the bank answers. Raises TimeoutError if it never does."""
        with self._changed:
            self._asked += 1
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: self._open, _PATIENCE):
                raise TimeoutError("the bank does not answer")
            self.paid.append(order)
            self._changed.notify_all()

    def answers(self) -> None:
        """Answer all who wait, and wait until each has been paid."""
        with self._changed:
            self._open = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: len(self.paid) == self._asked, _PATIENCE)

    @property
    def asked(self) -> int:
        """How many have come so far."""
        return self._asked

    def wait_for(self, asked: int) -> None:
        """Wait until so many have come."""
        with self._changed:
            self._changed.wait_for(lambda: self._asked >= asked, _PATIENCE)


def ask_and_give_up(site: Hosted, path: str, bank: Bank) -> None:
    """Send a POST; once the bank has heard of it, close the connection without an answer."""
    before = bank.asked
    with closing(HTTPConnection(LOOPBACK, site.port, timeout=_PATIENCE)) as line:
        line.request("POST", path)
        bank.wait_for(before + 1)
