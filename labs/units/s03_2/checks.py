"""What S03.2 asks of an answer: each check is one claim."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs  # comes with Schemathesis
import requests
from fastapi import FastAPI

from labs.judges import Judge, judging
from labs.judges.apps import Add
from labs.judges.rivals import rival
from labs.servers.hosting import Hosted, hosted
from labs.units.s03_2 import causes, fuzz
from labs.units.s03_2.cost import counted
from labs.units.s03_2.documents import grown, lost
from labs.units.s03_2.office import cursor_of, new_office, order_id, place_of, query, settle
from labs.units.s03_2.reseller import LostError, Reseller
from labs.units.s03_2.rules import broken_rules, operations

Document = dict[str, Any]
Describe = Callable[[Document], None]
Begin = Callable[[], Document]
NewApp = Callable[[Document, Path], FastAPI]


_TEXT = {"type": "string", "pattern": "^[A-Z][1-9]$"}
LIKE_OURS = {
    "openapi": "3.1.0",
    "info": {"title": "", "version": ""},
    "paths": {
        "/{name}": {
            "post": {
                "operationId": "makeOne",
                "parameters": [
                    {"name": "name", "in": "path", "required": True, "schema": _TEXT},
                    {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "a": _TEXT,
                                    "b": {"type": "string", "maxLength": 80},
                                },
                                "required": ["a", "b"],
                                "additionalProperties": False,
                            }
                        }
                    },
                },
                "responses": {"200": {"description": ""}, "404": {"description": ""}},
            }
        }
    },
}
"""A document with the kinds of schema that those of the exercises have."""


def before_all() -> None:
    """Let Schemathesis load what all later fuzzes need, once for all answers."""
    app = FastAPI(openapi_url=None)
    app.post("/{name}", responses={404: {}})(lambda name: name)
    fuzz.tried(app, LIKE_OURS, examples=4)
    with hosted(app) as site, site.client() as client:
        client.post("/one").raise_for_status()


# --- what both exercises share ----------------------------------------------------------------


def _described(judge: Judge, begin: Begin, describe: Describe) -> Document:
    """A document that keeps the rules, and has lost nothing."""
    document, called = begin(), f"{_name(describe)}(document)"
    with judge.calling(called):
        describe(document)
    with judge.calling(f"broken_rules(document) after {called}"):
        broken = broken_rules(document)
    judge.that(
        not broken,
        called=f"broken_rules(document) after {called}",
        got="; ".join(f"{each.rule}: {each.place}" for each in broken[:3]),
        expected="all 15 rules hold",
        likely=causes.why_broken(broken[0].rule) if broken else "",
    )
    return document


def _name(function: Callable[..., object]) -> str:
    return getattr(function, "__name__", "the function")


def _kept(judge: Judge, begin: Begin, document: Document, called: str) -> None:
    """What stood in the document before still does."""
    missing = lost(begin(), document)
    judge.that(
        not missing,
        called=called,
        got=missing,
        expected="what was in the document stays",
        likely=causes.CHANGED,
    )


def _apart(judge: Judge, begin: Begin, describe: Describe) -> Document:
    """A document; another one that holds more keeps that, and gives nothing of it to the others."""

    def begin_larger() -> Document:
        return grown(begin())

    called = f"{_name(describe)}(document)"
    first = _described(judge, begin, describe)
    _kept(judge, begin, first, called)
    as_it_was = deepcopy(first)
    larger = _described(judge, begin_larger, describe)
    _kept(judge, begin_larger, larger, f"{called}, of a document that holds getVenue, too")
    for document in (_described(judge, begin, describe), first):
        other = lost(document, as_it_was, "one") or lost(as_it_was, document, "one")
        judge.that(
            document == as_it_was,
            called=f"{called}, for three documents in turn",
            got=f"{other}; another has" if other else "something twice in a list",
            expected="nothing gets from one into another",
            likely=causes.SHARED,
        )
    return first


def _follows(judge: Judge, app: FastAPI, document: Document, **how: Sequence[str]) -> None:
    """The server answers as this document says, whatever is asked."""
    with judge.calling("Schemathesis, with your document"):
        seen = fuzz.tried(app, document, 5, **how)
    found = seen.findings[0] if seen.findings else None
    judge.that(
        found is None,
        called=found.request[:180] if found else "",
        got=f"{found.title}. {found.told}" if found else "",
        expected="as your document says" if found else "",
        likely=causes.why_found(found, seen.raised) if found else "",
    )


def _app(judge: Judge, new_app: NewApp, document: Document, serve: Add, database: Path) -> FastAPI:
    app = new_app(document, database)
    with judge.calling(f"{_name(serve)}(app, database)"):
        serve(app, database)
    return app


# --- E1: the list -----------------------------------------------------------------------------

LIST = "E1: the rules hold, and the server does what the document says"
PAGES = "E1: each order once, newest first, whatever comes in meanwhile"
_WANTED: dict[str, dict[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
    "cursor": {"type": "string", "maxLength": 80},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}},
    "next": {"type": ["string", "null"]},
}


def list_follows(
    begin: Begin, new_app: NewApp, describe_list: Describe, serve_list: Add, orders: int = 3
) -> None:
    """The document has the list, and the server follows it."""
    with judging(LIST) as judge:
        called = "describe_list(document)"
        document = _apart(judge, begin, describe_list)
        about = document["paths"]["/orders"].get("get", {})
        judge.equal(about.get("operationId"), "listOrders", called=f"{called}, GET /orders")
        bounds = {each["name"]: each["schema"] for each in about["parameters"]}
        page = document["components"]["schemas"].get("OrderPage", {}).get("properties", {})
        for name, wanted in _WANTED.items():
            schema = (bounds | page).get(name, {})
            got = {word: schema.get(word) for word in wanted}
            judge.equal(got, wanted, called=f"{called}, schema of {name}", likely=causes.AGREED)
        app = _app(judge, new_app, document, serve_list, new_office(orders))
        _follows(judge, app, document, only=["listOrders"], phases=fuzz.PHASES[:3])


class _Reading(NamedTuple):
    """A caller who follows the list, at two replicas in turn."""

    judge: Judge
    sites: Sequence[Hosted]
    database: Path

    def page(self, address: str, wanted: Sequence[str], last: str = "") -> str | None:
        """A page that has these orders, as their rows are; the address of the next one.

        `last` is the one before them.
        """
        site = self.sites[0]
        answer = site.client().get(address)
        self.judge.that(
            answer.status_code == 200,
            called=f"GET {address}",
            got=f"{answer.status_code} {answer.text[:80]}",
            expected="200",
            likely=[(answer.status_code == 500, site.stderr), (True, causes.ELSEWHERE)],
        )
        page = answer.json()
        got = [order["id"][-4:] for order in page["items"]]
        self.judge.that(
            got == [each[-4:] for each in wanted],
            called=f"GET {address}",
            got=f"orders …{', …'.join(got)}",
            expected=f"orders …{', …'.join(each[-4:] for each in wanted)}",
            likely=causes.why_this_page(got, [each[-4:] for each in wanted], last[-4:]),
        )
        sql = "SELECT id, seat, name, state FROM orders WHERE id = ?"
        for order in page["items"]:
            [row] = query(self.database, sql, order["id"])
            called = f"GET {address}; an order of it"
            self.judge.equal(order, row, called=called, likely=causes.STALE)
        return self._following(f"GET {address}; its next", page["next"])

    def _following(self, called: str, following: object) -> str | None:
        """The address as it is, if any replica can read its cursor."""
        if following is None:
            return None
        self.judge.that(
            str(following).startswith("/orders?"),
            called=called,
            got=repr(following),
            expected="an address that begins with /orders?, or null",
        )
        cursor = parse_qs(urlsplit(str(following)).query).get("cursor", [""])[-1]
        with self.judge.calling(
            f"{called}; place_of({cursor!r})",
            expected="the number that cursor_of was given",
            likely=lambda _: causes.ELSEWHERE,
        ):
            place_of(cursor)
        return str(following)

    def rest(self, address: str | None, wanted: Sequence[str], limit: int, last: str = "") -> None:
        """All pages from here on, in turn at either replica."""
        sites, left = list(self.sites), list(wanted)
        while address is not None:
            sites.reverse()
            here, left = left[:limit], left[limit:]
            following = self._replace(sites=sites).page(address, here, last)
            last = here[-1] if here else last
            self.judge.that(
                here or following is None,
                called=f"GET {address}",
                got="no items, and a next",
                expected="next null: nothing comes after",
            )
            address = following
        self.judge.that(
            not left,
            called="GET /orders, and each next",
            got=f"{len(wanted) - len(left)} orders, then next is null",
            expected=f"{len(wanted)} orders",
            likely="next is null only when nothing comes after.",
        )


@contextmanager
def _two(
    judge: Judge, new_app: NewApp, document: Document, serve: Add, database: Path
) -> Iterator[list[Hosted]]:
    """Two replicas on one file."""
    first, second = (_app(judge, new_app, document, serve, database) for _ in range(2))
    with hosted(first) as one, hosted(second) as other:
        yield [one, other]


def pages(
    begin: Begin,
    new_app: NewApp,
    describe_list: Describe,
    serve_list: Add,
    *limits: int | None,
) -> None:
    """Whoever follows next has all orders of the first page's moment, at the cost of a page."""
    with judging(PAGES) as judge:
        document = begin()
        with judge.calling("describe_list(document)"):
            describe_list(document)
        for limit in limits:
            database = new_office(2 * (limit or _SIZE) + 1)
            with _two(judge, new_app, document, serve_list, database) as first:
                following = _first_two(_Reading(judge, first, database), limit)
            with _two(judge, new_app, document, serve_list, database) as anew:
                _all_others(_Reading(judge, anew, database), following, limit or _SIZE)
        app = _app(judge, new_app, document, serve_list, new_office(_MANY))
        with hosted(app) as site:
            _cost(judge, site)


