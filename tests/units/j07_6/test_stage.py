"""What J07.6 finds on the machine that it runs on."""

import socket
from types import SimpleNamespace

import psutil
import pytest

from labs.units.j07_6.stage import own_address


def _card(*addresses: tuple[socket.AddressFamily, str]) -> list[SimpleNamespace]:
    return [SimpleNamespace(family=family, address=address) for family, address in addresses]


def test_an_address_that_others_might_call_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    loopback = _card((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
    cable = _card((socket.AF_INET6, "fe80::1"), (socket.AF_INET, "10.20.9.77"))
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: {"lo": loopback, "eth0": cable})
    assert own_address() == "10.20.9.77"
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: {"lo": loopback})
    assert own_address() == ""
