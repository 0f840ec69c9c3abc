"""The likely causes of what J02.3's checks find, from the most to the least specific."""

import sqlite3
from collections.abc import Sequence

from labs.judges import Difference, Likely, sqlite_causes
from labs.units.j02_3.records import (
    Bulk,
    Call,
    Page,
    Sale,
    Sold,
    Table,
    Wish,
    numbers,
    taking,
)
from labs.units.j02_3.stage import FOR_THE_HOUSE, Offer, Row

Causes = list[tuple[object, str]]

BUILT_IN = (
    "the value was built into the text: put a ? there, and hand the value over as a parameter."
)


# --- E1: the seats move in --------------------------------------------------------------------


def of_a_difference(found: Difference) -> Likely:
    """Why a repository is not as a dict."""
    stored = str(found.stored)
    return [
        *sqlite_causes(found.got.error),
        (
            "is closed" in stored,
            "the connection was closed: the caller still needs it. "
            "`with connection:` commits, closing(...) closes.",
        ),
        *_of_an_error(found),
        *_of_a_seat(found),
        *_of_a_key(found),
        *_of_a_yes_or_no(found, stored, str(found.should_store)),
        *_of_what_is_stored(found, stored),
    ]


def _of_an_error(found: Difference) -> Causes:
    error, refused = found.got.error, found.expected.error is not None
    by_database = isinstance(error, sqlite3.IntegrityError)
    return [
        (
            by_database and not refused and found.line.startswith("raise"),
            "there is no such seat: False. The database refuses, not you.",
        ),
        (
            by_database and not refused and found.name == "add",
            "these values do not stand in their columns: name the columns in the order of Seat.",
        ),
        (
            by_database and not refused,
            "the database refused a change where none was due: is there a WHERE id = ?, and are "
            "the parameters in its order?",
        ),
        (
            refused and error is None and found.name == "add",
            "the database refused this seat, and the caller was not told: let the IntegrityError "
            "go up. (INSERT OR … keeps it quiet, too.)",
        ),
        (
            refused and error is None,
            "the database refuses the price 0, and the caller was not told: let the "
            "IntegrityError go up. (UPDATE OR … keeps it quiet, too.)",
        ),
        (
            refused and error is not None and not by_database,
            "let the database's own IntegrityError go up.",
        ),
        (found.answers_differ and error is not None, "the line shown raised this."),
    ]


def _of_a_seat(found: Difference) -> Causes:
    value, want = found.got.value, found.expected.value
    is_get, a_tuple = found.name == "get", isinstance(value, tuple)
    return [
        (
            found.answers_differ and value is None and want is not None,
            "nothing came back: is `return` missing, or the row not found?",
        ),
        (
            is_get and type(value) is tuple and value == want,
            "this is a plain tuple: Seat(*row) makes a Seat.",
        ),
        (is_get and want is None, "there is no such row (any more): None."),
        (
            is_get
            and isinstance(value, tuple)
            and value
            and isinstance(value[0], int)
            and value[1:] == want,
            "the key came along: name the three columns in the SELECT.",
        ),
        (
            is_get and a_tuple,
            "another seat, or its values in another order: name the columns, and ask WHERE id = ?.",
        ),
    ]


def _of_a_key(found: Difference) -> Causes:
    value, is_add = found.got.value, found.name == "add"
    return [
        (
            is_add and isinstance(value, sqlite3.Cursor),
            "this is the cursor: its lastrowid is the key.",
        ),
        (is_add and type(value) is tuple, "fetchone() gives a tuple: take its first value."),
        (
            is_add and found.answers_differ,
            "return the key of the new row: lastrowid of the INSERT's cursor, or RETURNING id.",
        ),
    ]