_SIZE = 20
"""Of a page, if nothing is said."""


def _there(size: int) -> list[str]:
    """The orders of the first page's moment, newest first: two pages, and one order."""
    return [order_id(number) for number in range(2 * size + 1, 0, -1)]


def _first_two(reading: _Reading, limit: int | None) -> str | None:
    """The first page, and the second one twice: orders come in, and are refunded, between."""
    size = limit or _SIZE
    first, second, last = _there(size)[:size], _there(size)[size:-1], _there(size)[-1]
    gap = "UPDATE orders SET number = number + 5000 WHERE number > ?"
    query(reading.database, gap, size)
    following = reading.page("/orders" if limit is None else f"/orders?limit={limit}", first)
    if following is not None:
        reading.page(following, second, first[-1])
        _meanwhile(reading.database, [first[0], second[1], last])
        reading.page(following, second, first[-1])
    return following


def _all_others(reading: _Reading, following: str | None, size: int) -> None:
    """From the second page on, at replicas that were started anew."""
    first, others = _there(size)[:size], _there(size)[size:]
    reading.rest(following, others, size, first[-1])


def _meanwhile(database: Path, refunded: Sequence[str]) -> None:
    """Four orders come in, and these are refunded."""
    sql = "INSERT INTO orders (id, seat, name) VALUES (?, ?, 'Ben')"
    for number in range(4):
        query(database, sql, f"{number:032x}", f"A{number + 1}")
    for each in refunded:
        query(database, "UPDATE orders SET state = 'refunded' WHERE id = ?", each)


