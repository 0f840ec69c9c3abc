"""What J05.4 asks of an answer: each check is one claim."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from redis import Redis, RedisError

from labs.judges import CountingOrigin, Judge, Likely, judging
from labs.measure import Proxy
from labs.servers import Valkey
from labs.units.j05_4.backends import Backend, ErrorKind, NewCache, ReadThrough
from labs.units.j05_4.contract import keep_contract
from labs.units.j05_4.errors import (
    Outcome,
    comes_out,
    hides_no_slip,
    is_counted,
    keeps_nothing,
    raising,
)
from labs.units.j05_4.evening import Evening, NewCounts, NotingClient, ReadOpen
from labs.units.j05_4.outages import (
    DIDO,
    asks_once,
    beside_neighbours,
    is_as_before,
    is_told_when_full,
    share_a_copy,
    waits_but_not_for_long,
)
from labs.units.j05_4.visits import (
    SIGNS,
    Visit,
    brief,
    in_three_orders,
    joined_by,
    joined_by_two,
    shown_another,
    shown_the_same,
    why_one_key,
)

PageKey = Callable[[Visit], str]
NewVisit = Callable[[str, str, dict[str, str], str, bool], Visit]

IN_SQLITE = "E3: SQLite keeps the contract"
IN_VALKEY = "E3: Valkey keeps the contract"


# --- E1: no visitor notices -------------------------------------------------------------------


def stays_up(read_open: ReadOpen, new_counts: NewCounts, page_id: int, *, hangs: bool) -> None:
    """Dead, full, hung, or with a foreign key: the visitor gets the page, the board its counts."""
    pages = {page_id: DIDO, page_id + 1: None, page_id + 2: {"title": "The Tin Comet"}}
    with (
        judging("E1: whatever fails in the cache, the visitor gets the page") as judge,
        Valkey.start(own=True) as fresh,
        Proxy.start(fresh.url) as between,
    ):
        near, far = NotingClient.of(fresh.url), NotingClient.of(between.url, patience=0.2)
        seen = fresh.client()
        evening = Evening(judge, read_open, new_counts(), pages | {page_id + 3: []}, near, seen)
        evening.visit(page_id, "miss", "Valkey is well")
        evening.visit(page_id, "hit", "Valkey is well, and has the copy")
        evening.visit(page_id + 1, "miss", "the origin answers None")
        evening.visit(page_id + 1, "hit", "the None was kept")
        fresh.kill()
        evening.visit(page_id, "look fails", "Valkey is dead")
        evening.visit(page_id + 1, "look fails", "Valkey is dead")
        fresh.restart()
        evening.visit(page_id, "miss", "Valkey is back, and empty")
        evening.visit(page_id, "hit", "Valkey is back, and has the copy")
        seen.config_set("maxmemory", 1)
        for _ in range(2):
            evening.visit(page_id + 2, "keep fails", "Valkey's memory is full")
        evening.visit(page_id, "hit", "Valkey's memory is full, but it has the copy")
        seen.config_set("maxmemory", "64mb")
        seen.rpush(f"page:{page_id + 3}", "a list")
        evening.visit(page_id + 3, "look fails", "somebody else's list lies under the key")
        if hangs:
            between.delay_ms = 60_000
            patience = "Valkey hangs, and the client's patience ends"
            evening.visit(page_id, "look fails", patience, by=far)


def lets_errors_through(
    read_open: ReadOpen,
    new_counts: NewCounts,
    page_id: int,
    failures: Sequence[tuple[type[Exception], str]],
) -> None:
    """What the origin raises, or a slip in the program, goes to the caller as it is."""
    with (
        judging("E1: only the cache's errors are caught") as judge,
        Valkey.start(own=True) as fresh,
    ):
        client = fresh.client()
        for state in ("well", "dead"):
            if state == "dead":
                fresh.kill()
            for kind, text in failures:
                error = kind(text)
                origin = CountingOrigin(raising(error))
                outcome = Outcome.of(read_open, page_id, client, origin, new_counts())
                called = (
                    f"read_open({page_id}, ...), while Valkey is {state} and the origin raises "
                    f"{kind.__name__}"
                )
                comes_out(judge, called, outcome, error, origin.calls)
                is_counted(judge, called, outcome, wanted=int(state == "dead"))
                if state == "well":
                    keeps_nothing(judge, called, fresh.client())
            judge.equal(
                read_open(page_id, client, lambda _: DIDO, new_counts()),
                DIDO,
                called=f"read_open({page_id}, ...), when the origin answers again, Valkey {state}",
                likely="an error of the origin must leave nothing behind.",
            )
            if state == "well":
                hides_no_slip(judge, read_open, new_counts, page_id + 1, client)


FAILURES = [
    (RuntimeError, "503"),
    (RedisError, "its own cache is down"),
    (KeyError, "1851"),
]
"""What an origin may raise."""

MORE_FAILURES = [
    (TimeoutError, "too busy"),
    (ConnectionError, "refused"),
    (RedisError, "once more"),
]
"""The same, with namesakes of the errors of redis."""


# --- E2: all of it, and nothing else ----------------------------------------------------------


def one_key_for_one_page(
    page_key: PageKey, new_visit: NewVisit, people: Sequence[Visit], path: str
) -> None:
    """Two visits share a key exactly if they are shown the same page."""
    home = new_visit("Mira 1", path, {"seats": "2", "band": "A"}, "en", False)
    with judging("E2: one key for one page, and for no other") as judge, Valkey.start() as fresh:
        for what, visit in shown_the_same(home).items():
            _share(judge, page_key, home, visit, what)
        _ignores_order(judge, page_key, home)
        _differ(judge, page_key, home)
        _cannot_be_joined(judge, page_key, home)
        _is_no_short_hash(judge, page_key, home)
        _serves(judge, page_key, fresh.client(), people)


def _key(judge: Judge, page_key: PageKey, visit: Visit) -> str:
    """The key, if it is one: a text of its own, from a visit that stays as it is."""
    called, query = f"page_key({visit})", dict(visit.query)
    with judge.calling(called), patch("builtins.hash", return_value=0) as salted:
        key = page_key(visit)
    judge.that(
        isinstance(key, str) and key.startswith("page:"),
        called=called,
        got=repr(key),
        expected="a str that begins with page:",
        likely=[
            (key is None, "the key is not returned."),
            (not isinstance(key, str), "a key of Valkey is a text: make one of the parts."),
            (True, "put page: in front."),
        ],
    )
    judge.that(
        not salted.called,
        called=called,
        got="hash() was called",
        expected="a key that is the same in every process",
        likely="hash() of a text differs from process to process: four processes would keep four "
        "copies.",
    )
    judge.that(
        visit.query == query,
        called=called,
        got=f"afterwards the query is {visit.query}",
        expected=query,
        likely="campaign was taken out of the visit itself: make a new dict or list without it.",
    )
    return key


def _share(judge: Judge, page_key: PageKey, home: Visit, other: Visit, what: str) -> None:
    one, two = _key(judge, page_key, home), _key(judge, page_key, other)
    judge.that(
        one == two,
        called=f"page_key of {brief(home)}, and of the same page for {other.visitor}, {what}: "
        f"{other.query}",
        got=f"two keys: {one!r} and {two!r}",
        expected="one key",
        likely=[
            (
                "visitor" in what,
                "who asks changes nothing on the page: leave visitor out (is the whole visit in "
                "the key?).",
            ),
            ("order" in what, "the order of the query is in the key: sort the items."),
            ("newsletter" in what, "campaign changes nothing on the page: leave it out."),
            (True, "something that is not of the visit is in the key."),
        ],
    )


def _ignores_order(judge: Judge, page_key: PageKey, home: Visit) -> None:
    for group in "abcde":
        ways = in_three_orders([f"{group}{number}" for number in range(40)])
        keys = {_key(judge, page_key, replace(home, query=way)) for way in ways}
        judge.that(
            len(keys) == 1,
            called="page_key of one visit with 40 names in the query, in three orders",
            got=f"{len(keys)} keys",
            expected="one key",
            likely="the order is in the key. A set has no order that one could rely on: sort the "
            "items.",
        )


def _differ(judge: Judge, page_key: PageKey, home: Visit) -> None:
    found = {_key(judge, page_key, home): home}
    for what, visit in shown_another(home):
        key = _key(judge, page_key, visit)
        _is_nobody_elses(judge, found, key, visit, why_one_key(what))


def _cannot_be_joined(judge: Judge, page_key: PageKey, home: Visit) -> None:
    """Whatever stands between the parts, it may stand in them, too."""
    cannot = (
        "parts that are joined cannot be told apart. json.dumps of a list marks where each ends."
    )
    for sign in SIGNS:
        found: dict[str, Visit] = {}
        for visit in joined_by(sign, home):
            likely = f"with the sign {sign!r} in a text, {cannot}"
            _is_nobody_elses(judge, found, page_key(visit), visit, likely)
    for one, two in product(SIGNS, repeat=2):
        found = {}
        for visit in joined_by_two(one, two, home):
            likely = f"with the signs {one!r} and {two!r} in two texts, {cannot}"
            _is_nobody_elses(judge, found, page_key(visit), visit, likely)


def _is_no_short_hash(judge: Judge, page_key: PageKey, home: Visit) -> None:
    """A key that is shorter than 64 bits can be met by trying."""
    key = _key(judge, page_key, replace(home, path=home.path * 10))
    judge.that(
        len(key) >= len("page:") + 16,
        called=f"page_key of a path of {10 * len(home.path)} signs",
        got=repr(key),
        expected="16 signs at least behind page:",
        likely="whoever tries some 100,000 paths finds two under one key: keep all digits of a "
        "hash.",
    )


def _is_nobody_elses(
    judge: Judge, found: dict[str, Visit], key: str, visit: Visit, likely: Likely
) -> None:
    first = found.setdefault(key, visit)
    if first != visit:
        judge.that(
            False,
            called=f"page_key of {brief(first)} and of {brief(visit)}",
            got=f"one key for both: {key!r}",
            expected="two keys, as the pages differ",
            likely=likely,
        )


def _serves(judge: Judge, page_key: PageKey, client: Redis, people: Sequence[Visit]) -> None:
    """Over a real Valkey nobody is shown another's page, and each page is computed once."""
    pages = [f"{v.path} {v.query['seats']} {v.language} {v.member}" for v in people]
    leaked = kept = 0
    for visit, page in zip(people, pages, strict=True):
        raw = client.get(page_key(visit))
        if raw is None:
            client.set(page_key(visit), page)
            kept += 1
        leaked += raw not in (None, page.encode())
    judge.that(
        (leaked, kept) == (0, len(set(pages))),
        called=f"{len(people)} visits over a real Valkey",
        got=f"{leaked} were shown a page of others; {kept} pages computed",
        expected=f"0 and {len(set(pages))}",
        likely=[
            (leaked, "something that changes the page is not in the key."),
            (True, "something that does not change the page is in the key."),
        ],
    )


