"""What J03.2 asks of an answer: each check is one claim."""

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import requests
from fastapi import FastAPI, Response
from starlette.routing import Match
from starlette.routing import Route as StarletteRoute

from labs.judges import Judge, judging
from labs.judges.rivals import rival
from labs.judges.wire import Contract, keeps
from labs.servers.hosting import Hosted, hosted
from labs.units.j03_2 import causes
from labs.units.j03_2.contracts import a_day, another_day
from labs.units.j03_2.office import new_database
from labs.units.j03_2.stage import METHODS, as_set
from labs.units.j03_2.tables import (
    ALIKE,
    CASES,
    HALLS,
    IN_ORDER,
    OTHER_CASES,
    OTHERS,
    PATTERNS,
    Cases,
    Handler,
    Route,
    Table,
)

__all__ = ["CASES", "HALLS", "OTHERS", "OTHER_CASES", "PATTERNS"]

MakeApp = Callable[[Path], FastAPI]
AddRoutes = Callable[[FastAPI, Table], None]
FindRoute = Callable[[Sequence[str], str], tuple[str, Mapping[str, str | int]] | None]

# --- E1: holds --------------------------------------------------------------------------------

HOLDS = "E1: each request gets its status, headers and body"
ROWS = "E1: the database has what was answered, whoever asks"


def holds(make_app: MakeApp, performance: int, first: int) -> None:
    """A day of requests is answered as promised."""
    database = new_database(first=first)
    _keeps(HOLDS, make_app, database, a_day(performance, 7, ("A2", "A1", "A3")))


def other_holds(make_app: MakeApp, first: int) -> None:
    """So is another day, at other performances."""
    database = new_database({0: "Dido", 55: "Gala"}, first=first)
    _keeps(HOLDS, make_app, database, another_day(0, 55, ("A4", "A2", "A6")))
    with judging(HOLDS) as judge, _served(judge, make_app, database) as site:
        _leads_to_its_hold(judge, site)


def _keeps(title: str, make_app: MakeApp, database: Path, contract: Contract) -> None:
    with judging(title) as judge, _served(judge, make_app, database) as site:
        keeps(judge, site, contract)


def _served(judge: Judge, make_app: MakeApp, database: Path) -> Any:  # noqa: ANN401
    with judge.calling("make_app(database)"):
        app = make_app(database)
    judge.that(
        isinstance(app, FastAPI),
        called="make_app(database)",
        got=repr(app),
        expected="a FastAPI",
        likely="is `return app` missing?",
    )
    return hosted(app)


def _leads_to_its_hold(judge: Judge, site: Hosted) -> None:
    wish = {"performance": 55, "seat": "A1", "name": "Eve"}
    with site.client() as client:
        made = client.post("/holds", json=wish)
        there = client.get(made.headers.get("Location", "/"))
    judge.that(
        there.status_code == 200 and there.json() == made.json(),
        called=f"POST /holds {json.dumps(wish)}, then GET of its Location",
        got=f"{made.headers.get('Location')}: {there.status_code} {there.text[:80]}",
        expected=f"200 {made.text}",
        likely="the id in Location is that of the new row.",
    )


def rows(make_app: MakeApp, performance: int) -> None:
    """What was answered is in its file, and lives on in an app that is made anew."""
    database, elsewhere = new_database(first=30), new_database(first=80)
    wishes = [
        {"performance": performance, "seat": seat, "name": name}
        for seat, name in (("A4", "Ada"), ("A2", "Ben"), ("A4", "Cem"), ("A9", "Dee"))
    ]
    with judging(ROWS) as judge:
        with _served(judge, make_app, database) as site:
            make_app(elsewhere)
            ids = _asked(judge, site, wishes, [201, 201, 409, 422])
            _has(judge, elsewhere, set(), "in the file of an app that nobody asked")
            _has(judge, database, {(ids[0], "A4", "Ada"), (ids[1], "A2", "Ben")}, "after that")
            there = site.client().get(f"/holds/{ids[0]}")
            likely = causes.raised(site.stderr) or causes.SHARED
            _is(judge, there, 200, "since then an app of another file was made", likely)
        with _served(judge, make_app, database) as site, site.client() as client:
            _is(judge, client.get(f"/holds/{ids[0]}"), 200, "a new app of the same file")
            _is(judge, client.delete(f"/holds/{ids[0]}"), 204, "a new app of the same file")
        _has(judge, database, {(ids[1], "A2", "Ben")}, f"after DELETE /holds/{ids[0]}")
        _fails(judge, make_app, database, wishes[0])


