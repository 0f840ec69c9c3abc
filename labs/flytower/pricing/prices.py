"""What seats and their fees cost, in pence."""

from collections.abc import Iterator
from dataclasses import dataclass

MOST_SEATS = 2_000
MOST_PENCE = 100_000

_IN_A_ROW = 20
_BANDS = (("stalls", 4_500), ("circle", 3_250), ("balcony", 1_800))
_ROWS_OF_A_BAND = 4
_SOLD_EVERY = 7


@dataclass(frozen=True)
class PricedSeat:
    """One seat of the hall."""

    seat: str
    """Row and number, such as `3-14`."""
    band: str
    pence: int
    fee_pence: int
    free: bool


def fee_for(pence: int) -> int:
    """The fee of a ticket: 6.5 %, half a penny up, 60p to £3.50; of a free ticket none.

    Raises ValueError if the price is not 0 to MOST_PENCE.
    """
    if not 0 <= pence <= MOST_PENCE:
        raise ValueError(f"a ticket costs 0 to {MOST_PENCE} pence, not {pence}")
    return min(max((65 * pence + 500) // 1_000, 60), 350) if pence else 0


def hall(count: int) -> Iterator[PricedSeat]:
    """The first so many seats, row by row.

    Raises ValueError, before the first, if the count is not 1 to MOST_SEATS.
    """
    if not 1 <= count <= MOST_SEATS:
        raise ValueError(f"a hall is asked for 1 to {MOST_SEATS} seats, not {count}")
    return map(_seat, range(count))


def _seat(index: int) -> PricedSeat:
    row, place = divmod(index, _IN_A_ROW)
    band, pence = _BANDS[min(row // _ROWS_OF_A_BAND, len(_BANDS) - 1)]
    return PricedSeat(
        f"{row + 1}-{place + 1}", band, pence, fee_for(pence), index % _SOLD_EVERY != 0
    )