def _of_a_yes_or_no(found: Difference, stored: str, should_store: str) -> Causes:
    value, want = found.got.value, found.expected.value
    missed = value is False and want is True
    price = f", {found.arguments[-1]},"
    return [
        (
            type(value) is int and found.answers_differ,
            "the text asks for True or False: compare, == 1.",
        ),
        (
            missed
            and found.name == "remove"
            and stored.count("'free'") < should_store.count("'free'"),
            "other seats were deleted, too: WHERE id = ?.",
        ),
        (
            missed and found.name == "reprice" and stored.count(price) > should_store.count(price),
            "other seats were changed, too: WHERE id = ?.",
        ),
        (
            value is True and want is False and stored != should_store,
            "another seat was changed: WHERE id = ?.",
        ),
        (
            missed and found.name == "reprice" and stored == should_store,
            "0 rows changed, and yet there is such a seat: do the WHERE's conditions leave it out? "
            "(Set to the price that it has, it is there, too.)",
        ),
        (
            found.answers_differ and value is True,
            "there was no such seat: look at rowcount; a statement that changes 0 rows is no "
            "error.",
        ),
        (
            found.answers_differ and isinstance(value, bool),
            "there was such a seat: are the parameters in the order of their question marks? "
            "rowcount is 1 when one row was changed.",
        ),
    ]


def _of_what_is_stored(found: Difference, stored: str) -> Causes:
    is_open, name = "is open" in stored, found.name
    return [
        (
            is_open and found.expected.error is not None,
            "the refused statement left its transaction open: `with self.connection:` rolls back.",
        ),
        (
            is_open,
            "the change is not committed, so no other window sees it: put it into "
            "`with self.connection:`.",
        ),
        (name == "add" and "'sold'" in stored, "a new seat is free."),
        (name == "add", "the seat is not stored as it was given."),
        (name == "reprice" and "'sold'" in stored, "only the price is set, not the status."),
        (
            name == "reprice",
            "the price of this seat, and of no other, is set: is there a WHERE id = ?, and are "
            "the parameters in its order?",
        ),
        (
            name == "remove" and f"{found.arguments[0]}: (" in stored,
            "the row is still there: DELETE FROM seat.",
        ),
        (name == "remove", "this row, and no other, is deleted: WHERE id = ?."),
        (True, "a read changes nothing."),
    ]


def of_more_than_one(name: str, verbs: Sequence[str]) -> Likely:
    """Why a method did not send one statement."""
    return [
        (
            not verbs and name == "get",
            "nothing was sent: is it a copy that was kept? Others change the row meanwhile.",
        ),
        (not verbs, "nothing was sent on the connection that was handed over."),
        (
            name == "add" and "SELECT" in verbs,
            "the database makes the key, and lastrowid tells it: no SELECT is needed, and between "
            "two statements another window may add a seat.",
        ),
        (
            "SELECT" in verbs and name != "get",
            "no look is needed: rowcount of the change tells whether there was such a seat.",
        ),
        (True, "one statement can do it."),
    ]


def of_this_row(call: Call, row: Row | None) -> Likely:
    """Why a sold seat is not as it should be."""
    return [
        (
            call.name == "reprice" and row and call.row and row[3:] != call.row[3:],
            "only the price is set: the order keeps its seat.",
        ),
        (
            call.name in ("reprice", "remove"),
            "a sold seat is changed as a free one is: WHERE id = ?, and no more.",
        ),
        (True, "other rows do not change."),
    ]


def of_commits(commits: int, count: int) -> Likely:
    """Why so many seats took another number of commits than one."""
    return [
        (commits == 0, "no seat was created: is the loop empty, or was it rolled back?"),
        (
            commits >= count,
            "there is a commit for each row: SeatRepository.add commits, and so does a "
            "`with connection:` inside the loop.",
        ),
        (True, "one block around all inserts: one commit at its end."),
    ]


def of_a_silent_refusal(bulk: Bulk) -> Likely:
    """Why the caller does not hear that the database refused a seat."""
    return [
        (
            bulk.raised is None and bulk.kept > 0,
            "the refused seat was left out: all or nothing. (INSERT OR IGNORE keeps refusals "
            "quiet.)",
        ),
        (
            bulk.raised is None,
            "the error was swallowed: the caller must hear of it. After a rollback(), `raise`.",
        ),
        (True, "let the database's own error go up."),
    ]


# --- E2: the last seat, once ------------------------------------------------------------------


def of_a_lock(error: Exception) -> Likely:
    """Why two windows end in an error."""
    return [
        (
            "is locked" in str(error),
            "a sale ended and was not committed: its lock keeps the other window out. "
            "`with connection:` commits.",
        ),
        *sqlite_causes(error),
    ]


