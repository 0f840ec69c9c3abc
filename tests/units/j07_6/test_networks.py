"""What the checks of J07.6 know of networks."""

import ipaddress
import socket

import pytest

from labs.datasets.chance import Chance
from labs.units.j07_6.networks import (
    MOST,
    ListedError,
    NotByHandError,
    any_addresses,
    any_networks,
    by_hand,
    is_of_nobody,
    near,
    network_of,
    told,
)


def test_both_families_and_all_lengths_are_asked_for() -> None:
    found = [network_of(each) for each in any_networks(280, Chance("test", 1))]
    for version, bits in ((4, 32), (6, 128)):
        assert {each.prefixlen for each in found if each.version == version} == set(range(bits + 1))


def test_near_a_network_are_both_its_sides_and_the_other_family() -> None:
    found = set(map(told, near(network_of("10.20.9.77/22"))))
    inside, outside = {"10.20.8.0", "10.20.11.255"}, {"10.20.7.255", "10.20.12.0"}
    assert found == inside | outside | {"::a14:800", "::ffff:10.20.8.0"}
    found = set(map(told, near(network_of("0.0.0.0/0"))))
    assert found == {"0.0.0.0", "255.255.255.255", "::", "::ffff:0.0.0.0"}  # noqa: S104


def test_addresses_are_of_both_kinds_and_families() -> None:
    found = any_addresses(400, Chance("test", 1))
    kinds = {(each.version, is_of_nobody(each)) for each in found}
    assert kinds == {(4, True), (4, False), (6, True), (6, False)}


def test_by_hand_means_without_ipaddress_and_only_within() -> None:
    with by_hand():
        for asked in (ipaddress.ip_address, ipaddress.ip_network, ipaddress.ip_interface):
            with pytest.raises(NotByHandError):
                asked("10.0.0.0")
    assert str(ipaddress.ip_address("10.0.0.1")) == "10.0.0.1"


def test_by_hand_means_without_a_list_of_addresses() -> None:
    def listed(number: int) -> None:
        with by_hand():
            for _ in range(number):
                socket.inet_ntop(socket.AF_INET, bytes(4))

    listed(MOST)
    listed(MOST)
    with pytest.raises(ListedError):
        listed(MOST + 1)
