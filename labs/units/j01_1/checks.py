"""What J01.1 asks of an answer: each check is one claim."""

import linecache
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import FrozenInstanceError
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import psutil

from labs import datasets
from labs.datasets import Item
from labs.datasets.quotes import LARGEST
from labs.judges import Judge, Likely, judging
from labs.units.j01_1 import causes, data, types


class Priced(Protocol):
    """The learner's own."""

    tickets: int
    fees: int
    total: int


class Sale(Protocol):
    """What a line says."""

    title: str
    seats: int


Fee = Callable[[int], int]
QuoteOf = Callable[[Sequence[Item], Fee], Priced]
NewCosts = Callable[[int, int, int], Priced]
Sales = Callable[[Iterable[str]], Iterator[Sale]]
NewSale = Callable[[str, int], Sale]
BestSellers = Callable[[Path, int], list[tuple[str, int]]]

Order = tuple[tuple[int, int], ...]
WRONG_ORDERS: Sequence[tuple[Order, Sequence[int]]] = (
    (((-1, 1),), [-1]),
    (((1_250, 0),), [0]),
    (((1_250, -2),), [-2]),
)
"""Orders as (pence, quantity), and the numbers that are wrong."""

WRONG_LATER: Sequence[tuple[Order, Sequence[int]]] = (
    (((1_250, 2), (900, 0)), [0]),
    (((1_250, 2), (0, 1), (-70, 1)), [-70]),
    (((-1_250, 1), (9_900, 3)), [-1_250]),
    (((-5, -2),), [-5, -2]),
)
"""Orders that begin well, or cost something in all."""

PEAK = 200_000
"""Bytes that the best sellers of a file of any length may take."""


def before_all() -> None:
    """What a trial does once for all answers: have mypy read the library."""
    types.warm()


# --- E1: the fee of a ticket ------------------------------------------------------------------


def fees(fee: Fee, prices: Iterable[int]) -> None:
    """The fee is that of the rule, for each of these prices, and a whole number."""
    with judging("E1: the fee is that of the rule, to the penny") as judge:
        for pence in prices:
            share = Fraction(13, 200) * pence
            right = min(max(int(share + Fraction(1, 2)), 60), 350) if pence else 0
            got, called = fee(pence), f"fee({pence})"
            judge.that(
                type(got) is int,
                called=called,
                got=f"{got!r}, a {type(got).__name__}",
                expected="a whole number, an int",
                likely=causes.no_whole_number(got),
            )
            judge.equal(got, right, called=called, likely=causes.why_this_fee(pence, share, got))


# --- E2: what an order costs ------------------------------------------------------------------


def costs(quote: QuoteOf, new_costs: NewCosts, seed: int) -> None:
    """Carts cost what Priya says, with the fee that is passed in."""
    with judging("E2: an order costs its tickets, their fees and £1.25") as judge:
        for cart in datasets.quotes(60, seed):
            each = dict(_fees_of(cart))
            ask = _Asked(judge, each.__getitem__, len(cart.items))
            shown = ", ".join(f"Item({item.pence}, {item.quantity})" for item in cart.items)
            got = quote(cart.items, ask)
            _is_costs(judge, got, new_costs, f"quote([{shown}], fee)")
            judge.that(
                got == new_costs(cart.tickets, cart.fees, cart.total),
                called=f"quote([{shown}], fee)",
                got=f"{got!r}",
                expected=f"{new_costs(cart.tickets, cart.fees, cart.total)!r}",
                likely=causes.why_these_costs(cart, each, got.tickets, got.fees, got.total),
            )


def _fees_of(cart: datasets.Quote) -> Iterator[tuple[int, int]]:
    """Each price of the cart, and its fee."""
    for item in cart.items:
        alone = Fraction(13, 200) * item.pence
        yield item.pence, min(max(int(alone + Fraction(1, 2)), 60), 350) if item.pence else 0


class _Asked:
    """A fee that counts its calls; it fails the check if there are more than items."""

    def __init__(self, judge: Judge, fee: Fee, items: int) -> None:
        self._judge, self._fee, self._left = judge, fee, items

    def __call__(self, pence: int) -> int:
        self._left -= 1
        if self._left < 0:
            self._judge.fails(
                called="quote(items, fee)",
                came_back="more calls of fee than there are items",
                expected="one call of fee for each item, at most",
                likely="it is asked for each ticket: ask once, and multiply by the quantity.",
            )
        return self._fee(pence)


