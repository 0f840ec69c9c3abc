"""What S03.6 asks of an answer: each check is one claim."""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from redis import Redis

from labs.judges import Judge, commands, judging
from labs.judges.apps import host_a_first
from labs.judges.rivals import rival
from labs.servers import Valkey
from labs.servers.hosting import hosted
from labs.units.s03_6 import causes
from labs.units.s03_6.askings import (
    A_MORNING,
    AN_HOUR,
    EACH_THIRD_SECOND,
    SEVEN,
    SLOW,
    TEN,
    THREE_MINUTES,
    TOLD,
    TOLD_ELSE,
    TWENTY_SECONDS,
    TWO_SHOPS,
    Asked,
)
from labs.units.s03_6.door import Door, Moment
from labs.units.s03_6.limits import QUOTA_EXCEEDED, Policy, Taken
from labs.units.s03_6.model import Model, cause_of
from labs.units.s03_6.office import new_office, query
from labs.units.s03_6.rush import Span, most_in, requests_in
from labs.units.s03_6.scenarios import A_DAY, LINES, LINES_ELSE, Day

__all__ = [
    "AN_HOUR",
    "A_DAY",
    "A_MORNING",
    "EACH_THIRD_SECOND",
    "LINES",
    "LINES_ELSE",
    "SEVEN",
    "SLOW",
    "TEN",
    "THREE_MINUTES",
    "TOLD",
    "TOLD_ELSE",
    "TWENTY_SECONDS",
    "TWO_SHOPS",
    "before_all",
]

TakeToken = Callable[[Redis, str, int, Policy], Taken]
AddLimit = Callable[[FastAPI, Callable[[Request], Taken], Policy], None]
Issue = Callable[[Path, str, Sequence[str]], str]
Admit = Callable[[Path, str, str, int], tuple[int, str]]
Renew = Callable[[Path, str, int, int], str | None]
Mask = Callable[[str], str]


def before_all() -> None:
    """A first app has been served."""
    host_a_first()


# --- E1: one bucket ---------------------------------------------------------------------------

BUCKET = "E1: each answer of the bucket is right"
SHARED = "E1: two replicas share one bucket, and no second lets too many through"


_Asks = tuple[str, int, Policy]


def bucket(take_token: TakeToken, policy: Policy, asked: Asked) -> None:
    """Each caller is admitted, or told how long to wait, as the bucket says."""
    with judging(BUCKET) as judge, Valkey.start() as fresh:
        cache = fresh.client(decode_responses=True)
        models: dict[str, Model] = {}
        answers: list[Taken] = []
        for number, (caller, now) in enumerate(asked, 1):
            wanted = models.setdefault(caller, Model(policy)).asks(now)
            called = (
                f"call {number} of {len(asked)}: take_token(cache, {caller!r}, {now}, {policy})"
            )
            got = _taken(judge, take_token, cache, (caller, now, policy), called)
            answers.append(got)
            if got == wanted:
                continue
            cause = cause_of(policy, asked[:number], answers)
            told = causes.why_this_taken(policy, got, wanted)
            likely = cause if cause or got.admitted != wanted.admitted else told
            judge.equal(got, wanted, called=called, likely=likely)


def _taken(judge: Judge, take_token: TakeToken, cache: Redis, asked: _Asks, called: str) -> Taken:
    with judge.calling(called):
        got: Any = take_token(cache, *asked)
    whole = isinstance(got, tuple) and [type(each) for each in got] == [bool, int, int]
    judge.that(whole, called=called, got=repr(got), expected="Taken(…, …, …)", likely=causes.FORM)
    return Taken(*got)


ROOM = 400
"""Bytes of Valkey's memory: a bucket of two numbers takes about a hundred."""

BEHIND = 300
"""Milliseconds by which the clock of the second replica is behind."""