def _cost(judge: Judge, site: Hosted) -> None:
    """A page in the middle of many orders reads its own ones."""
    address = f"/orders?limit=3&cursor={cursor_of(_MANY // 2)}"
    with counted() as cost:
        site.client().get(address)
    judge.that(
        cost.selects <= _SELECTS and cost.steps <= _STEPS,
        called=f"GET {address}, of {_MANY} orders",
        got=f"{cost.selects} SELECTs, {cost.steps:,} steps of SQLite",
        expected=f"at most {_SELECTS}, and {_STEPS}",
        likely=causes.why_dear(cost.selects > _SELECTS),
    )


_MANY, _SELECTS, _STEPS = 200, 2, 300
"""A page of three takes some 90 steps, and one of 200 read to the end some 1,100."""

_FORGED = ("rubbish", "", cursor_of(7)[:-1], cursor_of(7) + "A", "é", "x" * 81)


def page_edges(begin: Begin, new_app: NewApp, describe_list: Describe, serve_list: Add) -> None:
    """Bounds, forged cursors, an empty office, exactly one page."""
    with judging(PAGES) as judge:
        document, database = begin(), new_office()
        with judge.calling("describe_list(document)"):
            describe_list(document)
        with _two(judge, new_app, document, serve_list, database) as sites:
            reading = _Reading(judge, sites, database)
            reading.rest("/orders?limit=2", [], 2)
            sql = "INSERT INTO orders (number, id, seat, name) VALUES (?, 'one', 'A1', 'Ada')"
            query(database, sql, 2**63 - 2)
            reading.rest("/orders?limit=1", ["one"], 1)
            reading.rest("/orders?limit=100", ["one"], 100)
            queries = [f"cursor={each}" for each in _FORGED] + ["limit=0", "limit=101", "limit=x"]
            for text in queries:
                answer = sites[0].client().get(f"/orders?{text}")
                _refused(judge, answer, 422, "/problems/invalid-request", sites)