# --- E3: the other two ------------------------------------------------------------------------


def contract_in_sqlite(sqlite_cache: NewCache, cache_down: ErrorKind) -> None:
    """SQLite keeps the contract, as long as nobody else holds the file."""
    with judging(IN_SQLITE) as judge, TemporaryDirectory() as folder:
        path = Path(folder) / "copies.sqlite"
        keep_contract(Backend(judge, "SqliteCache", cache_down, sqlite_cache, path))


def held_file(
    sqlite_cache: NewCache, cache_down: ErrorKind, read_through: ReadThrough, namespace: str
) -> None:
    """CacheDownError while somebody else holds the whole file; before and after, all is in it."""
    with judging(IN_SQLITE) as judge, TemporaryDirectory() as folder:
        path, held = Path(folder) / "copies.sqlite", "somebody else holds the file"
        backend = Backend(judge, "SqliteCache", cache_down, sqlite_cache, path)
        cache = backend.make(namespace)
        backend.remember(cache, "7", DIDO)
        with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as somebody:
            rows = somebody.execute("SELECT count(*) FROM copy").fetchone()[0]
            judge.that(
                rows > 0,
                called=f"remember('7', ...) in the namespace {namespace!r}; then the rows of the "
                "table copy, from outside",
                got=rows,
                expected="a row at least",
                likely="nothing lies in the file: the copy is kept in the process.",
            )
            somebody.execute("BEGIN EXCLUSIVE")
            backend.is_down(cache, held)
            backend.serves(read_through, cache, held)
            backend.is_down(cache, held, methods=("recall",))
            somebody.execute("ROLLBACK")
            is_as_before(backend, cache, namespace)


