"""D2: the founder's spreadsheet, one wide line for each ticket, and the truth behind it."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from labs.datasets.chance import Chance
from labs.datasets.names import DIDO
from labs.datasets.people import TOWNS, artists, people
from labs.datasets.sales import MINUTES_A_DAY, placed_for
from labs.datasets.season import SEASONS, Party, Performance

COLUMNS = (
    *("sold on", "customer", "e-mail", "phone", "newsletter", "town", "show", "with", "venue"),
    *("date", "time", "seat", "band", "price", "paid by", "order no"),
)
_CUSTOMERS = 450
_ARTISTS = 9
_OTHER_SHOWS = 4
_LARGE = range(195, 256)  # tickets of an evening, so that the sheet has about 2,200 lines
_PAIRS = 7
_COPIES = 3
_FIRST_ORDER = 1_001
_FIRST_LINE = 2  # after the header
_BAD_PRICES = ("", "", "tbc", "tbc", "0", "£0.00", "-{pounds}", "-£{pounds}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Customer:
    """A customer as they are; `phone` and `town` only if told."""

    name: str
    email: str
    phone: str | None
    newsletter: bool
    town: str | None


@dataclass(frozen=True)
class Sale:
    """The true values of a line."""

    line: int
    """Its number in the file, whose header is line 1."""
    order: int
    sold_on: date
    customer: Customer
    show: str
    artists: tuple[str, ...]
    venue: str
    starts: str
    """ISO 8601, local time of the venue."""
    performance_id: int
    """That of `core`, which the sheet does not know."""
    seat: int
    band: str
    pence: int
    methods: tuple[str, ...]
    """How it was paid: card, voucher, transfer, or the first two together."""


class DoubleSale(NamedTuple):
    """A seat that two orders of two customers hold."""

    performance_id: int
    """That of `core`; it is always DIDO."""
    seat: int
    lines: tuple[int, int]


@dataclass(frozen=True)
class SpreadsheetKey:
    """What is wrong in the spreadsheet of one seed, and what is true."""

    clean: tuple[Sale, ...]
    """One for each line after the header, in their order, copies included."""
    double_sales: tuple[DoubleSale, ...]
    """By seat; a pasted copy of a line is none."""
    venue_spellings: dict[str, str]
    """Each spelling in the file and the true name; one venue has three."""
    duplicates: tuple[tuple[int, int], ...]
    """A line and its exact copy below it."""
    bad_prices: dict[int, str]
    """Line and text of each price that is no positive amount; `clean` has the true one."""
    blank_emails: tuple[int, ...]
    """Lines of a customer whose address other lines give."""
    counts: dict[str, int]
    """Of lines, tickets (lines without copies), orders, customers, shows, artists, venues,
    performances."""


class _Booking(NamedTuple):
    customer: Customer
    party: Party
    placed: int
    methods: tuple[str, ...]


class _Hand(NamedTuple):
    """How one order was typed in; each number chooses one of a few ways."""

    sold_on: int
    evening: int
    venue: int
    price: int
    phone: int
    newsletter: int


@lru_cache(maxsize=4)
def make(seed: int) -> tuple[bytes, SpreadsheetKey]:
    """The file of a seed, UTF-8 with LF, and its key."""
    chance = Chance("spreadsheet", seed)
    evenings = _evenings(chance)
    bookings = [*_bookings(evenings, seed, chance)]
    bookings += _second_sales(bookings, chance)
    bookings.sort(key=lambda booking: booking.placed)
    sales = _sales(bookings, _performers(evenings, seed, chance))

    holders = Counter((sale.performance_id, sale.seat) for sale in sales)
    single = [sale for sale in sales if holders[sale.performance_id, sale.seat] == 1]
    single = chance.shuffled(single)
    others = [sale for sale in single if sale.performance_id != DIDO]
    copied = {next(sale for sale in single if sale.performance_id == DIDO), *others[: _COPIES - 1]}
    bad = dict(zip(others[_COPIES:], _BAD_PRICES, strict=False))
    nameless = _order_without_email(sales, chance)

    clean: list[Sale] = []
    rows: list[list[str]] = []
    hands: dict[int, _Hand] = {}
    for sale in sales:
        hand = hands.setdefault(sale.order, _hand(chance))
        row = _typed(sale, hand, bad.get(sale))
        if sale.order == nameless:
            row[COLUMNS.index("e-mail")] = ""
        for _ in range(2 if sale in copied else 1):
            clean.append(replace(sale, line=_FIRST_LINE + len(rows)))
            rows.append(row)
    return _csv(rows), _key(clean, rows, set(bad))


def _evenings(chance: Chance) -> list[Performance]:
    """Two evenings each of *Dido*, of another show at its venue, and of four at other venues."""
    season = SEASONS["lab"]
    runs: dict[int, list[Performance]] = {}
    for performance in season.performances:
        runs.setdefault(performance.show_id, []).append(performance)
    premiere = season.performances[DIDO - 1]
    dido = runs.pop(premiere.show_id)
    result = [replace(premiere, demand=9_500), dido[1]]
    others = chance.shuffled([(run[4], run[9]) for run in runs.values()])  # the Saturdays
    result += next(pair for pair in others if pair[0].venue_id == premiere.venue_id)
    venues = {premiere.venue_id}
    for pair in others:
        seats = sum(band.seats for band in season.bands[pair[0].venue_id])
        expected = [seats * evening.demand // 10_000 for evening in pair]
        if pair[0].venue_id not in venues and all(sold in _LARGE for sold in expected):
            venues.add(pair[0].venue_id)
            result += pair
        if len(venues) > _OTHER_SHOWS:
            break
    return result


def _bookings(evenings: list[Performance], seed: int, chance: Chance) -> Iterator[_Booking]:
    customers = [
        Customer(
            name=person.name,
            email=person.email,
            phone=f"07700900{number:03}" if chance.below(4) else None,  # reserved for fiction
            newsletter=bool(chance.below(2)),
            town=chance.choice(TOWNS) if chance.below(8) else None,
        )
        for number, person in enumerate(people(_CUSTOMERS, f"spreadsheet {seed}"))
    ]
    for evening in evenings:
        for party in SEASONS["lab"].parties(evening):
            yield _booking(chance.choice(customers), party, chance)


def _booking(customer: Customer, party: Party, chance: Chance) -> _Booking:
    single = chance.choice(("card",) * 8 + ("voucher", "transfer"))
    methods = (single,) if chance.below(20) else ("voucher", "card")
    return _Booking(customer, party, placed_for(party, chance), methods)


def _second_sales(bookings: list[_Booking], chance: Chance) -> list[_Booking]:
    """Seven neighbouring pairs of the premiere of *Dido*, sold to somebody else too."""
    holders = {
        seat: booking.customer
        for booking in bookings
        if booking.party.performance.id == DIDO
        for seat in booking.party.seats
    }
    house = SEASONS["lab"].house(next(b.party.performance for b in bookings))
    pairs = [list(pair) for pair in zip(house[::2], house[1::2], strict=True)]
    taken = [pair for pair in pairs if all(seat in holders for seat in pair)]
    result = []
    for pair in chance.shuffled(taken)[:_PAIRS]:
        first = {holders[seat] for seat in pair}
        while (second := chance.choice(bookings).customer) in first:
            pass
        party = Party(bookings[0].party.performance, pair)
        result.append(_booking(second, party, chance))
    return result


def _performers(
    evenings: list[Performance], seed: int, chance: Chance
) -> dict[int, tuple[str, ...]]:
    """Two to four artists for each show id; as there are nine, some play in several shows."""
    ensemble = artists(_ARTISTS, f"spreadsheet {seed}")
    shows = dict.fromkeys(evening.show_id for evening in evenings)
    return {show: tuple(chance.shuffled(ensemble)[: 2 + chance.below(3)]) for show in shows}


def _sales(bookings: list[_Booking], performers: dict[int, tuple[str, ...]]) -> list[Sale]:
    season = SEASONS["lab"]
    return [
        Sale(
            line=0,  # until it is known where copies are
            order=order,
            sold_on=date.fromordinal(booking.placed // MINUTES_A_DAY),
            customer=booking.customer,
            show=season.titles[evening.show_id - 1],
            artists=performers[evening.show_id],
            venue=season.venues[evening.venue_id - 1],
            starts=evening.starts,
            performance_id=evening.id,
            seat=seat,
            band=band,
            pence=pence,
            methods=booking.methods,
        )
        for order, booking in enumerate(bookings, _FIRST_ORDER)
        for evening in [booking.party.performance]
        for seat, band, pence in booking.party.seats
    ]


def _order_without_email(sales: list[Sale], chance: Chance) -> int:
    """One order of a customer who has several, and whose name nobody shares."""
    orders: dict[Customer, set[int]] = {}
    for sale in sales:
        orders.setdefault(sale.customer, set()).add(sale.order)
    names = Counter(customer.name for customer in orders)
    several = [
        numbers for who, numbers in orders.items() if len(numbers) > 1 and names[who.name] == 1
    ]
    return min(chance.choice(several))


def _hand(chance: Chance) -> _Hand:
    return _Hand(*(chance.below(12) for _ in _Hand._fields))


def _typed(sale: Sale, hand: _Hand, bad_price: str | None) -> list[str]:
    """The line as it stands in the file, in the order of COLUMNS."""
    customer = sale.customer
    day, time = sale.starts.split("T")
    pounds = f"{sale.pence // 100}.{sale.pence % 100:02}"
    if bad_price is None:
        price = _pick(_prices(sale.pence), hand.price)
    else:
        price = bad_price.format(pounds=pounds)
    return [
        _pick(_dates(sale.sold_on), hand.sold_on),
        customer.name,
        customer.email,
        _pick(_phones(customer.phone), hand.phone),
        _pick(("yes", "x") if customer.newsletter else ("no", ""), hand.newsletter),
        customer.town or "",
        sale.show,
        "; ".join(sale.artists),
        _pick(_spellings(sale.venue), hand.venue),
        _pick(_dates(date.fromisoformat(day)), hand.evening),
        time,
        str(sale.seat),
        sale.band,
        price,
        " + ".join(sale.methods),
        str(sale.order),
    ]


def _pick(ways: Sequence[str], number: int) -> str:
    return ways[number % len(ways)]


def _dates(day: date) -> list[str]:
    return [
        day.isoformat(),
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
    ]


def _prices(pence: int) -> list[str]:
    pounds = f"{pence // 100}.{pence % 100:02}"
    return [f"£{pounds}", pounds.rstrip("0").rstrip("."), f"{pence:,}p", pounds]


def _phones(phone: str | None) -> list[str]:
    """In one piece, in two, and without the zero that a spreadsheet drops from a number."""
    return [phone, f"{phone[:5]} {phone[5:]}", phone[1:]] if phone else [""]


def _spellings(venue: str) -> list[str]:
    """The true name; for the venue of *Dido* also small letters and a blank, and short."""
    season = SEASONS["lab"]
    if venue != season.venues[season.performances[DIDO - 1].venue_id - 1]:
        return [venue]
    first, last = venue.rsplit(maxsplit=1)
    return [venue, venue, f"{venue.lower()} ", f"{first} {last[0]}."]


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    return text.getvalue().encode()


def _key(clean: list[Sale], rows: list[list[str]], bad: set[Sale]) -> SpreadsheetKey:
    lines: dict[tuple[int, int], dict[int, int]] = {}
    for sale in clean:
        orders = lines.setdefault((sale.performance_id, sale.seat), {})
        orders.setdefault(sale.order, sale.line)
    numbered = list(zip(clean, rows, strict=True))
    duplicates = tuple(
        (first.line, second.line)
        for (first, row), (second, again) in pairwise(numbered)
        if row == again
    )
    return SpreadsheetKey(
        clean=tuple(clean),
        double_sales=tuple(
            DoubleSale(performance_id, seat, (first, second))
            for (performance_id, seat), orders in sorted(lines.items())
            if len(orders) > 1
            for first, second in [orders.values()]
        ),
        venue_spellings={row[COLUMNS.index("venue")]: sale.venue for sale, row in numbered},
        duplicates=duplicates,
        bad_prices={
            sale.line: row[COLUMNS.index("price")]
            for sale, row in numbered
            if replace(sale, line=0) in bad
        },
        blank_emails=tuple(sale.line for sale, row in numbered if not row[COLUMNS.index("e-mail")]),
        counts={
            "lines": len(clean),
            "tickets": len(clean) - len(duplicates),
            "orders": len({sale.order for sale in clean}),
            "customers": len({sale.customer for sale in clean}),
            "shows": len({sale.show for sale in clean}),
            "artists": len({artist for sale in clean for artist in sale.artists}),
            "venues": len({sale.venue for sale in clean}),
            "performances": len({sale.performance_id for sale in clean}),
        },
    )
