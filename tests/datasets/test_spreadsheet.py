"""D2: the founder's sheet, read back without its key, and compared with it."""

import csv
import re
from collections import defaultdict
from datetime import date, datetime

import duckdb
import pytest

from labs import datasets
from labs.datasets.spreadsheet import COLUMNS

FORMATS = {
    r"\d{4}-\d\d-\d\d": "%Y-%m-%d",
    r"\d\d/\d\d/\d{4}": "%d/%m/%Y",
    r"\d{1,2} [A-Z][a-z]{2} \d{4}": "%d %b %Y",
    r"\d\d\.\d\d\.\d\d": "%d.%m.%y",
}
SEEDS = (1, 2, 3)
Line = dict[str, str]


def lines_of(seed: int) -> list[Line]:
    with datasets.spreadsheet(seed).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(text: str) -> date:
    form = next(form for shape, form in FORMATS.items() if re.fullmatch(shape, text))
    return datetime.strptime(text, form).date()


def pence_of(text: str) -> int | None:
    """None if it is no positive amount."""
    if match := re.fullmatch(r"([\d,]+)p", text):
        return int(match[1].replace(",", "")) or None
    if match := re.fullmatch(r"£?(\d+)(?:\.(\d{1,2}))?", text):
        return 100 * int(match[1]) + int((match[2] or "0").ljust(2, "0")) or None
    return None


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_it_has_about_2_200_lines_of_12_evenings(seed: int) -> None:
    counts = datasets.spreadsheet_key(seed).counts
    assert len(lines_of(seed)) == counts["lines"] == counts["tickets"] + 3
    assert 1_800 < counts["lines"] < 2_500
    assert (counts["performances"], counts["shows"], counts["venues"]) == (12, 6, 5)


def test_the_key_gives_the_true_values_of_every_line(seed: int) -> None:
    key = datasets.spreadsheet_key(seed)
    for number, (line, true) in enumerate(zip(lines_of(seed), key.clean, strict=True), 2):
        assert true.line == number
        assert day_of(line["sold on"]) == true.sold_on
        assert f"{day_of(line['date'])}T{line['time']}" == true.starts
        assert key.venue_spellings[line["venue"]] == true.venue
        assert (line["customer"], line["show"]) == (true.customer.name, true.show)
        assert (line["with"], line["paid by"]) == (
            "; ".join(true.artists),
            " + ".join(true.methods),
        )
        assert (line["seat"], line["band"]) == (str(true.seat), true.band)
        assert line["order no"] == str(true.order)
        assert line["town"] == (true.customer.town or "")
        assert (line["newsletter"] in ("yes", "x")) == true.customer.newsletter
        assert line["phone"].replace(" ", "").lstrip("0") == (true.customer.phone or "").lstrip("0")
        assert line["e-mail"] == ("" if number in key.blank_emails else true.customer.email)
        assert pence_of(line["price"]) == (None if number in key.bad_prices else true.pence)


def test_exactly_fourteen_seats_of_the_premiere_are_sold_to_two_customers(seed: int) -> None:
    key, found = datasets.spreadsheet_key(seed), defaultdict(dict)
    for number, line in enumerate(lines_of(seed), 2):
        place = key.venue_spellings[line["venue"]], day_of(line["date"]), int(line["seat"])
        found[place].setdefault((line["order no"], line["customer"]), number)
    twice = {place: tuple(orders.values()) for place, orders in found.items() if len(orders) > 1}
    with datasets.open_core("tiny") as db:
        venue, starts = db.execute(
            "SELECT name, starts FROM performance JOIN venue ON venue.id = venue_id"
            " WHERE performance.id = ?",
            (datasets.DIDO,),
        ).fetchone()
    premiere = venue, date.fromisoformat(starts[:10])
    assert twice == {(*premiere, double.seat): double.lines for double in key.double_sales}
    assert len(twice) == 14
    for double in key.double_sales:
        first, second = (key.clean[line - 2] for line in double.lines)
        assert first.customer != second.customer
        assert double.performance_id == first.performance_id == datasets.DIDO


