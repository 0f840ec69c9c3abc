"""Wrong rows that a table must refuse, and a right one beside each."""

from collections.abc import Iterable

from labs.judges import Attack, Kind
from labs.judges.refusals import Row

NULLS = [Kind.NOT_NULL, Kind.CHECK, Kind.DATA_TYPE]
ONCE = [Kind.UNIQUE]
REAL = [Kind.FOREIGN_KEY]
RULE = [Kind.CHECK]
LISTED = [Kind.CHECK, Kind.FOREIGN_KEY]
"""One of a few values: by a CHECK, or by a table of them."""
NO_SUCH_BAND = "the band is one of three letters, exactly: CHECK (band IN ('A', 'B', 'C'))."
IS_A_BAND = (
    "{} is a band: band IN ('A', 'B', 'C'). (In band = 'A' OR 'C', the 'C' by itself counts as "
    "false.)"
)
IS_A_METHOD = (
    "{} is a method: method IN ('card', 'voucher', 'transfer'). (In method = 'card' OR 'voucher', "
    "the 'voucher' by itself counts as false.)"
)
NUMBERED = "id is the key of each table: INTEGER PRIMARY KEY, in these very words."

Values = dict[str, object]
Case = tuple[str, Values, Row, list[Kind], str, str]
"""What is wrong; a right row; what differs in the wrong one; what may refuse it; the repair; and
what to do if the right one is refused, or an empty text."""


def _attacks(table: str, cases: Iterable[Case]) -> list[Attack]:
    return [
        Attack(what, table, right, {**right, **wrong}, by, repair, strict or Attack.strict)
        for what, right, wrong, by, repair, strict in cases
    ]


def a_ticket(evening: int, seat: int, order: int | None) -> Values:
    """A right ticket of band B; its columns are in the order of the text."""
    return {
        "performance_id": evening,
        "seat": seat,
        "band": "B",
        "pence": 2100,
        "order_id": order,
    }


def two_evenings(first: int) -> list[tuple[str, Row]]:
    """Two evenings, this one and the next, and two orders: what tickets stand on, by table."""
    return [
        ("venue", {"id": 3, "name": "Ropemaker Yard"}),
        ("show", {"id": 4, "title": "Dido"}),
        *(
            (
                "performance",
                {"id": first + n, "show_id": 4, "venue_id": 3, "starts": f"2027-03-{23 + n}T19:30"},
            )
            for n in (0, 1)
        ),
        *(("orders", {"id": number}) for number in (1001, 1002)),
    ]


def on_tickets(evening: int, seat: int) -> list[Attack]:
    """Wrong tickets for this evening and the next one, in seats from this one on."""
    ticket = a_ticket(evening, seat, 1001) | {"band": "A", "pence": 4500}
    return _attacks(
        "ticket",
        [
            *_wrong_keys(ticket, evening, seat),
            *_wrong_values(ticket, evening, seat),
            *_missing_values(ticket, seat),
        ],
    )


def _wrong_keys(ticket: Values, evening: int, seat: int) -> list[Case]:
    once = (
        "the key is the pair: PRIMARY KEY (performance_id, seat), or UNIQUE (performance_id, seat)."
    )
    alone = (
        "an evening has many seats, and an order many tickets: a key or UNIQUE on one column "
        "alone is too strict; the pair is the key."
    )
    return [
        (
            "a band that does not exist",
            ticket | {"seat": seat + 6, "band": "C"},
            ticket | {"seat": seat + 7, "band": "D"},
            LISTED,
            NO_SUCH_BAND,
            IS_A_BAND.format("C"),
        ),
        (
            "a seat sold again",
            ticket,
            ticket | {"order_id": 1002, "band": "C", "pence": 2100},
            ONCE,
            once,
            alone,
        ),
        (
            "another seat of this evening, sold again",
            ticket | {"seat": seat + 1},
            ticket | {"seat": seat + 1},
            ONCE,
            once,
            alone,
        ),
        (
            "the same seat of another evening, sold again",
            ticket | {"performance_id": evening + 1},
            ticket | {"performance_id": evening + 1},
            ONCE,
            once,
            "the same seat may be sold for another evening: the key is the pair, not seat alone.",
        ),
        (
            "an evening that does not exist",
            ticket | {"seat": seat + 2},
            ticket | {"seat": seat + 3, "performance_id": 999},
            REAL,
            "performance_id REFERENCES performance (id).",
            "",
        ),
    ]


