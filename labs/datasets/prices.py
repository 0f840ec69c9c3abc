"""D4: pages that are read often and change rarely, for choosing how long a copy may live."""

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from labs.datasets.chance import Chance
from labs.datasets.reads import loved_pages, zipf_weights

READS_PER_CHANGE = 400


class Read(NamedTuple):
    """A visitor asks for a page, `at_ms` milliseconds after the start."""

    at_ms: int
    page_id: int


class Change(NamedTuple):
    """From now on the lowest price of this page is `pence`."""

    at_ms: int
    page_id: int
    pence: int


Event: TypeAlias = Read | Change


def price_changes(
    n: int, seed: int, *, popularity: int = 1, pages: int = 20, seconds: int = 600
) -> list[Event]:
    """`n` reads of the most loved `pages`, and one change of price for every 400 reads.

    Reads and changes come at random moments of `seconds`, in the order of time, and both follow
    the Zipf popularity of `zipf_reads`. Each page's first event is a Change at 0 ms that gives
    its opening price; every later Change gives another price than before.
    Raises ValueError if `pages` is not between 1 and 2,400, or `n` or `seconds` is below 1.
    """
    loved = loved_pages(popularity)
    if not 1 <= pages <= len(loved):
        raise ValueError(f"pages={pages}: there are pages 1 to {len(loved):,} to choose from.")
    if n < 1 or seconds < 1:
        raise ValueError(f"n={n}, seconds={seconds}: a trace needs at least one of each.")
    chance = Chance("prices", popularity, seed)
    upto = list(accumulate(zipf_weights(pages)))

    def visit() -> tuple[int, int]:
        page_id = loved[bisect_right(upto, chance.below(upto[-1]))]
        return 1 + chance.below(1_000 * seconds), page_id

    pence = {page_id: _price(chance) for page_id in loved[:pages]}
    events: list[Event] = [Change(0, page_id, price) for page_id, price in pence.items()]
    for at_ms, page_id in sorted(visit() for _ in range(n // READS_PER_CHANGE)):
        while (price := _price(chance)) == pence[page_id]:
            pass
        pence[page_id] = price
        events.append(Change(at_ms, page_id, price))
    events += [Read(*visit()) for _ in range(n)]
    return sorted(events, key=lambda event: event.at_ms)


def _price(chance: Chance) -> int:
    """10 to 60 pounds in steps of 50 pence."""
    return 1_000 + 50 * chance.below(101)