def test_three_lines_are_pasted_twice_and_one_of_them_is_of_dido(seed: int) -> None:
    copies, seen = [], {}
    for number, line in enumerate(lines_of(seed), 2):
        text = tuple(line.values())
        if text in seen:
            copies.append((seen[text], number))
        seen.setdefault(text, number)
    key = datasets.spreadsheet_key(seed)
    assert tuple(copies) == key.duplicates
    performances = [key.clean[first - 2].performance_id for first, _ in copies]
    assert len(performances) == 3
    assert performances.count(datasets.DIDO) == 1
    doubled = {line for double in key.double_sales for line in double.lines}
    assert doubled.isdisjoint(line for pair in copies for line in pair)


def test_one_venue_has_three_spellings(seed: int) -> None:
    spellings = defaultdict(list)
    for spelling, true in datasets.spreadsheet_key(seed).venue_spellings.items():
        spellings[true].append(spelling)
    assert sorted(map(len, spellings.values())) == [1, 1, 1, 1, 3]
    assert sorted(spellings["Ropemaker Yard"]) == [
        "Ropemaker Y.",
        "Ropemaker Yard",
        "ropemaker yard ",
    ]


def test_every_way_to_write_a_date_a_price_and_a_newsletter_occurs(seed: int) -> None:
    lines, key = lines_of(seed), datasets.spreadsheet_key(seed)
    for column in ("sold on", "date"):
        used = {s for s in FORMATS for line in lines if re.fullmatch(s, line[column])}
        assert used == set(FORMATS)
    good = [line["price"] for n, line in enumerate(lines, 2) if n not in key.bad_prices]
    for shape in (r"£\d+\.\d\d", r"\d+(\.\d)?", r"\d,\d{3}p", r"\d+\.\d\d"):
        assert any(re.fullmatch(shape, price) for price in good)
    assert {line["newsletter"] for line in lines} == {"yes", "no", "x", ""}


def test_eight_prices_are_no_amounts(seed: int) -> None:
    bad = datasets.spreadsheet_key(seed).bad_prices
    assert len(bad) == 8
    assert {"", "tbc", "0", "£0.00"} < set(bad.values())
    assert sum("-" in text for text in bad.values()) == 2


def test_other_lines_of_the_customer_give_the_missing_email(seed: int) -> None:
    key = datasets.spreadsheet_key(seed)
    (customer,) = {key.clean[line - 2].customer for line in key.blank_emails}
    theirs = {sale.line for sale in key.clean if sale.customer.name == customer.name}
    assert set(key.blank_emails) < theirs


def test_an_artist_plays_in_several_shows_and_a_show_has_several_artists(seed: int) -> None:
    shows = defaultdict(set)
    for sale in datasets.spreadsheet_key(seed).clean:
        assert 2 <= len(sale.artists) <= 4
        for artist in sale.artists:
            shows[artist].add(sale.show)
    assert max(map(len, shows.values())) > 1


def test_facts_of_a_customer_are_the_same_on_all_their_lines(seed: int) -> None:
    people = {sale.customer for sale in datasets.spreadsheet_key(seed).clean}
    assert len({person.email for person in people}) == len(people)


def test_duckdb_reads_it_as_it_is(seed: int) -> None:
    path = str(datasets.spreadsheet(seed))
    relation = duckdb.sql("SELECT * FROM read_csv($1, all_varchar = true)", params=[path])
    assert tuple(relation.columns) == COLUMNS
    read = [tuple(value or "" for value in row) for row in relation.fetchall()]
    assert read == [tuple(line.values()) for line in lines_of(seed)]


def test_another_seed_gives_other_lines_and_other_double_sales() -> None:
    one, two = datasets.spreadsheet_key(1), datasets.spreadsheet_key(2)
    assert {double.seat for double in one.double_sales} != {
        double.seat for double in two.double_sales
    }
    assert one.clean != two.clean