def rush(take_token: TakeToken, policy: Policy, spans: Sequence[Span], since: int = 0) -> None:
    """In no span of the policy's seconds more than limit and burst pass, and all that are due."""
    with judging(SHARED) as judge, Valkey.start() as fresh:
        replicas = [fresh.client(decode_responses=True) for _ in range(2)]
        model, passed, due = Model(policy), list[int](), 0
        called = f"calls by two replicas, one {BEHIND} ms behind, with {policy}"
        for number, at in enumerate(requests_in(spans)):
            now = since + at - BEHIND * (number % 2)
            due += model.asks(now).admitted
            asked = ("kirkwall", now, policy)
            if _taken(judge, take_token, replicas[number % 2], asked, called).admitted:
                passed.append(at)
        most, bound = most_in(1_000 * policy.seconds, passed), policy.limit + policy.burst
        judge.that(
            most <= bound,
            called=called,
            got=f"{most} within {policy.seconds} s",
            expected=f"at most {bound}",
            likely=[(most == 2 * policy.limit, causes.COUNTS_WINDOWS), (True, causes.KEPT_HERE)],
        )
        judge.that(
            len(passed) == due,
            called=called,
            got=f"{len(passed)} admitted",
            expected=f"{due}",
            likely="an earlier `now` counts as the newest that the bucket has seen.",
        )
        _stays_small(judge, called, replicas[0])


def _stays_small(judge: Judge, called: str, cache: Redis) -> None:
    kept: Any = cache.memory_usage("bucket:kirkwall") or 0
    judge.that(
        kept < ROOM,
        called=f"{called}, then MEMORY USAGE bucket:kirkwall",
        got=f"{kept} bytes",
        expected=f"fewer than {ROOM}: it does not grow",
        likely=causes.GROWS,
    )