def _wrong_values(ticket: Values, evening: int, seat: int) -> list[Case]:
    return [
        (
            "seat 0",
            ticket | {"seat": 1, "performance_id": evening + 1},
            ticket | {"seat": 0},
            RULE,
            "the seat is 1 or more: CHECK (seat > 0).",
            "seat 1 is a seat: 1 or more.",
        ),
        (
            "a negative seat",
            ticket | {"seat": 300},
            ticket | {"seat": -7},
            RULE,
            "the seat is 1 or more: CHECK (seat > 0).",
            "the largest hall has a seat 300: 1 or more, without an end.",
        ),
        (
            "an empty text as the band",
            ticket | {"seat": seat + 8, "band": "B"},
            ticket | {"seat": seat + 9, "band": ""},
            LISTED,
            NO_SUCH_BAND,
            IS_A_BAND.format("B"),
        ),
        *(
            (
                f"{band!r} as the band",
                ticket | {"seat": seat + 40 + n},
                ticket | {"seat": seat + 50 + n, "band": band},
                LISTED,
                NO_SUCH_BAND,
                IS_A_BAND.format("A"),
            )
            for n, band in enumerate(("AB", "a", "A "))
        ),
        (
            "a price of 0",
            ticket | {"seat": seat + 10, "pence": 1},
            ticket | {"seat": seat + 11, "pence": 0},
            RULE,
            "more than 0 pence: CHECK (pence > 0).",
            "1 is more than 0 pence.",
        ),
        (
            "a negative price",
            ticket | {"seat": seat + 12, "pence": 5100},
            ticket | {"seat": seat + 13, "pence": -3300},
            RULE,
            "more than 0 pence: CHECK (pence > 0).",
            "the season's dearest ticket costs 5,100 pence: more than 0, without an end.",
        ),
    ]


def _missing_values(ticket: Values, seat: int) -> list[Case]:
    no_value = (
        "a column without NOT NULL takes NULL, also in a PRIMARY KEY of two columns, and "
        "whatever its CHECK says: add NOT NULL."
    )
    return [
        *(
            (
                f"no {column}",
                ticket | {"seat": seat + 20 + n},
                ticket | {"seat": seat + 30 + n} | {column: None},
                NULLS,
                no_value,
                "",
            )
            for n, column in enumerate(ticket)
        ),
    ]


def on_the_order(order: int) -> list[Attack]:
    """Tickets of no known order, and of none."""
    no_such = "order_id REFERENCES orders (id): the foreign key makes the relationship."
    let_through = "a foreign key lets NULL through: NOT NULL asks for an order."
    return [
        Attack(
            f"a ticket with {what}",
            "ticket",
            a_ticket(5, 10 + (number or 0), order + 1),
            a_ticket(5, 9, number),
            by,
            repair,
        )
        for what, number, by, repair in (
            ("an order that does not exist", order + 7, REAL, no_such),
            ("no order", None, [Kind.NOT_NULL, Kind.CHECK], let_through),
        )
    ]


def a_payment(n: int) -> Values:
    """The right payment of the least sum."""
    return {"id": n, "order_id": n, "pence": 1, "method": "card", "paid": "2026-06-24T08:47"}


def a_profile(customer: int | None, town: str | None, newsletter: int | None) -> Values:
    """A profile, right or wrong."""
    return {"customer_id": customer, "town": town, "newsletter": newsletter}


