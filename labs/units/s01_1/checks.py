"""What S01.1 asks of an answer: each check is one claim."""

from collections.abc import Callable, Sequence

from labs.judges import CountingOrigin, judging

SEATS = 40
FreeSeats = Callable[[Sequence[int]], int]
Fee = Callable[[int], int]


def counted_once(free_seats: FreeSeats, evenings: Sequence[Sequence[int]]) -> None:
    """A seat that was typed twice is one seat."""
    with judging("E1: a seat is counted once") as judge:
        for sold in evenings:
            taken = sum(seat in sold for seat in range(1, SEATS + 1))
            got = free_seats(list(sold))
            judge.equal(
                got,
                SEATS - taken,
                called=f"free_seats({sold!s:.60})",
                likely=[
                    (got == SEATS - len(sold), "a seat typed twice is counted twice."),
                    (got == taken, "these are the seats that are taken, not the free ones."),
                ],
            )


def fee_is_added(charge: Callable[[Fee], Fee], tenths: int) -> None:
    """The customer pays the price and its fee, which is asked for once for each payment."""
    with judging("E2: the fee is added, and asked for once") as judge:
        fee: CountingOrigin[int, int] = CountingOrigin(lambda pence: pence * tenths // 10)
        pays = charge(fee)
        for pence in (1_000, 250, 1_000):
            called = f"charge(fee)({pence}), where the fee is {pence * tenths // 10}"
            before, got = fee.calls, pays(pence)
            likely = [(got == fee(pence), "this is the fee alone: the price belongs to it.")]
            judge.equal(got, pence + pence * tenths // 10, called=called, likely=likely)
            asked = fee.calls - before - 1  # one call was the check's own
            judge.that(
                asked == 1,
                called=called,
                got=f"{asked} calls of fee",
                expected="1 call of fee",
                likely="keep what fee gave you, or ask at each payment.",
            )
        nothing = charge(lambda _: 50)(0)
        likely = [(True, "a payment of nothing costs nothing, whatever the fee.")]
        judge.equal(nothing, 0, called="charge(fee)(0), where the fee is 50", likely=likely)
