"""The networks and addresses that the checks of J07.6 ask for, and what is true of them."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
from itertools import count
from unittest.mock import patch

from labs.datasets.chance import Chance

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

OF_NOBODY = [
    ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]
"""Private networks (RFC 1918, RFC 4193)."""

NEITHER = [
    ip_address(each)
    for each in ("127.0.0.1", "::1", "169.254.7.7", "::ffff:10.0.0.1", "fd::1", "fc:7::1")
]
"""What Python's `is_private` counts, and nobody else does; and what only looks like fc00::/7."""

BITS = {4: 32, 6: 128}
_ADDRESS: dict[int, type[IPv4Address] | type[IPv6Address]] = {4: IPv4Address, 6: IPv6Address}


class NotByHandError(RuntimeError):
    """Python's `ipaddress` was asked."""

    likely = "to_number and to_text make numbers of addresses and back; compute with those."


def network_of(network: str) -> Network:
    """The network that one of its machines tells as `10.20.9.77/22`."""
    return ip_interface(network).network


def is_of_nobody(address: Address) -> bool:
    """Whether it is in a private network."""
    return any(address in network for network in OF_NOBODY)


class ListedError(RuntimeError):
    """One address after another was made."""

    likely = (
        "a network may hold 2 ** 64 addresses and more: compute its two ends, and list nothing."
    )


MOST = 1_000
"""Texts that one call may make before it is said to list addresses."""


def told(address: Address) -> str:
    """The address in text: an IPv4 address within IPv6 ends as people write it."""
    within = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return f"::ffff:{within}" if within else str(address)


def near(network: Network) -> list[Address]:
    """Both its ends, what lies just outside, and its first number in the other family.

    For IPv4 its first address within IPv6, too: `::ffff:10.20.8.0`.
    """
    first, last = int(network.network_address), int(network.broadcast_address)
    kind, top = _ADDRESS[network.version], 2 ** BITS[network.version]
    found: list[Address] = [
        kind(value) for value in (first, last, first - 1, last + 1) if 0 <= value < top
    ]
    other = 10 - network.version
    if first < 2 ** BITS[other]:
        found.append(_ADDRESS[other](first))
    if network.version == 4:
        found.append(IPv6Address(0xFFFF << 32 | first))
    return found


def any_networks(number: int, chance: Chance) -> list[str]:
    """So many networks of both families, of each length, told by any of their machines."""
    found = []
    for each in range(number):
        version = (4, 6)[each % 2]
        bits = BITS[version]
        length = (each // 2) % (bits + 1)
        value = sum(chance.below(2**32) << shift for shift in range(0, bits, 32))
        found.append(f"{_ADDRESS[version](value)}/{length}")
    return found


def any_addresses(number: int, chance: Chance) -> list[Address]:
    """So many addresses, half of them in or just outside of private networks."""
    ends = [address for network in OF_NOBODY for address in near(network)]
    found: list[Address] = []
    for each in range(number):
        network = chance.choice(OF_NOBODY)
        inside = int(network.network_address) + chance.below(min(network.num_addresses, 2**60))
        found.append(_ADDRESS[network.version](inside))
        value = chance.below(2**32)
        found.append(IPv6Address(value << 96) if each % 2 else IPv4Address(value))
    return [*NEITHER, *ends, *found[: number - len(ends)]]


@contextmanager
def by_hand() -> Iterator[None]:
    """Within this block `ipaddress` raises NotByHandError, and listing addresses ListedError."""
    to_text, made = socket.inet_ntop, count(1)

    def refuses(*_: object, **__: object) -> None:
        raise NotByHandError("this is to be computed by hand, without ipaddress")

    def few(family: int, packed: bytes) -> str:
        if next(made) > MOST:
            raise ListedError(f"more than {MOST:,} addresses made, for one question")
        return to_text(family, packed)

    with ExitStack() as stack, patch.object(socket, "inet_ntop", few):
        for kind in (IPv4Address, IPv6Address, IPv4Network, IPv6Network):
            stack.enter_context(patch.object(kind, "__init__", refuses))
        yield