def _refused(
    judge: Judge, answer: requests.Response, status: int, kind: str, sites: Sequence[Hosted] = ()
) -> None:
    """A refusal of this status, with this problem type."""
    is_problem = answer.headers.get("Content-Type") == "application/problem+json"
    got = answer.json().get("type") if is_problem else answer.text[:80]
    judge.that(
        (answer.status_code, got) == (status, kind),
        called=f"{answer.request.method} {answer.request.path_url}",
        got=f"{answer.status_code} {got}",
        expected=f"{status} {kind}",
        likely=causes.why_status(answer, status, _raised(answer, sites)),
    )


def _raised(answer: requests.Response, sites: Sequence[Hosted]) -> str:
    """What the handlers have raised, if this is a 500."""
    told = [site.stderr for site in sites if answer.status_code == 500]
    return "; ".join(filter(None, told))


# --- E2: the refund ---------------------------------------------------------------------------

RULES_KEPT = "E2: the document keeps the rules, and says what was agreed"
FOLLOWS = "E2: your server does what your document says"
CLIENT = "E2: a client that knows the document alone comes from the order to its refund"
ALREADY = "/problems/already-refunded"
_ALSO = {"400", "422"}
_STATUSES = {"refundOrder": {"202", "404", "409"}, "getOperation": {"200", "404"}}


def refunds_described(begin: Begin, describe_refunds: Describe) -> None:
    """The document says what was agreed: names, statuses, schema, links."""
    with judging(RULES_KEPT) as judge:
        called = "describe_refunds(document)"
        document = _apart(judge, begin, describe_refunds)
        named = {each.about["operationId"]: each for each in operations(document)}
        for name, statuses in _STATUSES.items():
            judge.that(
                name in named,
                called=called,
                got=f"operations {', '.join(named)}",
                expected=f"one is called {name}",
            )
            got = named[name].answers
            judge.that(
                set(got) - _ALSO == statuses,
                called=f"{called}, statuses of {name}",
                got=", ".join(sorted(got)),
                expected=", ".join(sorted(statuses)),
                likely="those of the text (and 400 and 422, if your server gives them).",
            )
            success = got[min(statuses)]["content"]["application/json"]["schema"]
            wanted = {"$ref": "#/components/schemas/Operation"}
            judge.equal(success, wanted, called=f"{called}, what succeeds at {name}")
        _operation_schema(judge, document, called)
        for name, status, leads in _LINKS:
            links = named[name].answers[status].get("links", {}).values()
            judge.that(
                leads in [link.get("operationId") for link in links],
                called=f"{called}, links of {name}, {status}",
                got=str(list(links)),
                expected=f"one leads to {leads}",
                likely=causes.LINK,
            )


