"""Orders are as hard as they are said to be, and Node gives each one form."""

import json
import unicodedata

from labs.units.j03_3.bytes_of_orders import NOT_READ, READ
from labs.units.j03_3.orders import any_json, by_node, orders


def test_orders_have_what_makes_them_hard() -> None:
    some = orders(1_000, seed=3)
    assert {order["placed"].utcoffset().total_seconds() // 60 for order in some} > {0, 330}
    assert any(order["id"] == 2**53 + 1 for order in some)
    assert {tuple(order) == tuple(sorted(order)) for order in some} == {True, False}
    assert any(unicodedata.normalize("NFC", order["buyer"]) != order["buyer"] for order in some)
    assert {order.get("phone", "missing") is None for order in some} == {True, False}
    assert any("phone" not in order for order in some)


def test_node_writes_each_style_of_one_order_in_one_form() -> None:
    [order] = orders(1, seed=8)
    assert len({any_json(order, seed) for seed in range(9)}) > 1
    assert len(set(by_node([order] * 9))) == 1


def test_node_writes_what_it_reads_again() -> None:
    some = orders(20, seed=5)
    for order, raw in zip(some, by_node(some), strict=True):
        members = json.loads(raw)
        assert int(members["id"]) == order["id"]
        assert list(members) == sorted(order)
        assert raw.decode() == unicodedata.normalize("NFC", raw.decode())


def test_what_is_to_be_read_is_json_and_what_is_not_differs_from_it() -> None:
    assert all(json.loads(raw).keys() == order.keys() for raw, order in READ.items())
    assert not {raw for _, raw, _ in NOT_READ} & READ.keys()