def contract_in_valkey(valkey_cache: NewCache, cache_down: ErrorKind) -> None:
    """Valkey keeps the contract, beside neighbours whose keys are left alone."""
    with judging(IN_VALKEY) as judge, Valkey.start() as fresh:
        backend = Backend(judge, "ValkeyCache", cache_down, valkey_cache, fresh.url)
        with beside_neighbours(judge, fresh.client()):
            keep_contract(backend)
            asks_once(backend, fresh.client())


def lost_valkey(
    valkey_cache: NewCache,
    cache_down: ErrorKind,
    read_through: ReadThrough,
    namespace: str,
    *,
    hangs: bool,
) -> None:
    """CacheDownError while Valkey is dead, full or hangs; then the same object works again."""
    dead, back = "Valkey is dead", "when Valkey is back"
    with judging(IN_VALKEY) as judge, Valkey.start(own=True) as fresh:
        backend = Backend(judge, "ValkeyCache", cache_down, valkey_cache, fresh.url)
        cache, other = backend.make(namespace), backend.make(namespace)
        with beside_neighbours(judge, fresh.client()):
            backend.remember(cache, "70", "a page", "while Valkey is well")
        for turn, when in (("is killed", "while Valkey is well"), ("is killed once more", back)):
            share_a_copy(backend, cache, other, turn, when)
            fresh.kill()
            backend.is_down(cache, dead)
            backend.is_down(backend.make(namespace), f"{dead} (it was when this was made, too)")
            backend.serves(read_through, cache, dead)
            fresh.restart()
            judge.equal(
                backend.recall(cache, "7", back),
                (False, None),
                called="recall('7'), when Valkey is back, and empty",
                likely="the answer comes from a memory of the object, not from Valkey.",
            )
        is_told_when_full(backend, cache, fresh.client())
        if hangs:
            waits_but_not_for_long(backend, namespace)