def one_step(take_token: TakeToken, policy: Policy, replicas: int) -> None:
    """One command a call; what is kept is in Valkey alone, and goes by itself; and many at once."""
    _at_once(take_token, policy, replicas)
    with judging(SHARED) as judge, Valkey.start() as fresh:
        cache = fresh.client(decode_responses=True)
        called = f"take_token(cache, 'kirkwall', 7000, {policy})"
        asked = ("kirkwall", 7_000, policy)
        _taken(judge, take_token, cache, asked, called)
        cache.pexpire("bucket:kirkwall", 20_000)
        with commands(cache) as seen:
            _taken(judge, take_token, cache, asked, called)
        names = [call[0] for call in seen.calls]
        is_one = names in (["EVAL"], ["EVALSHA"])
        expected, likely = "one EVAL", causes.ONE_COMMAND
        shown = f"Valkey saw {' '.join(names)}"
        judge.that(is_one, called=called, got=shown, expected=expected, likely=likely)
        keys = cache.keys()
        judge.equal(keys, ["bucket:kirkwall"], called=f"{called}, then all keys")
        fills = -(-policy.burst * policy.seconds * 1_000 // policy.limit)
        lives: Any = cache.pttl("bucket:kirkwall")
        judge.that(
            fills + 30_000 < lives <= fills + 60_000,
            called=f"{called}, a second time, then PTTL bucket:kirkwall",
            got=f"{lives} ms" if lives >= 0 else "it lives for ever",
            expected=f"{fills + 60_000} ms: {fills} for {policy.burst} tokens, and 60000",
            likely=[(0 <= lives <= 20_000, causes.NOT_RENEWED), (True, causes.TIME_TO_LIVE)],
        )
        cache.flushdb()
        called = f"FLUSHDB, then {called}"
        again = _taken(judge, take_token, cache, asked, called)
        judge.equal(again.left, policy.burst - 1, called=called, likely=causes.KEPT_HERE)


def _at_once(take_token: TakeToken, policy: Policy, replicas: int) -> None:
    """Of many at the same moment, as many pass as there are tokens."""
    with judging(SHARED) as judge, Valkey.start() as fresh:
        ready = Barrier(replicas)

        def replica(number: int) -> int:
            with fresh.client(decode_responses=True) as mine:
                mine.ping()
                ready.wait(timeout=20)
                caller = ("kirkwall", "stromness")[number % 2]
                asked = range(policy.burst)
                return sum(take_token(mine, caller, 7_000, policy).admitted for _ in asked)

        with ThreadPoolExecutor(replicas) as pool:
            passed = sum(pool.map(replica, range(replicas)))
        judge.equal(
            passed,
            2 * policy.burst,
            called=f"{replicas} replicas at once, {policy.burst} calls each, for two callers; "
            "admitted",
            likely=causes.ONE_COMMAND,
        )


# --- E2: how long to wait ---------------------------------------------------------------------

HEADERS = "E2: each answer says what is left, and a refusal how long to wait"
PATHS = (
    ("GET", "/seats", 200),
    ("GET", "/gone", 410),
    ("GET", "/no", 404),
    ("POST", "/seats", 201),
    ("OPTIONS", "/seats", 405),
    ("DELETE", "/seats", 405),
)


COOKIES = ("seen", "agreed")


class _Limited:
    """An app with five kinds of answers, which counts the calls of its handlers."""

    def __init__(self, told: Sequence[Taken]) -> None:
        self.app, self.told, self.handled, self.asked = FastAPI(), list(told), 0, 0
        self.app.get("/seats")(self.seats)
        self.app.post("/seats", status_code=201)(self.seats)
        self.app.get("/gone")(self.gone)

    def taken(self, request: Request) -> Taken:
        self.asked += 1
        return self.told[min(self.asked, len(self.told)) - 1]

    def seats(self, response: Response) -> dict[str, int]:
        self.handled += 1
        response.headers["ETag"] = '"7"'
        for name in COOKIES:
            response.set_cookie(name, "yes")
        return {"free": 40}

    def gone(self) -> None:
        raise HTTPException(410)


def headers(add_limit: AddLimit, policy: Policy, told: Sequence[Taken]) -> None:
    """Each answer carries both headers; one that is refused runs no handler."""
    limited, other = _Limited(told), _Limited([Taken(True, 1, 1)])
    with judging(HEADERS) as judge:
        with judge.calling("add_limit(app, taken_by, policy)"):
            add_limit(limited.app, limited.taken, policy)
            add_limit(other.app, other.taken, Policy("other", 3, 7, 1))
        with hosted(limited.app) as site, site.client() as client:
            for number, taken in enumerate(told):
                method, path, status = PATHS[number % len(PATHS)]
                handled = limited.handled
                answer = client.request(method, path)
                called = f"{method} {path}, with {taken} and {policy}"
                _carries(judge, called, answer.headers, policy, taken)
                wanted = status if taken.admitted else 429
                judge.equal(answer.status_code, wanted, called=called, likely=site.stderr)
                runs = limited.handled - handled
                should = int(taken.admitted and status < 400)
                judge.equal(runs, should, called=f"{called}; calls of the handler")
                asked = limited.asked
                judge.equal(asked, number + 1, called=f"calls of taken_by after {called}")
                if taken.admitted:
                    _passes(judge, called, answer, ('"7"', [*COOKIES]) if should else (None, []))
                else:
                    _refuses(judge, called, answer, policy, taken)


def _passes(judge: Judge, called: str, answer: Any, wanted: tuple[str | None, list[str]]) -> None:  # noqa: ANN401
    got = (answer.headers.get("ETag"), answer.cookies.keys())
    likely = "go on with the answer itself: a copy made of a dict keeps one Set-Cookie of two."
    judge.equal(got, wanted, called=f"ETag and cookies of {called}", likely=likely)
    after = answer.headers.get("Retry-After")
    judge.equal(after, None, called=f"Retry-After of {called}", likely=causes.NOT_REFUSED)


def told_apart(add_limit: AddLimit, policy: Policy) -> None:
    """While a handler is at work, another request comes and goes: each is told what is its own."""
    slow, quick = Taken(True, 2, 70), Taken(True, 1, 1_200)
    limited, began, may_end = _Limited([slow, quick]), Event(), Event()

    @limited.app.get("/slow")
    def works_long() -> None:
        began.set()
        may_end.wait(timeout=10)

    with judging(HEADERS) as judge:
        add_limit(limited.app, limited.taken, policy)
        with hosted(limited.app) as site, ThreadPoolExecutor(1) as pool, site.client() as client:
            first = pool.submit(client.get, "/slow")
            try:
                began.wait(timeout=10)
                with site.client() as other:
                    second = other.get("/seats")
            finally:
                may_end.set()
            called = "GET /seats while GET /slow is at work"
            _carries(judge, called, second.headers, policy, quick)
            called = "GET /slow, in whose midst GET /seats was answered"
            _carries(judge, called, first.result().headers, policy, slow)


def _carries(judge: Judge, called: str, got: Any, policy: Policy, taken: Taken) -> None:  # noqa: ANN401
    name, limit, seconds, _ = policy
    wanted = {
        "RateLimit-Policy": f'"{name}";q={limit};w={seconds}',
        "RateLimit": f'"{name}";r={taken.left};t={_seconds(taken)}',
    }
    for name, text in wanted.items():
        likely = causes.why_these_headers(name, got.get(name), text)
        judge.equal(got.get(name), text, called=f"{name} of {called}", likely=likely)


def _seconds(taken: Taken) -> int:
    return -(-taken.wait // 1_000)


def _refuses(judge: Judge, called: str, answer: Any, policy: Policy, taken: Taken) -> None:  # noqa: ANN401
    after = answer.headers.get("Retry-After")
    likely = "whole seconds, as in t."
    judge.equal(after, str(_seconds(taken)), called=f"Retry-After of {called}", likely=likely)
    kind = answer.headers.get("Content-Type")
    judge.equal(kind, "application/problem+json", called=f"Content-Type of {called}")
    with judge.calling(f"the JSON of {called}"):
        body = answer.json()
    judge.equal(body.get("type"), QUOTA_EXCEEDED, called=f"type of {called}")
    is_told = isinstance(body.get("title"), str) and body["title"] != ""
    judge.that(is_told, called=f"title of {called}", got=body, expected="a sentence")
    violated = body.get("violated-policies")
    likely = "a list of names, though it is one."
    called = f"violated-policies of {called}"
    judge.equal(violated, [policy.name], called=called, likely=likely)


# --- E3: keys ---------------------------------------------------------------------------------

KEYS = "E3: keys are admitted by scope, renewed with an overlap, and counted"
TRACE = "E3: no key stands in log, database or what is written ahead"


def keys(admit_key: Admit, renew_key: Renew, issue_key: Issue, day: Day) -> None:
    """Sixty calls of a day, each with its status and owner; and the hours of each key."""
    database, held, counted = new_office(), dict[str, str](), Counter[causes.Hour]()
    with judging(KEYS) as judge:
        for name, owner, scopes in day.issued:
            held[name] = issue_key(database, owner, scopes)
        owners = {name: owner for name, owner, _ in day.issued}
        for step in day.steps:
            if step.renews:
                old = held[step.key].partition(".")[0]
                asked = (old, step.now, day.overlap)
                held[step.renews] = _renewed(judge, renew_key, database, asked)
                owners[step.renews] = owners[step.key]
                continue
            key = held.get(step.key, step.key)
            owner = owners.get(step.key, "") if step.status != 401 else ""
            called = f"admit_key(database, {key!r:.24}…, {step.scope!r}, {step.now}): {step.about}"
            with judge.calling(called):
                got = admit_key(database, key, step.scope, step.now)
            likely = causes.why_this_status(step.about, _status(got), step.status)
            judge.equal(got, (step.status, owner), called=called, likely=likely)
            if step.status == 200:
                counted[key.partition(".")[0], step.now // 3_600] += 1
        _hours(judge, database, counted, f"after {len(day.steps)} steps")


def _hours(judge: Judge, database: Path, wanted: Counter[causes.Hour], about: str) -> None:
    rows: list[Any] = query(database, "SELECT * FROM usage")
    got = Counter({(row["prefix"], row["hour"]): int(row["calls"]) for row in rows})
    others = [hour for hour in {**wanted, **got} if got[hour] != wanted[hour]]
    judge.that(
        not others,
        called=f"the rows of usage {about}; those that differ, (prefix, hour): calls",
        got={hour: got[hour] for hour in others},
        expected={hour: wanted[hour] for hour in others},
        likely=causes.why_these_hours(got, wanted),
    )


def _status(got: Any) -> int:  # noqa: ANN401
    return got[0] if isinstance(got, tuple) and got and isinstance(got[0], int) else 0


FORM = re.compile(r"fly_[0-9a-f]{8}\.[\w-]{43}")


def _renewed(judge: Judge, renew_key: Renew, database: Path, asked: tuple[str, int, int]) -> str:
    prefix, now, overlap = asked
    called = f"renew_key(database, {prefix!r}, {now}, {overlap})"
    with judge.calling(called):
        key = renew_key(database, prefix, now, overlap)
    is_key = isinstance(key, str) and FORM.fullmatch(key)
    judge.that(is_key, called=called, got=repr(key), expected="a new key, as issue_key gives one")
    rows = query(database, "SELECT ends FROM api_key WHERE prefix = ?", prefix)
    ends = [row["ends"] for row in rows]
    likely = "the old key keeps its row, and ends after the overlap: now + overlap."
    judge.equal(
        ends, [now + overlap], called=f"`ends` of the old row after {called}", likely=likely
    )
    return str(key)


def renewed_once(renew_key: Renew, issue_key: Issue) -> None:
    """What has an end, or is nobody's, is not renewed: nor if another came first just now."""
    with judging(KEYS) as judge:
        database = new_office()
        prefix = issue_key(database, "Kirkwall", ["read"]).partition(".")[0]
        _renewed(judge, renew_key, database, (prefix, 500, 0))
        for old, about in ((prefix, "which has an end"), ("fly_00000000", "which nobody has")):
            before = query(database, "SELECT * FROM api_key ORDER BY prefix")
            called = f"renew_key(database, {old!r}, 400, 60), {about}"
            with judge.calling(called):
                got = renew_key(database, old, 400, 60)
            judge.equal(got, None, called=called, likely="a key that has an end stays as it is.")
            after = query(database, "SELECT * FROM api_key ORDER BY prefix")
            judge.equal(after, before, called=f"the rows of api_key after {called}")
        other = issue_key(database, "Stromness", ["read"]).partition(".")[0]
        deed = "UPDATE api_key SET ends = 990 WHERE prefix = ? AND ends IS NULL"
        with rival(database, "UPDATE|REPLACE|DELETE", deed, other) as met:
            got = renew_key(database, other, 900, 60)
        rows = query(database, "SELECT ends FROM api_key WHERE owner = 'Stromness'")
        came_first = got is None and rows == [{"ends": 990}]
        judge.that(
            came_first or (got and not met.done),  # a lock of the answer's own kept the other out
            called=f"renew_key(database, {other!r}, 900, 60), another call coming just before",
            got=f"{got!r:.20}, rows {rows}",
            expected="None, and the rows as the other call left them",
            likely=causes.TWO_RENEW,
        )


def counted_together(admit_key: Admit, issue_key: Issue) -> None:
    """Two calls with one key at once are two, and each file has keys of its own."""
    with judging(KEYS) as judge:
        database, elsewhere = new_office(), new_office()
        key = issue_key(database, "Kirkwall", ["read"])
        prefix, called = key.partition(".")[0], "admit_key(database, key, 'read', 7200)"
        admit_key(database, key, "read", 7_200)
        deed = "UPDATE usage SET calls = calls + 10 WHERE prefix = ?"
        with rival(database, "INSERT|UPDATE|REPLACE", deed, prefix) as met:
            admit_key(database, key, "read", 7_200)
        rows = query(database, "SELECT calls FROM usage")
        judge.equal(
            rows,
            [{"calls": 12 if met.done else 2}],  # 2: a lock of the answer's own kept them out
            called=f"usage after {called} twice, and ten calls in between by another replica",
            likely=causes.LOST,
        )
        got = admit_key(elsewhere, key, "read", 7_200)
        judge.equal(got, (401, ""), called=f"{called}, in the file of another office")
        query(database, "UPDATE api_key SET ends = 0")
        got = admit_key(database, key, "read", 7_200)
        likely = "0 is an end, too: is not None."
        judge.equal(got, (401, ""), called=f"{called}, its `ends` being 0", likely=likely)


# --- E3: traces -------------------------------------------------------------------------------


def masks(mask_keys: Mask, lines: Sequence[tuple[str, str]]) -> None:
    """Of each key in a text its prefix stays, and nothing else of the text is changed."""
    with judging(TRACE) as judge:
        for line, wanted in lines:
            called = f"mask_keys({line!r})"
            with judge.calling(called):
                got = mask_keys(line)
            judge.equal(got, wanted, called=called, likely=_why_this_line(line, got, wanted))


def _why_this_line(line: str, got: Any, wanted: str) -> Sequence[tuple[object, str]]:  # noqa: ANN401
    text = str(got)
    return [
        (got is None, "return what re.sub gives."),
        (text.count("***") < wanted.count("***"), "each key, whole or cut off, wherever it is."),
        (wanted == line, "no key is in it: the text stays as it is."),
        (text.count("fly_") < wanted.count("fly_"), "the prefix stays: by it Ines finds the row."),
        (True, "letters, digits, _ and - belong to a key, and nothing else does."),
    ]


def leaves_no_trace(admit_key: Admit, renew_key: Renew, mask_keys: Mask, issue_key: Issue) -> None:
    """After sixty requests over HTTP, no key is in any file."""
    database = new_office()
    with judging(TRACE) as judge, closing(sqlite3.connect(database)) as reader:
        reader.execute("SELECT count(*) FROM usage").fetchone()  # so that the -wal stays
        moment = Moment(7_000)
        first = issue_key(database, "Kirkwall", ["read"])
        second = str(renew_key(database, first.partition(".")[0], 7_000, 100))
        door = Door(database, admit_key, mask_keys, moment)
        with hosted(door.app) as site, site.client() as client:
            for number in range(60):
                moment.now = 7_000 + 4 * number
                key = (first, second)[number % 2]
                sent: Any = [
                    {"headers": {"Authorization": f"Bearer {key}"}},
                    {"params": {"key": key}},
                    {"headers": {"Authorization": f'Bearer "{key}"'}},
                ][number % 3]
                client.get("/seats", **sent)
        files = [door.log, database, *sorted(database.parent.glob(f"{database.name}-*"))]
        found = {file.name: _traces((first, second), file.read_bytes()) for file in files}
        expected = dict.fromkeys(found, 0)
        called = "60 requests with two keys; the places in each file where a key stands"
        judge.equal(
            found, expected, called=called, likely="mask what is logged, keep hashes alone."
        )
        lines = door.log.read_text("utf-8").splitlines()
        masked = sum(second.partition(".")[0] in line for line in lines)
        judge.equal(masked, 20, called="60 requests; log lines with the prefix of the second key")


def _traces(held: Sequence[str], data: bytes) -> int:
    return sum(data.count(key.partition(".")[2].encode()) for key in held)