def _is_costs(judge: Judge, got: object, new_costs: NewCosts, called: str) -> None:
    judge.that(
        type(got) is new_costs,
        called=called,
        got=f"{got!r:.100}",
        expected="Costs(tickets, fees, total)",
        likely=[(got is None, "a `return` is missing."), (True, "return Costs(…), no other.")],
    )


def costs_by_another_fee(quote: QuoteOf, new_costs: NewCosts) -> None:
    """Whatever the fee says counts, for each ticket, a free one, too; and what it raises."""
    with judging("E2: an order costs its tickets, their fees and £1.25") as judge:
        order = (Item(0, 2), Item(1_000, 3), Item(250, 1), Item(0, 1))
        got = quote(order, lambda pence: 7 if pence else 1)
        called = f"quote({order}, fee), where fee is 7, or 1 if free".replace("pence=", "")
        called = called.replace("quantity=", "")
        _is_costs(judge, got, new_costs, called)
        likely: Likely = [
            (got.fees == 4 * 7 + 125, "a free ticket is passed over: fee says what it carries."),
            (got.fees == 4 * 7 + 3, "one ticket costs something: the order carries 125."),
            (True, "use the fee that is passed in: not your own, and none of an earlier call."),
        ]
        judge.equal(got.fees, 4 * 7 + 3 + 125, called=f"{called}: its fees", likely=likely)
        _fee_of_nothing(judge, quote)
        _fee_that_fails(judge, quote)


def _fee_of_nothing(judge: Judge, quote: QuoteOf) -> None:
    judge.equal(
        quote([Item(100, 1)], lambda _: 0).fees,
        125,
        called="quote([Item(100, 1)], fee), where fee is 0: its fees",
        likely="the 125 depend on the price of a ticket, not on its fee.",
    )


def _fee_that_fails(judge: Judge, quote: QuoteOf) -> None:
    def fails(_: int) -> int:
        raise LookupError

    try:
        got: object = quote([Item(100, 1)], fails)
    except LookupError:
        return
    judge.fails(
        called="quote([Item(100, 1)], fee), where fee raises a LookupError",
        came_back=f"{got!r}",
        expected="the LookupError: an order whose fee is not known costs nobody knows what",
        likely="errors of fee are caught: let them through.",
    )


def refuses(quote: QuoteOf, orders: Sequence[tuple[Order, Sequence[int]]]) -> None:
    """A wrong order is a ValueError with the wrong number in it, and no fee was asked for."""
    with judging("E2: a wrong order is refused before it costs anything") as judge:
        quote([Item(0, 1), Item(9_900, 1)], lambda pence: pence)  # a legal one is not
        for order, wrong in orders:
            asked: list[int] = []

            def fee(pence: int, asked: list[int] = asked) -> int:
                asked.append(pence)
                return 60

            shown = ", ".join(f"Item({pence}, {quantity})" for pence, quantity in order)
            said = _refusal(quote, [Item(*item) for item in order], fee)
            named = " or ".join(map(str, wrong))
            called, expected = f"quote([{shown}], fee)", f"a ValueError with {named} in it"
            judge.that(
                said is not None and any(str(number) in said for number in wrong),
                called=called,
                got="no ValueError" if said is None else f"ValueError: {said}",
                expected=expected,
                likely="look at the price and the quantity of each item, and name the wrong one.",
            )
            judge.that(
                not asked,
                called=called,
                got=f"{expected}, after fee({asked[:1]})",
                expected="no call of fee: the order is wrong, whichever item it is",
                likely="refuse in a loop of its own, before anything is added up.",
            )


def _refusal(quote: QuoteOf, items: Sequence[Item], fee: Fee) -> str | None:
    try:
        quote(items, fee)
    except ValueError as error:
        return str(error)
    return None