def of_these_answers(race: Sold, updates: Sequence[Sequence[int]]) -> Likely:
    """Why not exactly one of two windows says that it sold."""
    sold = numbers(race)
    return [
        (any(answer == 0 for answer in race.answers), "no sale: None, not 0 or False."),
        (
            not sold and not any(map(sum, updates)),
            "no seat was taken: does the UPDATE name the status before the sale, 'free'?",
        ),
        (
            not sold,
            "the seat was taken, and no number came back: return the order's number.",
        ),
        (
            0 in taking(race),
            "the UPDATE changed no row at one window, which sold all the same: look at rowcount.",
        ),
        (
            True,
            "between the look and the UPDATE the other window has sold: put AND status = 'free' "
            "into the UPDATE, and look at rowcount.",
        ),
    ]


def of_wrong_orders(race: Sold, updates: Sequence[Sequence[int]]) -> Likely:
    """Why an order has not paid for what it has."""
    wrong: list[Row] = race.found if isinstance(race.found, list) else []
    return [
        (
            any(len(rows) > 1 and rows[0] == 0 for rows in updates),
            "the UPDATE changed no row at one window, and it wrote the rest all the same: look at "
            "rowcount first.",
        ),
        (
            any(due == 0 and order in numbers(race) for order, _, due in wrong),
            "the order was paid, and the seat does not carry its number: order_id.",
        ),
        (
            any(due == 0 for _, _, due in wrong),
            "there is a paid order without a seat: whoever did not get the seat writes nothing.",
        ),
        (any(paid == 0 for _, paid, _ in wrong), "an order has a seat, and no payment."),
        (True, "the payment is the seat's price, once."),
    ]


def of_the_same_number(error: Exception) -> Likely:
    """Why the sales of two seats end in an error."""
    return [
        (
            "orders.id" in str(error),
            "both windows made the same number: let the database make the key, lastrowid tells it.",
        ),
        *sqlite_causes(error),
    ]


def of_two_sales(race: Sold, updates: Sequence[Sequence[int]]) -> Likely:
    """Why two seats are not sold at two windows."""
    return [
        (
            any(type(answer) is not int for answer in numbers(race)),
            "return the number of the order.",
        ),
        (
            any(max(rows, default=0) > 1 for rows in updates),
            "one UPDATE changed more than one seat: WHERE id = ?.",
        ),
        (None in race.answers, "a free seat was not sold: the other window has another one."),
        (True, "two seats, two sales: each with its own number, seat and payment."),
    ]


def of_an_open_transaction(sale: Sale) -> Likely:
    """Why a sale leaves its transaction open."""
    return [
        (sale.raised, "an error must roll back: put all of it into `with connection:`."),
        (sale.request.is_for_free_seat, "the sale is not committed."),
        (
            True,
            "no sale, and a transaction is left open: commit or roll back on this way out, too; "
            "`with connection:` does.",
        ),
    ]


def of_these_books(sale: Sale, part: str) -> Likely:
    """Why a part of the books is not as it should be."""
    new, free = sale.new(part), sale.request.is_for_free_seat
    return [
        (
            sale.request.seat_id == FOR_THE_HOUSE and new,
            "this seat is sold: the WHERE asks for the status, not for order_id.",
        ),
        (
            not free and part == "sold" and sale.raised,
            "the database refused the order, and the seat stays taken: all of it is one "
            "transaction.",
        ),
        (not free, "no sale was made, and yet something is written."),
        *(_of_a_sold_seat(sale, new) if part == "sold" else []),
        (part == "payments" and not new, "there is no payment."),
        (
            part == "payments" and len(sale.now[part]) > len(sale.want[part]),
            "there is more than one payment.",
        ),
        (part == "payments", "the payment is the price of this seat, for this order."),
        (True, "a sale is one order, of this customer."),
    ]


