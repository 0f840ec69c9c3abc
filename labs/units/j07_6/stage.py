"""What the machine that a learner sits at has."""

import socket

import psutil


def own_address() -> str:
    """An IPv4 address of this machine that others might call; "" without a network."""
    cards = psutil.net_if_addrs().values()
    found = (each.address for card in cards for each in card if each.family == socket.AF_INET)
    return next((address for address in found if not address.startswith("127.")), "")