def largest(quote: QuoteOf, new_costs: NewCosts) -> None:
    """The largest total is accepted, and one penny more is refused."""
    with judging("E2: a wrong order is refused before it costs anything") as judge:
        most = LARGEST - 125
        called = f"quote([Item(1, {most})], fee), where fee is 0"
        with judge.calling(called, likely=lambda _: "LARGEST itself is allowed."):
            got = quote([Item(1, most)], lambda _: 0)
        _is_costs(judge, got, new_costs, called)
        likely = "LARGEST itself is allowed: refuse what is above it."
        judge.equal(got.total, LARGEST, called=f"{called}: its total", likely=likely)
        for items in ([Item(1, most + 1)], [Item(1, LARGEST), Item(1, LARGEST)]):
            total = sum(item.quantity for item in items) + 125
            said = _refusal(quote, items, lambda _: 0)
            judge.that(
                said is not None and str(total) in said,
                called=f"quote({items}, fee), where fee is 0",
                got="no ValueError" if said is None else f"ValueError: {said}",
                expected=f"a ValueError with {total} in it",
                likely="the total, of all items and fees, must not be above LARGEST.",
            )


def typed(quote: QuoteOf) -> None:
    """mypy --strict finds nothing in the cell, its signature is exact, and nothing is Any."""
    with judging("E2: types say what goes in and out") as judge:
        file = quote.__code__.co_filename
        complaint = types.first_complaint("".join(linecache.getlines(file)))
        judge.that(
            complaint is None,
            called="mypy --strict, of the cell with quote, and of calls right and wrong",
            got=complaint,
            expected="no complaint of the cell, and one of each wrong call",
            likely=causes.of_types(complaint or ""),
        )


def frozen(new_costs: NewCosts) -> None:
    """Costs cannot be changed, and equal ones are equal."""
    with judging("E2: types say what goes in and out") as judge:
        one, other = new_costs(1, 2, 3), new_costs(1, 2, 3)
        try:
            one.total = 4
        except FrozenInstanceError:
            changed = False
        else:
            changed = True
        judge.that(
            not changed and one == other,
            called="Costs(1, 2, 3), and its total set to 4",
            got="it was changed" if changed else "two equal Costs are not equal",
            expected="a FrozenInstanceError, and equal Costs to be equal",
            likely="write @dataclass(frozen=True) above the class.",
        )


# --- E3: best sellers, line by line -----------------------------------------------------------


def lazy(sales: Sales, new_sale: NewSale) -> None:
    """No line is read before its sale is asked for, and lines may never end."""
    with judging("E3: a line is read when its sale is asked for") as judge:
        read: list[str] = []

        def endless() -> Iterator[str]:
            while len(read) < 1_000:
                read.append(f"Show {len(read)};2\n")
                yield read[-1]

        called = "sales(lines)"
        got = sales(endless())
        likely = "a list is made of all lines: write `yield` for each sale, and no `return`."
        judge.that(
            hasattr(got, "__next__"),
            called=called,
            got=f"{type(got).__name__}",
            expected="a generator",
            likely=[(got is None, "nothing is returned, and nothing yielded."), (True, likely)],
        )
        for number in range(3):
            judge.that(
                len(read) == number,
                called=f"{called}, after {number} of its sales",
                got=f"{len(read)} lines read",
                expected=f"{number} lines read",
                likely=likely,
            )
            judge.equal(
                next(got),
                new_sale(f"Show {number}", 2),
                called=f"next({called}), of {read[-1]!r}" if read else f"next({called})",
                likely="the title stands before the semicolon, and the seats are an int.",
            )


def lines_of_all_kinds(sales: Sales, new_sale: NewSale) -> None:
    """Titles with semicolons, lines without an end, blank ones, and a list of lines."""
    lines = ["Romeo;  Juliet;2\n", "\n", "  \n", "Dido;13", "Ça ira;1\n"]
    with judging("E3: a line is read when its sale is asked for") as judge:
        called = f"list(sales({lines}))"
        with judge.calling(called, expected="three sales", likely=causes.of_a_legal_line):
            got = list(sales(lines))
        judge.equal(
            got,
            [new_sale("Romeo;  Juliet", 2), new_sale("Dido", 13), new_sale("Ça ira", 1)],
            called=called,
            likely=[
                (len(got) > 3, "a line of nothing but blanks is passed over."),
                (True, "take the end of the line off, if there is one."),
            ],
        )