def on_payments(n: int) -> list[Attack]:
    """Wrong payments; the right ones beside them have numbers from n to n + 13."""
    pay = a_payment(n)
    return _attacks(
        "payment",
        [
            (
                "a second payment with the same number",
                pay,
                {"pence": 2},
                ONCE,
                NUMBERED,
                "1 is more than 0 pence.",
            ),
            (
                "a payment of no known order",
                pay | {"id": n + 1},
                {"id": n + 3, "order_id": n + 90},
                REAL,
                "order_id REFERENCES orders (id).",
                "an order may be paid in several payments.",
            ),
            (
                "a payment without an order",
                pay | {"id": n + 2, "method": "voucher"},
                {"id": n + 3, "order_id": None},
                NULLS,
                "order_id needs NOT NULL.",
                IS_A_METHOD.format("voucher"),
            ),
            (
                "a payment of 0 pence",
                pay | {"id": n + 4, "method": "transfer"},
                {"id": n + 5, "pence": 0},
                LISTED,
                "CHECK (pence > 0).",
                IS_A_METHOD.format("transfer"),
            ),
            (
                "a negative payment",
                pay | {"id": n + 6, "pence": 35_700, "paid": "2027-06-04T20:04"},
                {"id": n + 7, "pence": -500},
                LISTED,
                "CHECK (pence > 0).",
                "this is the season's dearest payment, of its last day: more than 0, at any time.",
            ),
            *(
                (
                    f"a payment by {method!r}",
                    pay | {"id": n + 8 + 5 * k},
                    {"id": n + 9, "method": method},
                    LISTED,
                    "CHECK (method IN ('card', 'voucher', 'transfer')).",
                    "",
                )
                for k, method in enumerate(("cash", "Card"))
            ),
            *(
                (
                    f"a payment without {column}",
                    pay | {"id": n + 10 + k},
                    {"id": n + 20 + k, column: None},
                    NULLS,
                    f"{column} needs NOT NULL: a CHECK lets NULL through.",
                    "",
                )
                for k, column in enumerate(("pence", "method", "paid"))
            ),
        ],
    )


def on_pairs(n: int) -> list[Attack]:
    """Wrong pairs of the shows n, n + 1 and the artists n, n + 2, n + 4."""
    plays: Values = {"show_id": n, "artist_id": n}
    return _attacks(
        "show_artist",
        [
            (
                "the same pair again",
                plays,
                {},
                ONCE,
                "the pair is the key: PRIMARY KEY (show_id, artist_id).",
                "",
            ),
            (
                "an artist nobody knows",
                plays | {"artist_id": n + 2},
                {"artist_id": n + 90},
                REAL,
                "artist_id REFERENCES artist (id).",
                "a show has many artists: the key is the pair.",
            ),
            (
                "a show nobody knows",
                plays | {"show_id": n + 1},
                {"show_id": n + 90},
                REAL,
                "show_id REFERENCES show (id).",
                "an artist plays in many shows: the key is the pair.",
            ),
            (
                "no show",
                plays | {"show_id": n + 1, "artist_id": n + 2},
                {"show_id": None},
                NULLS,
                "in SQLite a PRIMARY KEY of two columns lets NULL through: NOT NULL.",
                "",
            ),
            (
                "no artist",
                plays | {"show_id": n + 1, "artist_id": n + 4},
                {"artist_id": None},
                NULLS,
                "in SQLite a PRIMARY KEY of two columns lets NULL through: NOT NULL.",
                "",
            ),
        ],
    )


def on_profiles(n: int) -> list[Attack]:
    """Wrong profiles of the customers from n to n + 6."""
    return _attacks(
        "customer_profile",
        [
            (
                "a second profile",
                a_profile(n, "Oxbow", 1),
                a_profile(n, "Hobbin", 0),
                ONCE,
                "a foreign key alone is one-to-many: customer_id must be the PRIMARY KEY, or "
                "UNIQUE.",
                "this is right: 1 is a value of newsletter.",
            ),
            (
                "a profile of nobody",
                a_profile(n + 1, "Oxbow", 0),
                a_profile(n + 90, "Oxbow", 0),
                REAL,
                "customer_id REFERENCES customer (id): a PRIMARY KEY alone does not ask whether "
                "that customer exists.",
                "two customers may live in one town, and 0 is a value of newsletter.",
            ),
            (
                "a newsletter of -1",
                a_profile(n + 5, None, 1),
                a_profile(n + 6, None, -1),
                LISTED,
                "CHECK (newsletter IN (0, 1)).",
                "the town may be unknown: NULL is accepted there.",
            ),
            (
                "a newsletter of 2",
                a_profile(n + 2, None, 1),
                a_profile(n + 3, None, 2),
                LISTED,
                "CHECK (newsletter IN (0, 1)).",
                "the town may be unknown: NULL is accepted there.",
            ),
            (
                "no word on the newsletter",
                a_profile(n + 3, "Oxbow", 0),
                a_profile(n + 4, "Oxbow", None),
                NULLS,
                "newsletter needs NOT NULL: a CHECK lets NULL through.",
                "",
            ),
        ],
    )
