"""D4: the trace of reads."""

from collections import Counter
from decimal import Decimal, getcontext

import pytest

from labs import datasets
from labs.datasets.reads import loved_pages, zipf_weights


def test_the_first_reads_are_the_same_on_every_machine() -> None:
    assert datasets.zipf_reads(8, seed=5) == [363, 537, 551, 1417, 1851, 1026, 233, 1034]


def test_weights_are_the_exact_power_rounded_down() -> None:
    getcontext().prec = 60
    exact = [int(Decimal(2**48) / Decimal(rank) ** Decimal("0.9")) for rank in range(1, 2_401)]
    assert list(zipf_weights(2_400)) == exact


def test_every_read_is_of_a_page_that_exists() -> None:
    assert set(datasets.zipf_reads(3_000, seed=2)) <= set(range(1, datasets.PAGES + 1))


def test_a_longer_trace_begins_like_a_shorter_one() -> None:
    assert datasets.zipf_reads(300, seed=9)[:100] == datasets.zipf_reads(100, seed=9)


def test_a_few_pages_are_loved_and_the_tail_is_long() -> None:
    reads = [count for _, count in Counter(datasets.zipf_reads(20_000, seed=5)).most_common()]
    assert 0.60 < sum(reads[:240]) / 20_000 < 0.68
    assert len(reads) > 2_000


def test_reads_follow_the_weights() -> None:
    seen = Counter(datasets.zipf_reads(20_000, seed=5))
    total = sum(zipf_weights(datasets.PAGES))
    ranked = zip(loved_pages(1), zipf_weights(datasets.PAGES), strict=True)
    for page_id, weight in list(ranked)[:20]:
        assert seen[page_id] == pytest.approx(20_000 * weight / total, rel=0.25)


def test_two_days_share_their_loved_pages_but_not_their_visitors() -> None:
    today, tomorrow = datasets.zipf_reads(5_000, seed=1), datasets.zipf_reads(5_000, seed=2)
    assert today != tomorrow
    assert len(top(today, 20) & top(tomorrow, 20)) >= 15


def test_another_popularity_loves_other_pages() -> None:
    here = datasets.zipf_reads(5_000, seed=1, popularity=1)
    elsewhere = datasets.zipf_reads(5_000, seed=1, popularity=2)
    assert len(top(here, 20) & top(elsewhere, 20)) <= 5


def test_the_most_read_page_is_the_premiere_of_dido() -> None:
    reads = Counter(datasets.zipf_reads(20_000, seed=5))
    assert reads.most_common(1)[0][0] == datasets.DIDO


def test_no_reads_are_an_empty_trace() -> None:
    assert datasets.zipf_reads(0, seed=1) == []


def test_a_negative_number_of_reads_is_refused() -> None:
    with pytest.raises(ValueError, match="number of visits"):
        datasets.zipf_reads(-1, seed=1)


def top(trace: list[int], n: int) -> set[int]:
    return {page_id for page_id, _ in Counter(trace).most_common(n)}