def wrong_lines(sales: Sales) -> None:
    """A wrong line is a ValueError with its number, once it is reached."""
    with judging("E3: a line is read when its sale is asked for") as judge:
        for wrong in (
            "Dido;two",
            "Dido;0",
            "Dido;-1",
            "Dido;",
            "Dido",
            "7",
            "Dido;1.5",
            "Dido;+3",
            "Dido;²",
            "Dido;00",
        ):
            lines = ["Dido;1\n", "\n", "Dido;2\n", f"{wrong}\n"]
            said, kept = "no error", 0
            try:
                for _ in sales(lines):
                    kept += 1
            except ValueError as error:
                said = f"ValueError: {error}"
            judge.that(
                said.startswith("ValueError") and "4" in said and kept == 2,
                called=f"sales({lines}), to the end",
                got=f"{kept} sales, then {said}",
                expected="2 sales, then a ValueError with 4 in it, the line's number",
                likely=[
                    ("3" in said, "blank lines are counted, too: enumerate the lines themselves."),
                    (
                        said == "no error",
                        f"{wrong!r} has no title, or no seats in digits, 1 or more.",
                    ),
                    (True, "say the number of the line: enumerate(lines, 1)."),
                ],
            )


def best(best_sellers: BestSellers, lines: int, seed: int) -> None:
    """The best sellers are those of the file, most seats first."""
    path = data.write_sales(lines, seed)
    sold: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        sold[line[:-2]] += int(line[-1])
    _ranked(best_sellers, path, sold, [1, 3, 100])


def ties(best_sellers: BestSellers) -> None:
    """Equal seats are in the order of the alphabet, whatever the order of the file."""
    sold = {f"Show {letter}": 5 for letter in "LKJIHGFEDCBA"} | {"Dido": 12, "Bert": 40}
    with TemporaryDirectory(prefix="flytower-best-") as folder:
        path = Path(folder, "sales.csv")
        text = "".join(f"{title};{seats}\n" for title, seats in sold.items())
        path.write_text(text, encoding="utf-8")
        _ranked(best_sellers, path, sold, [0, 3, 99])


def _ranked(
    best_sellers: BestSellers, path: Path, sold: "dict[str, int]", numbers: Sequence[int]
) -> None:
    titles = sorted(sold)
    titles.sort(key=lambda title: sold[title], reverse=True)
    with judging("E3: the best sellers, in little memory, from a file that is closed") as judge:
        for n in numbers:
            wanted = [(title, sold[title]) for title in titles[:n]]
            got = best_sellers(path, n)
            judge.equal(
                got,
                wanted,
                called=f"best_sellers(path, {n})",
                likely=causes.why_these_best(got, wanted),
            )


def careful(best_sellers: BestSellers) -> None:
    """It takes the memory of a line, and closes the file whatever happens."""
    _in_little_memory(best_sellers)
    _closed_after_a_wrong_line(best_sellers)


def _in_little_memory(best_sellers: BestSellers) -> None:
    """A file of 40,000 lines takes no more memory than its titles do."""
    path = data.write_sales(40_000, seed=8)
    with judging("E3: the best sellers, in little memory, from a file that is closed") as judge:
        tracemalloc.start()
        try:
            best_sellers(path, 3)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        judge.that(
            peak < PEAK,
            called="best_sellers(path, 3), of a file of 40,000 lines",
            got=f"{peak:,} bytes held at the peak",
            expected=f"less than {PEAK:,}: one line at a time",
            likely="something is kept of each line: loop over sales(file), and keep sums alone.",
        )


def _closed_after_a_wrong_line(best_sellers: BestSellers) -> None:
    """The file is closed also when a line is wrong, and the error comes out."""
    with (
        judging("E3: the best sellers, in little memory, from a file that is closed") as judge,
        TemporaryDirectory(prefix="flytower-best-") as folder,
    ):
        path = Path(folder, "sales.csv").resolve()
        path.write_text("Dido;1\nDido;two\n", encoding="utf-8")
        try:
            best_sellers(path, 1)
        except ValueError as error:
            failed = error  # it holds all that was open when it was raised
        else:
            judge.fails(
                called="best_sellers(path, 1), of a file whose line 2 is wrong",
                came_back="no error",
                expected="the ValueError of sales",
                likely="the error is swallowed: let it through, `with` closes the file.",
            )
        is_open = any(file.path == str(path) for file in psutil.Process().open_files())
        judge.that(
            not is_open,
            called="best_sellers(path, 1), of a file whose line 2 is wrong",
            got=f"ValueError: {failed}, and the file is still open",
            expected="a closed file, however the loop ends",
            likely="open it by `with path.open(…) as file:`, and loop inside of that block.",
        )
