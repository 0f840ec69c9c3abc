"""D3: the feed of a partner, and whether each label tells the truth."""

import json
from collections import Counter
from datetime import datetime
from itertools import chain

import pytest

from labs import datasets


def found_in(document: dict[str, object], seen: set[object]) -> set[str]:
    """The names of all defects of a document, found without its label."""
    found = set()
    prices = document["prices"]
    assert isinstance(prices, list)
    for price in prices:
        pence = price.get("pence")
        if pence is None:
            found.add("price missing")
        elif isinstance(pence, str):
            found.add("price as text")
        elif isinstance(pence, float):
            found.add("price as float")
        elif pence <= 0:
            found.add("price negative")
        if price["band"] not in ("A", "B", "C"):
            found.add("unknown band")
    try:
        datetime.fromisoformat(str(document["starts"]))
    except ValueError:
        found.add("date not ISO")
    if not str(document["title"]).strip():
        found.add("title blank")
    if not isinstance(document["venue"], dict):
        found.add("venue not an object")
    if document["id"] in seen:
        found.add("id repeated")
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_label_is_the_one_defect_of_its_document(seed: int) -> None:
    seen: set[object] = set()
    for listing in datasets.partner_feed(seed):
        assert found_in(listing.document, seen) == {listing.defect} - {None}
        seen.add(listing.document["id"])


def test_seven_in_a_hundred_are_defective_in_nine_ways() -> None:
    count = Counter(listing.defect for listing in datasets.partner_feed())
    assert count.pop(None) == 4_650
    assert set(count) == set(datasets.DEFECTS)
    assert len(count) == 9
    assert {count[name] for name in datasets.PRICE_DEFECTS} == {50}
    assert sum(count.values()) == 350


def test_no_price_of_a_defective_kind_could_be_taken_for_a_whole_number() -> None:
    for listing in datasets.partner_feed():
        prices = listing.document["prices"]
        assert isinstance(prices, list)
        floats = [price["pence"] for price in prices if isinstance(price.get("pence"), float)]
        assert not any(pence.is_integer() for pence in floats)


def test_a_feed_is_json_and_the_same_each_time() -> None:
    first = [listing.document for listing in datasets.partner_feed(n=500)]
    assert json.loads(json.dumps(first)) == first
    assert first == [listing.document for listing in datasets.partner_feed(n=500)]
    assert first != [listing.document for listing in datasets.partner_feed(seed=2, n=500)]


def test_a_document_may_be_changed_without_harm_to_the_next_call() -> None:
    datasets.partner_feed(n=10)[0].document.clear()
    assert datasets.partner_feed(n=10)[0].document["id"] == "partner-00001"


def test_good_documents_differ_in_shape() -> None:
    good = [listing.document for listing in datasets.partner_feed(n=500) if not listing.defect]
    assert {len(document["prices"]) for document in good} == {1, 2, 3}  # type: ignore[arg-type]
    assert {"rating" in document for document in good} == {True, False}
    assert [] in [document["tags"] for document in good]
    assert len(set(chain.from_iterable(document["tags"] for document in good))) > 5  # type: ignore[misc]


@pytest.mark.parametrize("n", [0, 1, 14, 15, 100])
def test_a_feed_has_the_length_that_was_asked_for(n: int) -> None:
    feed = datasets.partner_feed(n=n)
    assert len(feed) == n
    assert sum(listing.defect is not None for listing in feed) == n * 7 // 100


def test_a_negative_number_of_listings_is_refused() -> None:
    with pytest.raises(ValueError, match="their number"):
        datasets.partner_feed(n=-1)