_LINKS = (
    ("createOrder", "201", "getOrder"),
    ("createOrder", "201", "refundOrder"),
    ("refundOrder", "202", "getOperation"),
)


def _operation_schema(judge: Judge, document: Document, called: str) -> None:
    schemas = document["components"]["schemas"]
    members = schemas["Operation"]["properties"]
    wanted = {"id", "order_id", "state", "reason"}
    judge.equal(set(members), wanted, called=f"{called}, members of Operation")
    judge.equal(
        set(members["state"].get("enum", ())),
        {"running", "succeeded", "failed"},
        called=f"{called}, what state may be",
        likely="an enum of the three: a program decides by it.",
    )
    reason = {**members["reason"], "components": document["components"]}
    fits = [jsonschema_rs.is_valid(reason, value) for value in ("card closed", None, 7)]
    judge.that(
        fits == [True, True, False],
        called=f"{called}, reason",
        got=repr(members["reason"]),
        expected="a schema of any text, and of null",
        likely='as the detail of a Problem: {"type": ["string", "null"]}.',
    )
    kinds = schemas["Problem"]["properties"]["type"]["enum"]
    judge.that(
        kinds.count(ALREADY) == 1,
        called=f"{called}, types of Problem",
        got=str(kinds),
        expected=f"{ALREADY}, once",
        likely="what a program may meet stands in the document: append it to the enum.",
    )


def refunds_follow(
    begin: Begin, new_app: NewApp, describe_refunds: Describe, serve_refunds: Add
) -> None:
    """Each answer of the fuzz is one of the document."""
    with judging(FOLLOWS) as judge:
        document = _described(judge, begin, describe_refunds)
        app = _app(judge, new_app, document, serve_refunds, new_office())
        _follows(judge, app, document, phases=["examples", "fuzzing", "stateful"])


class _Walk(NamedTuple):
    """A reseller's program on its way, at two replicas in turn."""

    judge: Judge
    sites: Sequence[Hosted]
    reseller: Reseller

    def on(self, answer: requests.Response, name: str, status: int) -> requests.Response:
        """Follow a link to this operation, which answers with this status."""
        with self.judge.calling(f"the link from {answer.url} to {name}", likely=_why_lost):
            found = self.reseller.go_on(answer, name)
        self.judge.that(
            found.status_code == status,
            called=f"{name}: {found.request.method} {found.request.path_url}",
            got=f"{found.status_code} {found.text[:80]}",
            expected=status,
            likely=[
                *causes.why_not_there(answer, found, status),
                *causes.why_status(found, status, _raised(found, self.sites)),
            ],
        )
        return found

    def refund(self, order: requests.Response) -> requests.Response:
        """Begin one; its Location is the address that the link leads to."""
        begun = self.on(order, "refundOrder", 202)
        at = self.on(begun, "getOperation", 200)
        self.judge.that(
            urlsplit(begun.headers.get("Location", "")).path == at.request.path_url,
            called="refundOrder; its Location",
            got=begun.headers.get("Location"),
            expected=at.request.path_url,
            likely="Location is the address of getOperation, with the id of the new operation.",
        )
        return begun

    def stands(self, begun: requests.Response, state: str, reason: str | None = None) -> None:
        """The operation is in this state, whichever replica is asked."""
        begins = begun.json()
        for _ in range(2):
            got = self.on(begun, "getOperation", 200).json()
            wanted = {"id": begins["id"], "order_id": begins["order_id"]}
            wanted |= {"state": state, "reason": reason}
            self.judge.equal(got, wanted, called="getOperation", likely=causes.RUNNING)

    def is_order(self, order: requests.Response, state: str) -> None:
        """The order is in this state: what settle has written."""
        got = self.on(order, "getOrder", 200).json()["state"]
        self.judge.equal(got, state, called="getOrder; its state", likely=causes.BANK)

    def refuses_mixed(self, one: requests.Response, other: requests.Response) -> None:
        """If the address has several ids, those of two operations are the address of none."""
        values, others = (self.reseller.values(each, "getOperation") for each in (one, other))
        for name in values if len(values) > 1 else ():
            answer = self.reseller.call("getOperation", values | {name: others[name]})
            _refused(self.judge, answer, 404, "/problems/not-found", self.sites)

    def refused(self, order: requests.Response) -> None:
        """A refund of this order is refused, by its own problem type."""
        _refused(self.judge, self.on(order, "refundOrder", 409), 409, ALREADY, self.sites)