def _fails(judge: Judge, make_app: MakeApp, database: Path, wish: Mapping[str, Any]) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute("ALTER TABLE hold RENAME TO lost")
    with _served(judge, make_app, database) as site:
        answer = site.client().post("/holds", json=wish)
    judge.that(
        answer.status_code >= 500,
        called=f"POST /holds {json.dumps(wish)}, in a file that has lost its table hold",
        got=f"{answer.status_code} {answer.text[:120]}",
        expected="500",
        likely="no caller is to blame for that: catch sqlite3.IntegrityError alone.",
    )


def rivals(make_app: MakeApp) -> None:
    """Another caller comes between any two statements, and everybody is told the truth."""
    database = new_database({3: "Dido"}, first=9)
    with judging(ROWS) as judge:
        _takes_it_first(judge, make_app, database)
        id_ = _takes_the_next(judge, make_app, database)
        _releases_it_first(judge, make_app, database, id_)


_RIVALS = "INSERT INTO hold (performance, seat, name) VALUES (3, ?, 'Rival')"


def _takes_it_first(judge: Judge, make_app: MakeApp, database: Path) -> None:
    wish = {"performance": 3, "seat": "A5", "name": "Ada"}
    with (
        rival(database, "INSERT", _RIVALS, "A5") as other,
        _served(judge, make_app, database) as site,
    ):
        answer = site.client().post("/holds", json=wish)
    came = "another caller takes the seat just before your INSERT"
    locked = "another caller wants the seat, too, and finds the file locked by you"
    _is(judge, answer, *((409, came) if other.done else (201, locked)), causes.LOOKS)


def _takes_the_next(judge: Judge, make_app: MakeApp, database: Path) -> int:
    """The id of Ada's hold."""
    wish = {"performance": 3, "seat": "A2", "name": "Ada"}
    with (
        rival(database, "INSERT", _RIVALS, "A3", after=True),
        _served(judge, make_app, database) as site,
    ):
        answer = site.client().post("/holds", json=wish)
    with closing(sqlite3.connect(database)) as db:
        (id_,) = db.execute("SELECT max(id) FROM hold WHERE seat = 'A2'").fetchone()
    judge.that(
        answer.status_code == 201
        and answer.json() == {"id": id_, **wish}
        and answer.headers.get("Location", "").endswith(f"/holds/{id_}"),
        called=f"POST /holds {json.dumps(wish)}, and another caller takes A3 just after it",
        got=f"{answer.status_code} {answer.text[:120]}, {answer.headers.get('Location')}",
        expected=f"201 {json.dumps({'id': id_, **wish})}, /holds/{id_}",
        likely=causes.raised(site.stderr) or causes.NEWEST,
    )
    return int(id_)


def _releases_it_first(judge: Judge, make_app: MakeApp, database: Path, id_: int) -> None:
    with (
        rival(database, "DELETE", "DELETE FROM hold WHERE id = ?", id_) as other,
        _served(judge, make_app, database) as site,
    ):
        answer = site.client().delete(f"/holds/{id_}")
    came = "another caller releases it just before your DELETE, and got 204"
    locked = "another caller releases it, too, and finds the file locked by you"
    _is(judge, answer, *((404, came) if other.done else (204, locked)), causes.LOOKS_AND_DELETES)


def two_apps(make_app: MakeApp) -> None:
    """Two apps on one file are one office: what one does the other knows; a seat has one holder."""
    database = new_database({3: "Dido"}, first=9)
    with (
        judging(ROWS) as judge,
        _served(judge, make_app, database) as one,
        _served(judge, make_app, database) as two,
    ):
        _take_turns(judge, one, two)
        _all_at_once(judge, database, [one, two] * 4)


def _take_turns(judge: Judge, one: Hosted, two: Hosted) -> None:
    wish = {"performance": 3, "seat": "A1", "name": "Ada"}
    with one.client() as here, two.client() as there:
        id_ = _asked(judge, one, [wish], [201])[0]
        _is(judge, there.get(f"/holds/{id_}"), 200, "the hold was made at another app")
        _is(judge, there.post("/holds", json=wish), 409, "the seat is held at another app")
        _is(judge, there.delete(f"/holds/{id_}"), 204, "the hold was made at another app")
        _is(judge, here.get(f"/holds/{id_}"), 404, "it was released at another app")
        _is(judge, here.post("/holds", json=wish), 201, "it was released at another app")


