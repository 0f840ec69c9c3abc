"""What J02.3 asks of an answer: each check is one claim."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from tempfile import TemporaryDirectory

from labs.judges import (
    Judge,
    Likely,
    Statements,
    agree,
    judging,
    races,
    sqlite_causes,
    statements,
)
from labs.units.j02_3 import causes, records, stage
from labs.units.j02_3.model import SeatModel, stored
from labs.units.j02_3.records import Bulk, Call, Page, Request, Sale, Sold, Table, Wish
from labs.units.j02_3.stage import Journey, Offer, Others, Repository, Row, Seat

NewRepository = Callable[[sqlite3.Connection], Repository]
Sell = Callable[[sqlite3.Connection, int, int], int | None]
Cheapest = Callable[[sqlite3.Connection, int, Offer | None, int], list[Offer]]
OnDelete = Callable[[], dict[str, str]]
Forget = Callable[[sqlite3.Connection, int], None]
TwoWindows = Callable[[], tuple[sqlite3.Connection, sqlite3.Connection]]


def _by_parameters(
    judge: Judge, called: str, seen: Statements, *values: object, likely: str = causes.BUILT_IN
) -> None:
    """None of the values stands in a text that was sent."""
    spelt_out = [one.text for one in seen.spelling_out(*values)]
    judge.that(
        not spelt_out,
        called=called,
        got=f"the text that was sent: {' | '.join(spelt_out)}",
        expected="? in the place of each value",
        likely=likely,
    )


def _is_closed(
    judge: Judge, called: str, office: sqlite3.Connection, expected: str, likely: Likely
) -> None:
    """No transaction is open."""
    got = "a transaction is still open"
    judge.that(not office.in_transaction, called=called, got=got, expected=expected, likely=likely)


# --- E1: the seats move in --------------------------------------------------------------------


def machine(
    seat_repository: NewRepository,
    new_seat: type[Seat],
    tables: str,
    seed: int,
    performance_id: int,
) -> None:
    """Repository and dict agree, whatever the calls and their order; each change is committed."""
    one, other = (new_seat(performance_id, number, 2500) for number in (8, 9))
    seats = [one, other, new_seat(performance_id, 9, 0)]
    calls: Mapping[str, Sequence[Sequence[object]]] = {
        "add": [seats],
        "get": [(1, 2)],
        "reprice": [(1, 2), (1500, 0)],
        "remove": [(1, 2)],
    }
    refused = [("add", one), ("reprice", 1, 0), ("reprice", 1, 1500), ("get", 1)]
    same = [("add", one), ("reprice", 1, 1500), ("reprice", 1, 1500)]
    gone = [("add", one), ("add", other), ("reprice", 2, 1500), ("remove", 1), ("reprice", 1, 0)]
    title = "E1: the repository does what a dict would do"
    with judging(title) as judge, ExitStack() as opened:

        def new() -> tuple[Repository, SeatModel]:
            opened.close()
            return seat_repository(opened.enter_context(stage.office(tables))), SeatModel()

        agree(
            judge,
            new,
            calls,
            look=stored,
            likely=causes.of_a_difference,
            walks=[refused, same, [*gone, ("get", 2)]],
            seed=seed,
        )


def parameters(seat_repository: NewRepository, tables: str, seat_id: int, seat: Seat) -> None:
    """Each method sends one statement, with no value in its text; a sold seat is as any other.

    No copy serves in place of the statement, and `get` takes one row of many.
    """
    an_order = "INSERT INTO customer VALUES (1, 'Ada'); INSERT INTO orders VALUES (1, 1);"
    sold = (3, 3, 333, "sold", 1)
    price = seat.pence + 4
    with (
        judging("E1: one statement each, with parameters") as judge,
        stage.office(tables, an_order) as office,
    ):
        with office:
            office.execute("INSERT INTO seat VALUES (?, ?, ?, ?, ?, ?)", (seat_id, *sold))
        stage.put(office, stage.sheet(3, seed=1, performance_id=5))
        repository = seat_repository(office)
        for call in (
            Call("INSERT", "add", (seat,), sold),
            Call("SELECT", "get", (seat_id,), sold),
            Call("SELECT", "get", (seat_id,), sold),
            Call("UPDATE", "reprice", (seat_id, price), (3, 3, price, "sold", 1)),
            Call("DELETE", "remove", (seat_id,), None),
        ):
            with (
                judge.calling(call.text, likely=sqlite_causes),
                statements(office) as seen,
                stage.rows_of(office) as rows,
            ):
                got = getattr(repository, call.name)(*call.arguments)
            values = seat if call.name == "add" else call.arguments
            _by_parameters(judge, call.text, seen, *values)
            _is_one_statement(judge, seen, call)
            _comes_back(judge, got, len(rows), call)
            _left(judge, office, seat_id, call)


def _is_one_statement(judge: Judge, seen: Statements, call: Call) -> None:
    around = ("BEGIN", "COMMIT", "ROLLBACK", "END")
    sent = [one for one in seen.sent if one.verb not in around]
    texts, verbs = " | ".join(one.text for one in sent), [one.verb for one in sent]
    judge.that(
        len(sent) == 1,
        called=call.text,
        got=f"{len(sent)} statements: {texts}",
        expected=f"1 statement: {call.verb}",
        likely=causes.of_more_than_one(call.name, verbs),
    )
    judge.that(
        verbs == [call.verb],
        called=call.text,
        got=texts,
        expected=call.verb,
        likely=f"this method needs {call.verb}.",
    )


def _comes_back(judge: Judge, got: object, rows: int, call: Call) -> None:
    judge.that(
        rows <= 1,
        called=call.text,
        got=f"{rows} rows from SQLite",
        expected="1 row",
        likely="all seats were fetched to find one: WHERE id = ?.",
    )
    judge.that(
        call.name != "get" or (call.row and got == call.row[:3]),
        called=call.text + ", a sold seat",
        got=repr(got),
        expected=f"Seat{call.row and call.row[:3]}",
        likely="a sold seat is read as a free one is: WHERE id = ?, and no more.",
    )


def _left(judge: Judge, office: sqlite3.Connection, seat_id: int, call: Call) -> None:
    sql = "SELECT performance_id, number, pence, status, order_id FROM seat WHERE id = ?"
    row = office.execute(sql, (seat_id,)).fetchone()
    judge.that(
        row == call.row,
        called=call.text + ", of a sold seat",
        got=f"the row: {row}",
        expected=f"the row: {call.row}",
        likely=causes.of_this_row(call, row),
    )


def bulk(
    seat_repository: NewRepository, tables: str, sheet: Sequence[Seat], bad: int, **wrong: int
) -> None:
    """All seats in exactly one commit; if the database refuses one of them, none is kept.

    The seats come twice: the second time as those of another performance, where seat `bad` has
    what is `wrong`. A seat that stands there before stays.
    """
    title = "E1: all seats in one commit, or none"
    with judging(title) as judge, stage.office(tables) as office:
        stage.put(office, [stage.Seat(7, 1, 900)])
        called = f"add_many({len(sheet):,} seats)"
        with judge.calling(called, likely=sqlite_causes), statements(office) as seen:
            seat_repository(office).add_many(list(sheet))
        _all_are_stored(judge, called, office, seen, sheet)
        again = [seat._replace(performance_id=9) for seat in sheet]
        again[bad - 1] = again[bad - 1]._replace(**wrong)
        raised = None
        try:
            seat_repository(office).add_many(again)
        except Exception as error:
            raised = error
        kept = len(stage.seats(office)) - 1 - len(sheet)
        _none_is_kept(judge, office, Bulk(len(sheet), bad, kept, raised))


def _all_are_stored(
    judge: Judge,
    called: str,
    office: sqlite3.Connection,
    seen: Statements,
    sheet: Sequence[Seat],
) -> None:
    likely = "nothing was committed: put the inserts into `with connection:`."
    _is_closed(judge, called, office, "1 commit", likely)
    judge.that(
        seen.commits == 1,
        called=called,
        got=f"{seen.commits:,} commits",
        expected="1 commit",
        likely=causes.of_commits(seen.commits, len(sheet)),
    )
    rows, new = stage.seats(office), [(*seat, "free") for seat in sheet]
    want = [(7, 1, 900, "free"), *new]
    judge.that(
        rows == want,
        called=called + ", then all rows",
        got=f"{len(rows):,} rows, the first {rows[:1]}",
        expected=f"{len(want):,} rows, the first {want[:1]}",
        likely=[
            (rows == new, "a seat that stood there before is gone: add_many adds."),
            ([row[:3] for row in rows[1:]] == sheet, "a new seat is free."),
            (True, "each seat is one row: performance, number, price."),
        ],
    )
    values = {value for seat in sheet for value in (seat.performance_id, seat.pence)}
    judge.that(
        not (spelt_out := seen.spelling_out(*values)),
        called=called,
        got=f"the text that was sent: {''.join(one.text for one in spelt_out[:1])}",
        expected="? in the place of each value",
        likely="the values were built into the text: put a ? there, and hand them over as "
        "parameters.",
    )


def _none_is_kept(judge: Judge, office: sqlite3.Connection, bulk: Bulk) -> None:
    how_many = f"{bulk.kept:,} of them were kept"
    judge.that(
        bulk.kept in (0, bulk.size - 1) or office.in_transaction,
        called=bulk.text,
        got=how_many,
        expected="0 of them",
        likely=[
            (
                bulk.kept == bulk.bad - 1,
                "those before it were committed: all of them belong into one transaction, and the "
                "error must roll it back.",
            ),
            (True, "after an error, nothing of the call is kept."),
        ],
    )
    judge.that(
        isinstance(bulk.raised, sqlite3.IntegrityError),
        called=bulk.text,
        got=repr(bulk.raised) if bulk.raised else f"no error, {how_many}",
        expected="IntegrityError",
        likely=causes.of_a_silent_refusal(bulk),
    )
    likely = "an error must roll back: `with connection:` does it."
    _is_closed(judge, bulk.text, office, "no open transaction", likely)
    likely = "after an error, nothing of the call is kept."
    judge.that(bulk.kept == 0, called=bulk.text, got=how_many, expected="0 of them", likely=likely)


# --- E2: the last seat, once ------------------------------------------------------------------


def race(sell: Sell, tables: str, seat_id: int) -> None:
    """Of two windows one sells, whenever the other comes in; two seats are sold at two windows.

    A price changes before a sale or after it, never between.
    """
    with (
        judging("E2: two windows, one seat, one sale") as judge,
        TemporaryDirectory() as folder,
    ):

        def windows() -> tuple[sqlite3.Connection, sqlite3.Connection]:
            return stage.two_windows(folder, tables, seat_id)

        _one_seat(judge, sell, windows, seat_id)
        _one_price(judge, sell, windows, seat_id)
        _two_seats(judge, sell, windows, seat_id)


def _one_seat(judge: Judge, sell: Sell, windows: TwoWindows, seat_id: int) -> None:
    with judge.calling(
        f"sell(connection, {seat_id}, …) at two windows",
        expected="a number at one window, None at the other",
        likely=causes.of_a_lock,
    ):
        found = races(
            windows,
            first=lambda north: sell(north, seat_id, 1),
            second=lambda south: sell(south, seat_id, 2),
            look=stage.wrong_orders,
        )
    judge.that(
        found,
        called=f"sell(connection, {seat_id}, 1)",
        got="nothing was sent on this connection",
        expected="a sale",
        likely="use the connection that is handed over.",
    )
    for claim in (_sold_once, _paid_once, _taken_once):
        for one in found:
            called = f"sell at two windows; south comes in before north's {one.step:.60}"
            claim(judge, called, one)


def _sold_once(judge: Judge, called: str, one: Sold) -> None:
    updates = records.updates(one)
    judge.that(
        len(records.numbers(one)) == 1,
        called=called,
        got=f"answers {one.answers}, rows changed by UPDATEs of seat {updates}",
        expected="a number for one window, None for the other",
        likely=causes.of_these_answers(one, updates),
    )


def _paid_once(judge: Judge, called: str, one: Sold) -> None:
    judge.that(
        not one.found,
        called=called,
        got=f"(order, paid, due): {one.found}",
        expected="each order paid for what it has",
        likely=causes.of_wrong_orders(one, records.updates(one)),
    )


def _taken_once(judge: Judge, called: str, one: Sold) -> None:
    updates = records.updates(one)
    judge.that(
        records.taking(one) == [0, 1],
        called=called,
        got=f"rows changed by UPDATEs of seat: {updates}",
        expected="1 at one window, 0 at the other",
        likely=[
            (
                not all(updates),
                "one window sent no UPDATE: the text asks for one whose WHERE names the status, "
                "and whose rowcount decides.",
            ),
            (
                True,
                "the first UPDATE of a sale is the one that takes the seat: "
                "WHERE id = ? AND status = 'free'.",
            ),
        ],
    )


def _one_price(judge: Judge, sell: Sell, windows: TwoWindows, seat_id: int) -> None:
    def dearer(south: sqlite3.Connection) -> None:
        with south:
            sql = "UPDATE seat SET pence = 3000 WHERE id = ? AND status = 'free'"
            south.execute(sql, (seat_id,))

    for one in races(
        windows,
        first=lambda north: sell(north, seat_id, 1),
        second=dearer,
        look=stage.wrong_orders,
    ):
        verbs = [text.split()[0].upper() for text in one.seen[0].run]
        judge.that(
            not one.found,
            called=f"sell(connection, {seat_id}, 1); another window sets the price to 3000 before "
            f"{one.step:.60}",
            got=f"(order, paid, due): {one.found}",
            expected="each order paid for what it has",
            likely=[
                (
                    "SELECT" in verbs[: verbs.index("UPDATE")],
                    "the price was read before the seat was yours, and has changed since: read it "
                    "after the UPDATE, or let the UPDATE return it.",
                ),
                (True, "the payment is the price of the seat at the moment of the sale."),
            ],
        )


def _two_seats(judge: Judge, sell: Sell, windows: TwoWindows, seat_id: int) -> None:
    other = seat_id + 1

    def two_seats() -> tuple[sqlite3.Connection, sqlite3.Connection]:
        north, south = windows()
        with north:
            sql = "INSERT INTO seat VALUES (?, 1851, 8, 3500, 'free', NULL)"
            north.execute(sql, (other,))
        return north, south

    with judge.calling(
        f"sell(connection, {seat_id}, 1) at north, sell(connection, {other}, 2) at south",
        expected="a number at each",
        likely=causes.of_the_same_number,
    ):
        both = races(
            two_seats,
            first=lambda north: sell(north, seat_id, 1),
            second=lambda south: sell(south, other, 2),
            look=stage.wrong_orders,
        )
    for one in both:
        judge.that(
            len({*records.numbers(one)}) == 2 and not one.found,
            called=f"sell(connection, {seat_id}, 1); seat {other} is sold to 2 at south before "
            f"{one.step:.60}",
            got=f"answers {one.answers}, (order, paid, due) in the wrong: {one.found}",
            expected="two numbers, each order paid for what it has",
            likely=causes.of_two_sales(one, records.updates(one)),
        )


def whole(sell: Sell, tables: str, seed: int, wanted: int) -> None:
    """A sale is order, seat and payment in one commit; a refusal leaves nothing at all."""
    with (
        judging("E2: a whole sale, or none") as judge,
        stage.office(tables, stage.CUSTOMERS) as office,
    ):
        stage.fill_books(office, seed)
        last_order = stage.LAST_ORDER
        for request in (
            Request(wanted, stage.ADA, "a free seat"),
            Request(wanted, stage.BEN, "the same seat again"),
            Request(wanted + 2, 999, "no such customer"),
            Request(4_000, stage.ADA, "no such seat"),
            Request(stage.FOR_THE_HOUSE, stage.ADA, "sold without an order, for the house"),
            Request(wanted + 1, stage.BEN, "a free seat"),
        ):
            last_order += request.is_for_free_seat
            sale = _ask(judge, sell, office, request, last_order)
            likely = causes.of_an_open_transaction(sale)
            _is_closed(judge, request.called, office, "no open transaction", likely)
            _hears_of_the_stranger(judge, sale)
            _is_in_the_books(judge, sale)
            _is_told(judge, sale)
            price = [pence for _, pence in sale.should_be_new("payments")]
            values = (request.seat_id, request.customer, last_order, *price)
            _by_parameters(judge, request.called, sale.seen, *values)


def _ask(
    judge: Judge, sell: Sell, office: sqlite3.Connection, request: Request, last_order: int
) -> Sale:
    before = stage.books(office)
    want = before
    if request.is_for_free_seat:
        sold = (request.seat_id, "sold", last_order)
        want = {
            "orders": [*before["orders"], (last_order, request.customer)],
            "sold": sorted([*(row for row in before["sold"] if row[0] != sold[0]), sold]),
            "payments": [*before["payments"], (last_order, stage.price(office, request.seat_id))],
        }
    sale = Sale(request, last_order, before, want)
    expected = "a number" if request.is_for_free_seat else "None"
    with (
        judge.calling(request.called, expected=expected, likely=sqlite_causes),
        statements(office) as sale.seen,
    ):
        try:
            sale.answer = sell(office, request.seat_id, request.customer)
        except sqlite3.IntegrityError as error:
            if not request.is_of_a_stranger:
                raise
            sale.raised = error
    sale.now = stage.books(office)
    (sale.last_payment,) = office.execute("SELECT max(id) FROM payment").fetchone()
    return sale


def _hears_of_the_stranger(judge: Judge, sale: Sale) -> None:
    judge.that(
        sale.raised or not sale.request.is_of_a_stranger,
        called=sale.request.called,
        got=repr(sale.answer),
        expected="IntegrityError",
        likely=[
            (
                sale.answer is None,
                "None means that the seat is not free; an error of the database goes up to the "
                "caller.",
            ),
            (True, "is PRAGMA foreign_keys switched off, or the order of another customer?"),
        ],
    )


def _is_in_the_books(judge: Judge, sale: Sale) -> None:
    for part in ("sold", "orders", "payments"):
        judge.that(
            sale.now[part] == sale.want[part],
            called=sale.request.called,
            got=f"new in {part}: {sale.new(part) or 'nothing'}",
            expected=f"new in {part}: {sale.should_be_new(part) or 'nothing, and none gone'}",
            likely=causes.of_these_books(sale, part),
        )


def _is_told(judge: Judge, sale: Sale) -> None:
    called, free = sale.request.called, sale.request.is_for_free_seat
    judge.that(
        not free or sale.seen.commits == 1,
        called=called,
        got=f"{sale.seen.commits} commits",
        expected="1 commit",
        likely="pulled between two commits, the plug leaves half a sale: one transaction around "
        "all of it.",
    )
    want = sale.last_order if free else None
    judge.that(
        sale.raised or (sale.answer == want and type(sale.answer) is type(want)),
        called=called,
        got=repr(sale.answer),
        expected=want,
        likely=causes.of_this_number(sale),
    )


# --- E3: the cheapest first -------------------------------------------------------------------

JOURNEYS = (
    Journey(seed=5, size=5, mine=1851, other=7),
    Journey(seed=6, size=4, mine=7, other=1851),
)
OTHER_JOURNEYS = (
    Journey(seed=31, size=3, mine=7, other=1851, step=10_000_019),
    Journey(seed=32, size=80, mine=404, other=405),
)


def pages(
    cheapest: Cheapest, new_offer: type[Offer], tables: str, journeys: Sequence[Journey]
) -> None:
    """While others sell, add and reprice seats: the right offers, none twice, none missed.

    Whoever goes back to an earlier page gets what is free behind the same seat now.
    """
    for journey in journeys:
        with (
            judging("E3: each free seat once, cheapest first, while others change them") as judge,
            stage.office(tables) as office,
        ):
            others = Others(office, journey)
            read: list[list[Offer]] = []
            while True:
                called, page = _next_page(judge, cheapest, others, read)
                _is_the_page(judge, called, page, new_offer)
                if not page.got:
                    break
                read.append(page.got)
                others.act(read)
            _is_the_whole_walk(judge, others, read)
            called, page = _next_page(judge, cheapest, others, read[:1])
            judge.that(
                page.offers == page.want,
                called=f"{called} once more, after all others",
                got=f"{page.ids}, the ids",
                expected=f"{[offer.id for offer in page.want]}",
                likely="a page depends on `after`, not on what was shown: customers go back.",
            )


def _is_the_whole_walk(judge: Judge, others: Others, read: Sequence[Sequence[Offer]]) -> None:
    ids = [offer.id for page in read for offer in page]
    missed, twice = {*others.at_first} - others.gone - {*ids}, len(ids) - len({*ids})
    judge.that(
        not missed and not twice,
        called=f"all {len(read)} pages",
        got=f"{twice} seats twice, {len(missed)} missed",
        expected="0 and 0",
        likely="the walk ended too early.",
    )


def _next_page(
    judge: Judge, cheapest: Cheapest, others: Others, read: Sequence[Sequence[Offer]]
) -> tuple[str, Page]:
    office, mine, size = others.office, others.journey.mine, others.journey.size
    after = read[-1][-1] if read else None
    shown = after and tuple(after)
    called = f"cheapest(connection, {mine}, {shown}, {size}), page {len(read) + 1}"
    free = others.free()
    with (
        judge.calling(called, likely=lambda error: causes.of_no_page(error, after)),
        statements(office) as seen,
        stage.rows_of(office) as rows,
    ):
        got = cheapest(office, mine, after, size)
    judge.that(
        isinstance(got, list),
        called=called,
        got=repr(got),
        expected="a list of offers",
        likely=[
            (got is None, "the page is not returned."),
            (True, "make a list of it: [Offer(*row) for row in rows]."),
        ],
    )
    before = {offer.id for page in read for offer in page}
    return called, Page(size, mine, after, free, others.whose(), before, got, seen, len(rows))


def _is_the_page(judge: Judge, called: str, page: Page, new_offer: type[Offer]) -> None:
    got, want, size = page.got, page.want, page.size
    judge.that(
        page.offers == want and page.has_offers,
        called=called,
        got=f"{[tuple(o) if isinstance(o, tuple) else o for o in got]}",
        expected=f"{[tuple(o) for o in want]}",
        likely=causes.of_this_page(page),
    )
    judge.that(
        all(isinstance(offer, new_offer) for offer in got),
        called=called,
        got=f"{got[:1]}",
        expected=f"{want[:1]}",
        likely="a plain tuple: Offer(*row) makes an offer of it.",
    )
    judge.that(
        page.rows <= size,
        called=called,
        got=f"{page.rows} rows from SQLite",
        expected=f"at most {size}",
        likely="all of them are fetched, and most thrown away: LIMIT ? in the statement.",
    )
    border = [page.after.pence, page.after.id] if page.after else []
    _by_parameters(judge, called, page.seen, page.mine, page.size, *border)


# --- E4: forget me ----------------------------------------------------------------------------


def actions(on_delete: OnDelete, tables: str, seed: int) -> None:
    """Deleting a customer takes the profile and keeps the words; the books forbid it."""
    with judging("E4: each foreign key carries its rule") as judge:
        chosen = on_delete()
        _are_actions(judge, chosen)
        with stage.office(tables.format(**chosen)) as office:
            keys = stage.fill_people(office, seed)
            _takes_the_profile(judge, office, chosen, keys.never_ordered[0])
            _books_forbid(judge, office, chosen, keys.ordered[3])


def _are_actions(judge: Judge, chosen: dict[str, str]) -> None:
    names = {"customer_profile", "review", "orders", "payment"}
    judge.that(
        isinstance(chosen, dict) and {*chosen} == names,
        called="on_delete()",
        got=repr(chosen),
        expected=f"a dict with the keys {sorted(names)}",
        likely=[
            (chosen is None, "the dict is not returned."),
            (True, "one action for each of the four tables."),
        ],
    )
    known = ("CASCADE", "SET NULL", "RESTRICT")
    unknown = [action for action in chosen.values() if str(action).upper() not in known]
    judge.that(
        not unknown,
        called="on_delete()",
        got=f"{unknown[:1]}",
        expected="CASCADE, SET NULL or RESTRICT",
        likely="one of the three actions, as a text.",
    )


def _outcome(office: sqlite3.Connection, statement: str, key: int) -> str:
    try:
        with office:
            office.execute(statement, (key,))
    except sqlite3.IntegrityError as error:
        return str(error)
    return "deleted"


DELETE_CUSTOMER = "DELETE FROM customer WHERE id = ?"
DELETE_ORDER = "DELETE FROM orders WHERE id = ?"


def _takes_the_profile(
    judge: Judge, office: sqlite3.Connection, chosen: dict[str, str], key: int
) -> None:
    called = DELETE_CUSTOMER.replace("?", str(key)) + ", who never ordered"
    got, profile = _outcome(office, DELETE_CUSTOMER, key), str(chosen["customer_profile"])
    judge.that(
        got == "deleted",
        called=called,
        got=got,
        expected="deleted",
        likely=[
            (
                profile.upper() == "SET NULL",
                "a profile has no life without its customer: its key cannot be NULL.",
            ),
            (
                profile.upper() == "RESTRICT",
                "the profile forbids it: by the rules it goes with the customer.",
            ),
            (True, "the reviews forbid it: by the rules they lose the link."),
        ],
    )
    rows = stage.all_tables(office)
    judge.that(
        key not in [row[0] for row in rows["customer_profile"]],
        called=called,
        got="the profile is still there",
        expected="no profile",
        likely="the profile goes with the customer: CASCADE.",
    )
    links = [link for _, words, link in rows["review"] if str(key) in words.split()]
    judge.that(
        links == [None, None],
        called=called,
        got=f"{len(links)} of 2 reviews, their customer_id {links}",
        expected="2 reviews, their customer_id [None, None]",
        likely="the words stay and the link goes: SET NULL.",
    )


def _books_forbid(
    judge: Judge, office: sqlite3.Connection, chosen: dict[str, str], ordered: int
) -> None:
    for table, statement, key in (
        ("orders", DELETE_CUSTOMER, ordered),
        ("payment", DELETE_ORDER, stage.PAID_ORDER),
    ):
        before, got = stage.all_tables(office), _outcome(office, statement, key)
        judge.that(
            before == stage.all_tables(office) and "FOREIGN KEY" in got,
            called=f"{statement.replace('?', str(key))}, while there is a row in {table}",
            got=got,
            expected="FOREIGN KEY constraint failed",
            likely=[
                (
                    str(chosen[table]).upper() == "CASCADE",
                    f"CASCADE deletes the {table} with it: these are the books. RESTRICT refuses.",
                ),
                (
                    "NOT NULL" in got,
                    "refused by NOT NULL, not by the rule: a later, laxer column would let it "
                    "through. RESTRICT says it.",
                ),
                (True, f"the rows of {table} must forbid it: RESTRICT."),
            ],
        )
    unpaid = stage.UNPAID_ORDER
    got = _outcome(office, DELETE_ORDER, unpaid)
    called = DELETE_ORDER.replace("?", str(unpaid)) + ", which was never paid"
    likely = "nothing hangs on this order."
    judge.that(got == "deleted", called=called, got=got, expected="deleted", likely=likely)


def forget(forget_customer: Forget, tables: str, seed: int) -> None:
    """Who never ordered vanishes, who did loses name and address; books and others stay."""
    with (
        judging("E4: forgotten, and the books are whole") as judge,
        stage.office(stage.by_the_rules(tables)) as office,
    ):
        keys = stage.fill_people(office, seed)
        want = stage.all_tables(office)
        for key in (
            keys.never_ordered[0],
            keys.ordered[0],
            keys.ordered[1],
            1_000,
            keys.ordered[3],
            keys.never_ordered[2],
            keys.ordered[0],
        ):
            wish = Wish(key, keys, again=(key, "forgotten", None) in want["customer"])
            want = stage.without(want, key, ordered=wish.ordered)
            seen = _ask_to_forget(judge, forget_customer, office, wish)
            likely = "commit, on each way out: `with connection:` does it."
            _is_closed(judge, wish.called, office, "committed", likely)
            _is_forgotten(judge, office, wish, want)
            judge.that(
                seen.commits <= 1,
                called=wish.called,
                got=f"{seen.commits} commits",
                expected="1 commit",
                likely="one transaction around all of it: half forgotten is not forgotten.",
            )
            _by_parameters(judge, wish.called, seen, key)
            judge.that(
                stage.has_foreign_keys(office),
                called=wish.called,
                got="PRAGMA foreign_keys is off",
                expected="on, as before",
                likely="whoever uses the connection next has no foreign keys: leave them on.",
            )


def _ask_to_forget(
    judge: Judge, forget_customer: Forget, office: sqlite3.Connection, wish: Wish
) -> Statements:
    with (
        judge.calling(
            wish.called,
            expected="no error",
            likely=lambda error: causes.of_a_refused_wish(error, wish),
        ),
        statements(office) as seen,
    ):
        forget_customer(office, wish.key)
    return seen


def _is_forgotten(
    judge: Judge, office: sqlite3.Connection, wish: Wish, want: dict[str, list[Row]]
) -> None:
    now, are_on = stage.all_tables(office), stage.has_foreign_keys(office)
    for name in ("payment", "orders", "customer", "customer_profile", "review"):
        table = Table(name, now[name], want[name])
        judge.that(
            not table.too_many and not table.missing,
            called=wish.called,
            got=f"{name}: {table.too_many or 'rows are gone'}",
            expected=f"{name}: {table.missing or 'no such row'}",
            likely=causes.of_this_table(table, wish, keys_are_on=are_on),
        )
