"""What J02.7 asks of an answer: each check is one claim."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from labs import datasets
from labs.judges import Judge, judging, statements
from labs.servers import Postgres
from labs.units.j02_7 import data, mapping, reports, sequelize_page, typeorm_page
from labs.units.j02_7.harness import reports_of
from labs.units.j02_7.reports import Report

MapTables = Callable[[type[Any], type[Any]], tuple[type[Any], type[Any]]]
OrdersWithTickets = Callable[[Session, type[Any], int], Sequence[Any]]
Seasons = Mapping[int, Sequence[int]]
"""How many orders are asked for, one number after the other, by the seed of the season."""


def before_all() -> None:
    """What a trial does once for all answers: make the seasons that its cells ask for."""
    for seed in (1, 3, 7):
        datasets.sample(seed).close()


# --- E1: orders with their tickets ------------------------------------------------------------


def rows(
    map_tables: MapTables, orders_with_tickets: OrdersWithTickets, seed: int, count: int
) -> None:
    """The page shows what the raw join shows, orders without tickets too."""
    with judging("E1: the rows are those of the raw join") as judge:
        office = data.uneven_office(seed)
        expected = data.sales_by_join(office, count)
        Sale, _ = _mapped(judge, map_tables)
        called = f"rows_of(orders_with_tickets(session, Sale, {count}))"
        with Session(data.engine_on(office)) as session:
            with judge.calling(called, likely=mapping.why_not_loaded):
                sales = orders_with_tickets(session, Sale, count)
            sales = mapping.list_of_sales(judge, called, sales, Sale)
            with judge.calling(called, likely=mapping.why_not_loaded):
                shown = data.rows_of(sales)
            mapping.are_loaded_by_the_session(judge, called, sales)
        ids, want = [row[0] for row in shown], list(expected)
        without_tickets = {number for number in want if not expected[number][3]}
        judge.that(
            ids == want,
            called=called,
            got=f"{len(ids)} sales: {ids!s:.60}",
            expected=f"{len(want)} sales: {want!s:.60}",
            likely=mapping.why_other_sales(ids, want, without_tickets),
        )
        for row in shown:
            good = expected[row[0]]
            judge.equal(
                row,
                good,
                called=f"{called}, the sale {row[0]}",
                likely=mapping.why_another_row(row, good),
            )
        with Session(data.engine_on(office)) as session:
            mapping.have_their_order(judge, session, Sale)


def _mapped(judge: Judge, map_tables: MapTables) -> tuple[type[Any], type[Any]]:
    """Sale and Ticket, on a base of their own."""
    base, buyer = data.base_and_buyer()
    with judge.calling(
        mapping.CALLED,
        expected="classes that SQLAlchemy can map",
        likely=mapping.why_not_mapped,
    ):
        mapped = map_tables(base, buyer)
        base.registry.configure()
    mapping.are_the_two_classes(judge, mapped, base)
    sale, ticket = mapped
    mapping.are_linked(judge, sale, ticket, buyer)
    mapping.have_their_columns(judge, sale, ticket)
    return sale, ticket


def few_statements(
    map_tables: MapTables, orders_with_tickets: OrdersWithTickets, seed: int, count: int
) -> None:
    """However many orders, with all that the page shows of them: at most two statements."""
    with judging("E1: at most 2 statements for 200 orders") as judge:
        (Sale, Ticket), office = _mapped(judge, map_tables), data.new_office(seed)
        engine = data.engine_on(office)
        engine.connect().close()
        loaded: Counter[str] = Counter()
        for one in (Sale, Ticket):
            event.listen(one, "load", lambda row, _: loaded.update([row.__tablename__]))
        called = f"rows_of(orders_with_tickets(session, Sale, {count}))"
        with statements(office) as seen, Session(engine) as session:
            with judge.calling(called, likely=mapping.why_not_loaded):
                sales = orders_with_tickets(session, Sale, count)
            mapping.came_back(judge, called, sales)
            sales, at_first = list(sales), len(seen.run)
            with judge.calling(called, likely=mapping.why_not_loaded):
                shown = data.rows_of(sales)
        mapping.are_no_others(judge, called, loaded, shown, count)
        judge.that(
            len(shown) == count,
            called=called,
            got=f"{len(shown)} sales",
            expected=f"{count} sales",
            likely="all of them, each once: see the check of the rows.",
        )
        mapping.are_two_at_most(judge, called, seen.run[:at_first], seen.run[at_first:], count)


# --- E2: buyers with their towns, in Sequelize ------------------------------------------------


def sequelize(seasons: Seasons) -> None:
    """One statement brings orders, customers, profiles and tickets as psycopg reads them."""
    title = "E2: one statement, and the rows that psycopg reads"
    with judging(title) as judge, ExitStack() as servers:
        fresh = {seed: servers.enter_context(Postgres.start()) for seed in seasons}
        newest = {seed: _copy_sales(seed, db) for seed, db in fresh.items()}
        asked = [
            {"database": fresh[seed].url, "counts": counts} for seed, counts in seasons.items()
        ]
        said = reports_of(judge, "sales.mjs", "serve_sales.mjs", asked)
        for (seed, counts), report in zip(seasons.items(), said, strict=True):
            sequelize_page.has_its_models(judge, report)
            for count, page in zip(counts, report["pages"], strict=True):
                expected = data.orders_by_join(fresh[seed], count)
                _is_the_page_of_sales(judge, page, expected, newest[seed], count)


def _copy_sales(seed: int, fresh: Postgres) -> int:
    """Fill the database with a season in which somebody has no profile; the newest order."""
    office = data.uneven_office(seed)
    newest = data.newest_order(office)
    sequelize_page.take_the_profile_of_order(office, newest - 2)
    data.copy_office(office, fresh)
    return newest


def _is_the_page_of_sales(
    judge: Judge, page: Report, expected: data.Rows, newest: int, count: int
) -> None:
    called, want = f"page(models, {count})", list(expected)
    reports.reads_alone(judge, called, page, "findAll", sequelize_page.why_it_failed)
    why = partial(sequelize_page.why_other_orders, want=want, newest=newest)
    reports.has_these_orders(judge, called, page, want, why)
    sequelize_page.has_all_parts(judge, called, page["orders"], expected)
    why_so_many = partial(sequelize_page.why_so_many, count=count)
    reports.takes_statements(judge, called, page, 1, why_so_many)


# --- E3: TypeORM makes the tables -------------------------------------------------------------


def typeorm(seasons: Seasons) -> None:
    """The migration holds the foreign key; orders with tickets take at most two statements."""
    with judging("E3: the migration has the foreign key, the page at most 2 statements") as judge:
        offices = [
            typeorm_page.some_orders(data.uneven_office(seed), max(counts))
            for seed, counts in seasons.items()
        ]
        asked = [
            given._asdict() | {"counts": counts}
            for given, counts in zip(offices, seasons.values(), strict=True)
        ]
        said = reports_of(judge, "office.ts", "migrate_office.ts", asked)
        for given, counts, report in zip(offices, seasons.values(), said, strict=True):
            typeorm_page.is_migrated(judge, report)
            for count, page in zip(counts, report["pages"], strict=True):
                _is_the_page_of_orders(judge, page, given, count)


def _is_the_page_of_orders(
    judge: Judge, page: Report, given: typeorm_page.Given, count: int
) -> None:
    called, want = f"page(db, {count})", given.first(count)
    reports.reads_alone(judge, called, page, "find", typeorm_page.why_it_failed)
    why = partial(typeorm_page.why_other_orders, want=want)
    reports.has_these_orders(judge, called, page, want, why)
    typeorm_page.has_their_tickets(judge, called, page["orders"], given)
    typeorm_page.loads_no_other_tickets(judge, called, page, want, given)
    why_so_many = partial(typeorm_page.why_so_many, count=count)
    reports.takes_statements(judge, called, page, 2, why_so_many)