def _all_at_once(judge: Judge, database: Path, sites: Sequence[Hosted]) -> None:
    """As many callers as there are sites, for one seat, then each for one of its own."""
    for seats in (["A2"] * len(sites), ["A3", "A4", "A5", "A6"]):
        gate = threading.Barrier(len(seats))

        def ask(seat: str, site: Hosted, gate: threading.Barrier = gate) -> int:
            gate.wait()
            body = {"performance": 3, "seat": seat, "name": f"at {site.port}"}
            with site.client() as client:
                return client.post("/holds", json=body).status_code

        with ThreadPoolExecutor(len(seats)) as pool:
            got = sorted(pool.map(ask, seats, sites))
        alike = len(set(seats))
        judge.that(
            got == [201] * alike + [409] * (len(seats) - alike),
            called=f"POST /holds, {len(seats)} callers at once, for {', '.join(sorted({*seats}))}",
            got=f"the statuses {got}",
            expected=f"{alike} times 201, {len(seats) - alike} times 409",
            likely=causes.raised(sites[0].stderr) or causes.AT_ONCE,
        )
    with closing(sqlite3.connect(database)) as db:
        count = db.execute("SELECT count(*), count(DISTINCT seat) FROM hold").fetchone()
    judge.equal(count, (6, 6), called="then rows, and seats, in the table hold")


def _asked(
    judge: Judge, site: Hosted, wishes: Sequence[Mapping[str, Any]], statuses: Sequence[int]
) -> list[int]:
    """The ids of those that were made."""
    ids = []
    with site.client() as client:
        for wish, status in zip(wishes, statuses, strict=True):
            answer = client.post("/holds", json=wish)
            _is(judge, answer, status, json.dumps(wish), causes.raised(site.stderr))
            if status == 201:
                ids.append(int(answer.json()["id"]))
    return ids


def _is(judge: Judge, answer: Any, status: int, about: str, likely: str = "") -> None:  # noqa: ANN401
    request = answer.request
    judge.that(
        answer.status_code == status,
        called=f"{request.method} {request.path_url} ({about})",
        got=f"{answer.status_code} {answer.text[:120]}",
        expected=status,
        likely=likely or causes.KEPT_ELSEWHERE,
    )


def _has(judge: Judge, database: Path, expected: set[tuple[int, str, str]], when: str) -> None:
    with closing(sqlite3.connect(database)) as db:
        got = set(db.execute("SELECT id, seat, name FROM hold"))
    judge.that(
        got == expected,
        called=f"the rows of hold (id, seat, name), as another connection sees them, {when}",
        got=sorted(got),
        expected=str(sorted(expected)),
        likely=[
            (not expected, causes.SHARED),
            (not got, "nothing is committed to the file: `query` does that."),
            (True, "what is answered and what is in the file are two things here."),
        ],
    )


# --- E2: each method --------------------------------------------------------------------------

EACH = "E2: each method of each address has its answer"


def methods(add_routes: AddRoutes, table: Table) -> None:
    """What has a handler reaches it; HEAD, OPTIONS and the rest answer as promised."""
    with judging(EACH) as judge:
        app = FastAPI()
        before = {path: dict(handlers) for path, handlers in table.items()}
        with judge.calling(f"add_routes(app, table), with {', '.join(table)}"):
            add_routes(app, table)
        judge.equal(
            {path: dict(handlers) for path, handlers in table.items()} == before,
            True,
            called="add_routes(app, table); whether the table is as it was",
            likely="it belongs to the caller: copy what you add to.",
        )
        with hosted(app) as site, site.client() as client:
            for path in table:
                for method in METHODS:
                    answer = client.request(method, re.sub(r"{\w+}", "7", path))
                    _answers(judge, answer, path, table, causes.raised(site.stderr))


def _answers(
    judge: Judge, answer: requests.Response, listed: str, table: Table, raised: str
) -> None:
    method = str(answer.request.method)
    address = answer.request.path_url
    path, values = _first_that_fits(table, address)
    handlers = table[path]
    called = f"{method} {address}  (the table has {', '.join(handlers)} for {path})"
    handler = handlers.get("GET" if method == "HEAD" else method)
    status = 204 if method == "OPTIONS" else 405
    own = None if handler is None else _own_answer(handler, values)
    if own is not None:
        status = own.status_code
    first = causes.listed_first(path) if path != listed else ""
    judge.that(
        answer.status_code == status,
        called=called,
        got=f"{answer.status_code} {answer.text[:90]}",
        expected=status,
        likely=raised or first or causes.why_this_status(answer, handled=own is not None),
    )
    if own is not None:
        _is_its_handlers(judge, answer, own, called, first)
    else:
        _allows(judge, answer, path, table, called)


