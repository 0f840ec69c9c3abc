"""A night's feed: its defects are where they are said to be, and some are harder to see."""

import json
from collections import Counter

import pytest

from labs.units.j03_3.night import DEFECTS, Line, let_in, night


@pytest.fixture(scope="module")
def feed() -> list[Line]:
    return night(seed=1, n=5_000)


def test_each_defect_is_there_in_its_share(feed: list[Line]) -> None:
    came = let_in(feed, range(1, 5_001))
    assert (came[None], sum(came[defect] for defect in DEFECTS)) == (4_650, 350)
    assert all(came[defect] >= 30 for defect in DEFECTS)


def test_a_defect_is_in_the_field_that_is_named(feed: list[Line]) -> None:
    for line in feed:
        if line.defect and line.field.startswith("prices."):
            _, number, member = line.field.split(".")
            price = json.loads(line.text)["prices"][int(number)]
            right = price.get(member) in ("A", "B", "C") or (
                type(price.get(member)) is int and price[member] > 0
            )
            assert not right, line
        assert bool(line.defect) == bool(line.field) == bool(line.error)


def test_half_of_some_defects_would_be_converted(feed: list[Line]) -> None:
    hard = Counter(
        line.defect
        for line in feed
        if line.defect and any(each in line.text for each in ('"1250"', " 1250.0", '"1798745400"'))
    )
    assert hard == {"price as text": 25, "price as float": 25, "date not ISO": 15}