def _of_a_sold_seat(sale: Sale, new: Sequence[Row]) -> Causes:
    older = [order for order, _ in sale.before["orders"]]
    came_back = [key for key, status, _ in sale.before["sold"] if status == "free"]
    return [
        (
            not new and sale.request.seat_id in came_back,
            "this seat came back, and still carries its old order's number: only the status says "
            "that it is free.",
        ),
        (len(new) > 1, "other seats were changed, too: WHERE id = ?."),
        (
            any(status == "sold" and order is None for _, status, order in new),
            "the seat is sold, and does not carry its order's number.",
        ),
        (new and new[0][2] in older, "the seat carries the number of an older order."),
        (True, "the seat is not sold: status and order_id, in the row of this seat."),
    ]


def of_this_number(sale: Sale) -> Likely:
    """Why a sale answers with something else than its order's number, or None."""
    answer, free = sale.answer, sale.request.is_for_free_seat
    return [
        (free and answer is None, "the sale was made, and its number does not come back."),
        (
            free and answer is not True and answer == sale.last_payment,
            "this is the key of the payment: take lastrowid of the order's INSERT, not of the "
            "last one.",
        ),
        (free, "return the number of the order: lastrowid of its INSERT."),
        (not answer, "no sale: None, not 0 or False."),
        (True, "None says that there was no sale."),
    ]


# --- E3: the cheapest first -------------------------------------------------------------------


def of_no_page(error: Exception, after: Offer | None) -> Likely:
    """Why a page ends in an error."""
    return [
        (
            after is None and "NoneType" in str(error),
            "after is None on the first page: there is no seat before it.",
        ),
        *sqlite_causes(error),
    ]


def of_this_page(page: Page) -> Likely:
    """Why a page is not the right one."""
    return [
        (not page.has_offers, "each item is an Offer: id, number, pence."),
        (len(page.got) > page.size, "the page is too long: LIMIT ?."),
        (
            page.ids == [offer.id for offer in page.want],
            "the right seats with other values: is it id, number, pence, in this order?",
        ),
        *_of_seats_that_do_not_belong(page),
        *(_of_this_border(page, page.after) if page.after else []),
        *_of_this_order(page),
        (
            not page.after and not page.got,
            "nothing on the first page: is its border None? Compared with NULL, nothing is true.",
        ),
        (
            {*page.ids} < {offer.id for offer in page.want},
            "seats are missing: the WHERE leaves out what does not belong, and LIMIT counts what "
            "is left.",
        ),
        (
            not page.after,
            "the first page begins with the cheapest free seat of this performance.",
        ),
        (True, "the page begins behind the seat `after`, by price, then by id."),
    ]


def _of_seats_that_do_not_belong(page: Page) -> Causes:
    wrong = [page.whose.get(key, (0, "")) for key in page.ids]
    wrong = [whose for whose in wrong if whose != (page.mine, "free")]
    return [
        (
            wrong and page.after,
            "a seat that is sold, or of another performance, is on the page. (AND binds more than "
            "OR: brackets?)",
        ),
        (
            wrong and wrong[0][0] != page.mine,
            "a seat of another performance is on the page: WHERE performance_id = ?.",
        ),
        (wrong, "a sold seat is on the page: only status 'free'."),
    ]


def _of_this_border(page: Page, after: Offer) -> Causes:
    offers, pence, last = page.offers, after.pence, after.id
    looks = sum(one.text.upper().count("SELECT") for one in page.seen.sent)
    now = next((offer.pence for offer in page.free if offer.id == last), pence)
    return [
        (
            any("OFFSET" in one.text.upper() for one in page.seen.sent),
            "this page is counted by OFFSET, and rows have moved: start behind the seat `after`.",
        ),
        (
            looks > 1 and offers == page.if_it_took(lambda o: (o.pence, o.id) > (now, last)),
            "the price of `after` was asked for anew, and has changed since: the border is where "
            "that seat stood, after.pence.",
        ),
        (
            offers == page.if_it_took(lambda _: True),
            "this is the first page again: is `after` looked at, and compared as (pence, id)?",
        ),
        (
            offers and offers == page.if_it_took(lambda o: (o.pence, o.id) > (pence, after.number)),
            "this page begins behind the price and the *number* of `after`: the border is "
            "(pence, id).",
        ),
        (
            page.ids[:1] == [last],
            "the last seat of the page before comes again: after means >, not >=.",
        ),
        (
            offers == page.if_it_took(lambda o: o.pence > pence),
            "the other seats of that price are left out: after (pence, id) comes what is dearer, "
            "and the same price with a higher id.",
        ),
        (
            offers == page.if_it_took(lambda o: o.pence > pence and o.id > last),
            "each dearer seat comes after it, whatever its id: pence > ? OR (pence = ? AND "
            "id > ?).",
        ),
        (
            offers == page.if_it_took(lambda o: o.pence >= pence and o.id > last),
            "of the dearer seats those with a lower id are left out: pence > ? OR (pence = ? AND "
            "id > ?).",
        ),
        (
            offers == page.if_it_took(lambda o: o.id > last),
            "id > ? finds later ids, not later places in the order: the border is the pair "
            "(pence, id).",
        ),
        (
            page.shown & {*page.ids},
            "a seat comes twice: the border is two values, price and id, and no sum of them.",
        ),
    ]