def _first_that_fits(table: Table, address: str) -> tuple[str, dict[str, str | int]]:
    """The path to which an address belongs, and its values."""
    for path in table:
        if fit := re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path), address):
            found = fit.groupdict()
            return path, {name: int(v) if v.isdigit() else v for name, v in found.items()}
    raise LookupError(address)


def _own_answer(handler: Handler, values: Mapping[str, str | int]) -> Response:
    """What the handler itself gives."""
    own = handler(**values)
    if isinstance(own, Response):
        return own
    text = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
    return Response(text, headers={"content-type": "application/json"})


def _is_its_handlers(
    judge: Judge, answer: requests.Response, own: Response, called: str, first: str
) -> None:
    judge.equal(
        {name: answer.headers.get(name) for name in own.headers},
        dict(own.headers),
        called=f"{called}; its headers",
        likely=first
        or "HEAD has the headers of GET, its Content-Length too: let the same handler answer.",
    )
    judge.equal(
        answer.content,
        b"" if answer.request.method == "HEAD" else bytes(own.body),
        called=f"{called}; its body",
        likely=first or "another handler has answered: is the name of a loop read too late?",
    )


def _allows(judge: Judge, answer: requests.Response, path: str, table: Table, called: str) -> None:
    judge.that(
        answer.status_code != 204 or not answer.content,
        called=called,
        got=f"a body: {answer.text[:60]}",
        expected="no body",
    )
    allowed = {
        each: {*handlers, "OPTIONS", *(["HEAD"] if "GET" in handlers else [])}
        for each, handlers in table.items()
    }
    wanted = allowed.pop(path)
    said = answer.headers.get("allow")
    judge.that(
        as_set(said) == wanted,
        called=f"{called}; the header Allow",
        got=repr(said),
        expected=repr(", ".join(sorted(wanted))),
        likely=causes.why_this_allow(answer, wanted, list(allowed.values())),
    )


# --- E3: which route --------------------------------------------------------------------------

FOUND = "E3: each target finds its route, and the values in it"


def routes(find_route: FindRoute, patterns: Sequence[str], cases: Cases) -> None:
    """Each target leads to the most specific pattern that fits, with its values; or to none."""
    with judging(FOUND) as judge:
        for target, expected in cases.items():
            _leads(judge, find_route, patterns, target, expected)


def in_any_order(find_route: FindRoute, patterns: Sequence[str], cases: Cases) -> None:
    """The order of the table does not matter, but for two that are alike."""
    given = list(patterns)
    with judging(FOUND) as judge:
        for order in (given, given[::-1], given[5:] + given[:5], sorted(given)):
            first = next(each for each in order if each in ALIKE)
            for target, expected in cases.items():
                wanted = expected
                if expected and expected.pattern in ALIKE:
                    (value,) = expected.values.values()
                    wanted = Route(first, {first[8:-1]: value})
                _leads(judge, find_route, order, target, wanted)


def beside_starlette(find_route: FindRoute, patterns: Sequence[str], cases: Cases) -> None:
    """What Starlette's own router finds, once its patterns are in the right order, is the same."""
    with judging(FOUND) as judge:
        for target in cases:
            if "%" not in target:  # it would get them decoded
                path = target.partition("?")[0]
                _leads(judge, find_route, patterns, target, _by_starlette(path))


def _by_starlette(path: str) -> Route | None:
    for pattern in IN_ORDER:
        scope = {"type": "http", "method": "GET", "path": path}
        match, found = StarletteRoute(pattern, lambda _: None).matches(scope)
        if match is Match.FULL:
            return Route(pattern, found["path_params"])
    return None


def _leads(
    judge: Judge,
    find_route: FindRoute,
    patterns: Sequence[str],
    target: str,
    expected: Route | None,
) -> None:
    given = list(patterns)
    called = f"find_route(patterns, {target!r})"
    with judge.calling(called):
        got = find_route(given, target)
    judge.that(
        _typed(got) == _typed(expected),
        called=called,
        got=repr(got),
        expected=repr(expected and tuple(expected)),
        likely=causes.why_this_route(got, expected, target, patterns),
    )
    judge.equal(
        given,
        list(patterns),
        called=f"{called}; then the patterns",
        likely="the list belongs to the caller: sorted(patterns) makes another.",
    )


def _typed(found: object) -> object:
    """With the type of each value: 7 is not "7", nor True 1."""
    if not isinstance(found, tuple) or len(found) != 2 or not isinstance(found[1], Mapping):
        return found
    return (found[0], {name: (type(value), value) for name, value in found[1].items()})
