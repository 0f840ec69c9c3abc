"""D4: who reads which page. A few pages are loved, and the tail is long."""

from bisect import bisect_right
from functools import cache
from itertools import accumulate

from labs.datasets.chance import Chance

PAGES = 2_400
"""One page for each performance of `core`; their ids are 1 to PAGES."""

_SCALE = 1 << 48


def zipf_reads(n: int, seed: int, popularity: int = 1) -> list[int]:
    """`n` page ids in the order of the visits: Zipf with s = 0.9 over all 2,400 pages.

    `seed` decides who visits, `popularity` which pages are loved: two days with the same
    popularity share their hot pages. Raises ValueError if `n` is negative.
    """
    if n < 0:
        raise ValueError(f"A trace cannot have {n} reads: n is the number of visits, 0 or more.")
    pages = loved_pages(popularity)
    upto = list(accumulate(zipf_weights(PAGES)))
    visitors = Chance("visitors", seed)
    return [pages[bisect_right(upto, visitors.below(upto[-1]))] for _ in range(n)]


def loved_pages(popularity: int) -> list[int]:
    """All page ids, the most loved first."""
    return Chance("applause", popularity).shuffled(range(1, PAGES + 1))


@cache
def zipf_weights(pages: int) -> tuple[int, ...]:
    """The weight of the r-th page, 1 / r**0.9 in units of 2**-48, rounded down.

    In integers, as a floating-point power may differ in its last bit between machines.
    """
    weights = [_SCALE]
    for rank in range(2, pages + 1):
        weights.append(_tenth_root(_SCALE**10 // rank**9, at_most=weights[-1]))
    return tuple(weights)


def _tenth_root(n: int, at_most: int) -> int:
    """The integer part of the tenth root, by Newton's method from above."""
    root = at_most
    while (nearer := (9 * root + n // root**9) // 10) < root:
        root = nearer
    return root