def _of_this_order(page: Page) -> Causes:
    offers, now = page.offers, page.free
    return [
        (
            page.ids == sorted(page.ids)
            and offers != sorted(offers, key=lambda o: (o.pence, o.id)),
            "in the order of the ids: ORDER BY pence, id.",
        ),
        (
            not page.after
            and offers
            and now
            and offers[0].pence == max(o.pence for o in now) > now[0].pence,
            "dearest first: cheapest first is the plain order.",
        ),
        (
            [o.pence for o in offers] == [o.pence for o in page.want],
            "at the same price by id, lowest first, and none left out.",
        ),
    ]


# --- E4: forget me ----------------------------------------------------------------------------


def of_a_refused_wish(error: Exception, wish: Wish) -> Likely:
    """Why a customer cannot be forgotten."""
    return [
        (
            "customer.email" in str(error),
            "a second forgotten customer has the same e-mail: UNIQUE refuses it twice. It allows "
            "NULL as often as you like.",
        ),
        (
            "FOREIGN KEY" in str(error) and wish.ordered,
            "a customer with orders cannot be deleted: anonymise the row.",
        ),
        (
            isinstance(error, sqlite3.IntegrityError),
            "the database refuses this: which rule stands in the way?",
        ),
        (not wish.known, "there is no such customer: nothing changes, and no error."),
        *sqlite_causes(error),
    ]


def of_this_table(table: Table, wish: Wish, *, keys_are_on: bool) -> Likely:
    """Why a table is not as it should be when a customer has been forgotten."""
    by_name = {
        "customer": _of_customers,
        "customer_profile": _of_profiles,
        "review": _of_reviews,
    }
    of_this = by_name.get(table.name)
    return [
        (
            not keys_are_on,
            "PRAGMA foreign_keys was switched off: from then on no action fires on this "
            "connection.",
        ),
        (of_this is None, "these are the books: nothing in them changes."),
        (not wish.known, "there is no such customer: nothing changes."),
        *(of_this(table, wish) if of_this else []),
    ]


def _of_customers(table: Table, wish: Wish) -> Causes:
    return [
        (
            len(table.too_many) + len(table.missing) > 2,
            "other customers were changed, too: WHERE id = ?.",
        ),
        (
            wish.ordered and not table.rows_of(wish.key),
            "a customer with orders stays, without name and e-mail.",
        ),
        (not wish.ordered, "a customer without orders is deleted."),
        (True, "the name is forgotten, the e-mail NULL (in Python: None)."),
    ]


def _of_profiles(table: Table, wish: Wish) -> Causes:
    return [
        (
            wish.ordered and table.rows_of(wish.key),
            "the row of the customer stays, so CASCADE does not fire: delete the profile yourself.",
        ),
        (
            len(table.now) < len(table.want),
            "other profiles are gone, too: WHERE customer_id = ?.",
        ),
        (True, "the profile goes with its customer, and no other changes."),
    ]


def _of_reviews(table: Table, wish: Wish) -> Causes:
    return [
        (
            wish.ordered and len(table.now) == len(table.want),
            "the row of the customer stays, so SET NULL does not fire: set the reviews' "
            "customer_id to NULL yourself.",
        ),
        (True, "the words stay, the link of this customer goes, and no other."),
    ]