def _why_lost(error: Exception) -> str:
    return causes.LINK if isinstance(error, LostError) else ""


@contextmanager
def _walking(
    judge: Judge, new_app: NewApp, document: Document, serve: Add, database: Path
) -> Iterator[_Walk]:
    with _two(judge, new_app, document, serve, database) as sites:
        yield _Walk(judge, sites, Reseller(document, *(site.client() for site in sites)))


def refunded(begin: Begin, new_app: NewApp, describe_refunds: Describe, serve_refunds: Add) -> None:
    """From the order to a refund that has succeeded; once."""
    with judging(CLIENT) as judge:
        document, database = _described(judge, begin, describe_refunds), new_office()
        with _walking(judge, new_app, document, serve_refunds, database) as walk:
            order = walk.reseller.start("createOrder")
            begun = walk.refund(order)
            walk.stands(begun, "running")
            walk.refused(order)
            settle(database)
            walk.stands(begun, "succeeded")
            walk.is_order(order, "refunded")
            walk.refused(order)
            for name in ("refundOrder", "getOperation"):
                ids = walk.reseller.operation(name).ids
                answer = walk.reseller.call(name, dict.fromkeys(ids, "f" * 32))
                _refused(judge, answer, 404, "/problems/not-found", walk.sites)


def declined_and_again(
    begin: Begin, new_app: NewApp, describe_refunds: Describe, serve_refunds: Add
) -> None:
    """One is declined, and asked for again after a restart; another order goes its own way."""
    with judging(CLIENT) as judge:
        document, database = _described(judge, begin, describe_refunds), new_office(orders=2)
        with _walking(judge, new_app, document, serve_refunds, database) as walk:
            order = walk.reseller.start("createOrder", seat="B7", name="Zoë")
            other = walk.reseller.start("createOrder", seat="C1")
            begun, beside = walk.refund(order), walk.refund(other)
            settle(database, declined=[order.json()["id"]])
            walk.stands(begun, "failed", "card closed")
            walk.stands(beside, "succeeded")
            walk.refuses_mixed(begun, beside)
            walk.is_order(order, "paid")
        with _two(judge, new_app, document, serve_refunds, database) as sites:  # started anew
            reseller = walk.reseller.moved(*(site.client() for site in sites))
            later = _Walk(judge, sites, reseller)
            later.stands(begun, "failed", "card closed")
            again = later.refund(order)
            judge.that(
                again.json()["id"] != begun.json()["id"],
                called="refundOrder, after one that has failed",
                got="the operation that has failed",
                expected="a new operation",
            )
            later.stands(again, "running")
            later.stands(begun, "failed", "card closed")
            settle(database)
            later.stands(again, "succeeded")


def two_at_once(
    begin: Begin, new_app: NewApp, describe_refunds: Describe, serve_refunds: Add
) -> None:
    """Just before the INSERT another caller's refund comes; the table has one."""
    with judging(CLIENT) as judge:
        document, database = _described(judge, begin, describe_refunds), new_office()
        with _walking(judge, new_app, document, serve_refunds, database) as walk:
            order = walk.reseller.start("createOrder")
            deed = "INSERT INTO operation (id, order_id) VALUES (?, ?)"
            with rival(database, "INSERT", deed, "e" * 32, order.json()["id"]):
                walk.refused(order)
            rows = query(database, "SELECT id FROM operation")
            judge.equal(len(rows), 1, called="rows of operation", likely=causes.UNIQUE)
