"""What J03.5 asks of an answer: each check is one claim."""

import hmac
import json
import random
import re
import secrets
import sqlite3
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jwt
import requests
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from labs.judges import Judge, judging
from labs.judges.apps import Add, app_of, host_a_first
from labs.judges.pages import Seen, visit
from labs.judges.rivals import rival
from labs.servers.hosting import Hosted, hosted
from labs.units.j03_5 import causes
from labs.units.j03_5.front import guest_in, page_files, with_page
from labs.units.j03_5.office import new_office, statement
from labs.units.j03_5.spies import CALLERS, LATER, ROUTES, AddGuard, Spied
from labs.units.j03_5.tokens import (
    HOUR,
    NO_TOKENS,
    Keys,
    Minted,
    brief,
    forged,
    good,
    more_forged,
    with_key,
)
from labs.units.j03_5.tokens import some_keys as _some_keys

Issue = Callable[[Path, str], str]
OwnerOf = Callable[[Path, str], str | None]
Revoke = Callable[[Path, str], None]
Mint = Callable[[str, str, Keys], str]
GuestOf = Callable[[str, Keys], str | None]
Place = tuple[int, str]
Rivals = Mapping[int, tuple[int, str, str]]


def before_all() -> None:
    """What all answers need: the page, a partner's key, and a first server."""
    page_files()
    _some_keys()
    host_a_first()


# --- E1: keys ---------------------------------------------------------------------------------

HASHED = 16
"""A hash has more characters than that."""

KEYS = "E1: a key opens until it is revoked, and no file holds it"
FORM = re.compile(r"(fly_[0-9a-f]{8})\.([\w-]{43})")


def keys_open(
    issue_key: Issue, owner_of: OwnerOf, revoke_key: Revoke, owners: Sequence[str]
) -> None:
    """Each key is its owner's; once revoked it is nobody's, and the others are as before."""
    database = new_office()
    with judging(KEYS) as judge:
        door = _Opening(judge, owner_of, database)
        issued = []
        for owner in (*owners, *owners):
            issued.append((_issued(judge, issue_key, database, owner), owner))
            door.is_of(issued[-1][0], owner, "as issued")
        for key, owner in issued:
            door.is_of(key, owner, "others have been issued since")
        first = issued[0][0]
        for text, about in _other_texts(first, issued[1][0]):
            door.is_of(text, None, about)
        for prefix in ("fly_", "fly_________", "%", "", "fly_00000000"):
            revoke_key(database, prefix)
        for key, owner in issued:
            about = "others, which nobody has, were revoked"
            door.is_of(key, owner, about)
        revoke_key(database, first.partition(".")[0])
        door.is_of(first, None, "revoked")
        for key, owner in issued[1:]:
            door.is_of(key, owner, "others were revoked")


def _other_texts(key: str, other: str) -> list[tuple[str, str]]:
    prefix, _, secret = key.partition(".")
    return [
        (f"{prefix}.{other.partition('.')[2]}", "with the other part of another key"),
        (f"{key[:-1]}{'A' if key[-1] != 'A' else 'B'}", "another last letter, in the other part"),
        (key.swapcase(), "in other letters"),
        (f"{key}\n", "a line's end after it"),
        (f"{key}.", "a dot after it"),
        (prefix, "its prefix alone"),
        (f"{prefix}.", "no other part"),
        (secret, "what follows the dot, alone"),
        ("", "an empty text"),
        ("fly_é.ü", "a text in other letters"),
        (f"fly_00000000.{secret}", "another prefix"),
    ]


def _issued(judge: Judge, issue_key: Issue, database: Path, owner: str) -> str:
    called = f"issue_key(database, {owner!r})"
    with judge.calling(called):
        key = issue_key(database, owner)
    matched = isinstance(key, str) and FORM.fullmatch(key)
    judge.that(
        matched,
        called=called,
        got=repr(key),
        expected="fly_, eight hex digits, a dot, and 43 letters of token_urlsafe(32)",
        likely="is `return key` missing?" if key is None else causes.FORM,
    )
    return key


@dataclass(frozen=True)
class _Opening:
    """Who asks whose keys these are, at one file."""

    judge: Judge
    owner_of: OwnerOf
    database: Path

    def is_of(self, key: str, owner: str | None, about: str) -> None:
        called = f"owner_of(database, {key!r}), {about}"
        with self.judge.calling(called):
            got = self.owner_of(self.database, key)
        likely = causes.why_not_owner(got, owner, about)
        self.judge.equal(got, owner, called=called, likely=likely)


def keys_leave_no_trace(issue_key: Issue, owner_of: OwnerOf) -> None:
    """In the file and its log no key stands, nor what follows its dot, in no spelling."""
    database = new_office()
    with judging(KEYS) as judge, closing(sqlite3.connect(database)) as reader:
        reader.execute("PRAGMA journal_mode = WAL")
        reader.execute("SELECT count(*) FROM api_key").fetchone()
        key = _issued(judge, issue_key, database, "Kirkwall")
        door = _Opening(judge, owner_of, database)
        door.is_of(key, "Kirkwall", "as issued")
        files = [database, *sorted(database.parent.glob(f"{database.name}-*"))]
        for file in files:
            data = file.read_bytes()
            found = next((told for told, text in _spellings(key).items() if text in data), "")
            judge.that(
                not found,
                called=f"issue_key(database, 'Kirkwall'), then the bytes of {file.name}",
                got=f"{found} stands there",
                expected="nothing of the key but its prefix",
                likely=causes.RAW,
            )


def _spellings(key: str) -> Mapping[str, bytes]:
    secret = key.partition(".")[2]
    texts = {"the key": key.encode(), "what follows the dot": secret.encode()}
    told = {}
    for name, text in texts.items():
        told[name] = text
        told[f"{name}, in hex"] = text.hex().encode()
        told[f"{name}, in base64"] = b64encode(text).rstrip(b"=")[:-1]
        told[f"{name}, from its end"] = text[::-1]
    return told


def keys_among_others(issue_key: Issue, owner_of: OwnerOf, revoke_key: Revoke) -> None:
    """Not to be foretold, compared in constant time, and as other programs have left them."""
    database, elsewhere = new_office(), new_office()
    with judging(KEYS) as judge:
        state, pair = random.getstate(), []
        for _ in range(2):
            random.seed(4)
            pair.append(_issued(judge, issue_key, new_office(), "Kirkwall"))
        random.setstate(state)
        parts = list(zip(*(key.split(".") for key in pair), strict=True))
        judge.that(
            all(len(set(part)) == 2 for part in parts),
            called="issue_key(database, 'Kirkwall') twice, `random` being in the same state",
            got=" and ".join(pair),
            expected="two keys that have nothing in common",
            likely=causes.PREDICTABLE,
        )
        key, door = _issued(judge, issue_key, database, ""), _Opening(judge, owner_of, database)
        door.is_of(key, "", "of an owner without a name")
        _Opening(judge, owner_of, elsewhere).is_of(key, None, "in the file of another office")
        prefix = key.partition(".")[0]
        statement(database, "UPDATE api_key SET owner = 'Stromness' WHERE prefix = ?", prefix)
        judge.equal(
            owner_of(database, key),
            "Stromness",
            called="owner_of(database, key), its owner having been renamed in the file",
            likely=causes.MEMORY,
        )
        _compares(judge, owner_of, database, key)
        statement(database, "DELETE FROM api_key WHERE prefix = ?", prefix)
        door.is_of(key, None, "revoked by another program: its row is gone")


def _compares(judge: Judge, owner_of: OwnerOf, database: Path, key: str) -> None:
    """The whole hash is compared by compare_digest, for a right guess and for a wrong one."""
    for text in (key, f"{key[:-3]}abc"):
        with _watched_comparing(owner_of) as compared:
            owner_of(database, text)
        prefix = key.partition(".")[0]
        ((kept,),) = statement(database, "SELECT hash FROM api_key WHERE prefix = ?", prefix)
        parts = [_part_of(each, kept) for pair in compared for each in pair]
        longest = max(parts, default=0)
        judge.that(
            longest > HASHED,
            called=f"owner_of(database, {text!r})",
            got=f"{longest or 'no'} characters of the row's hash were compared by compare_digest",
            expected="the two hashes, compared by compare_digest, all of them",
            likely=[(longest > 0, causes.CUT_SHORT), (True, causes.NOT_COMPARED)],
        )


def _part_of(compared: object, kept: object) -> int:
    """How long it is, if it is what the row holds or a part of it, as text or as bytes; else 0."""
    spellings = {compared}
    if isinstance(compared, bytes):
        spellings = {compared, compared.hex(), compared.decode("latin-1")}
    texts = [str(each) for each in spellings]
    whole = kept.decode("latin-1") if isinstance(kept, bytes) else str(kept)
    return max(len(text) if text in whole else 0 for text in texts)


@contextmanager
def _watched_comparing(function: Callable[..., Any]) -> Iterator[list[tuple[object, object]]]:
    """What is compared by compare_digest meanwhile, under whatever name the cell knows it."""
    compared: list[tuple[object, object]] = []

    def watched(a: Any, b: Any) -> bool:  # noqa: ANN401 - as it is
        compared.append((a, b))
        return real(a, b)

    real = hmac.compare_digest
    known = {n: watched for n, v in function.__globals__.items() if v is real}
    with ExitStack() as stack:
        for module in (hmac, secrets):
            stack.enter_context(patch.object(module, "compare_digest", watched))
        stack.enter_context(patch.dict(function.__globals__, known))
        yield compared


# --- E2: tokens -------------------------------------------------------------------------------

TOKENS = "E2: good tokens are read, and forged ones are nobody's"
_UNREAD: Any = {"verify_signature": False}


def _minted(judge: Judge, mint: Mint, guest: str, kid: str) -> None:
    """The token says what was asked for, for an hour, by its key and algorithm."""
    keys = _some_keys()
    called = f"mint({guest!r}, {kid!r}, keys)"
    before = time.time()
    with judge.calling(called):
        token = mint(guest, kid, keys)
    took = time.time() - before
    algorithm, key = keys[kid]
    with judge.calling(f"{called}, then jwt.decode with the key of {kid} by {algorithm}"):
        said = jwt.decode(token, key, algorithms=[algorithm], audience="boxoffice")
    judge.equal(said.get("sub"), guest, called=f"{called}; sub")
    lasts = said.get("exp", 0) - before
    judge.that(
        HOUR - 1 <= lasts <= HOUR + took + 1,
        called=f"{called}; exp, in seconds from now",
        got=str(round(lasts)),
        expected=HOUR,
        likely="seconds since 1970: int(time.time()) + 3600.",
    )
    judge.equal(
        jwt.get_unverified_header(token).get("kid"),
        kid,
        called=f"{called}; kid in the header",
        likely='headers={"kid": kid}: it is no claim, since it is read before these.',
    )
    judge.equal(keys, _some_keys(), called=f"{called}; keys afterwards")


def tokens(mint: Mint, guest_of: GuestOf, guest: str, kid: str) -> None:
    """What is minted is right; three good ones are let in, the usual forged ones are not."""
    with judging(TOKENS) as judge:
        _minted(judge, mint, guest, kid)
        keys = _some_keys()
        for each in [*good(guest), *forged(guest)]:
            _read(judge, guest_of, each, keys, guest)
        for text in NO_TOKENS[:3]:
            _read(judge, guest_of, Minted(text, "it is no token"), keys, guest)


def more_tokens(mint: Mint, guest_of: GuestOf, guest: str, kid: str) -> None:
    """Nor are those of whoever has read the answer; and keys come and go."""
    with judging(TOKENS) as judge:
        _minted(judge, mint, guest, kid)
        keys = _some_keys()
        for each in [*good(guest), *more_forged(guest), *forged(guest)]:
            _read(judge, guest_of, each, keys, guest)
        for text in NO_TOKENS:
            _read(judge, guest_of, Minted(text, "it is no token"), keys, guest)
        first = good(guest)[0]
        retired = keys.pop("2026-12")
        gone = Minted(first.token, "its kid is no longer in keys")
        _read(judge, guest_of, gone, keys, guest)
        _read(judge, guest_of, first, {"2026-12": retired}, guest)
        _read(judge, guest_of, gone, {}, guest)
        _replaced(judge, guest_of, first.token, guest)
        _later(judge, mint, guest_of, guest, kid)


def _replaced(judge: Judge, guest_of: GuestOf, token: str, guest: str) -> None:
    """Under the same kid another key stands now."""
    keys = _some_keys()
    secret = "5e" * 32
    _read(judge, guest_of, Minted(token), keys, guest)
    keys["2026-12"] = ("HS256", secret)
    former = Minted(token, "its key was changed in keys since")
    _read(judge, guest_of, former, keys, guest)
    _read(judge, guest_of, Minted(with_key(guest, secret)), keys, guest)


def _later(judge: Judge, mint: Mint, guest_of: GuestOf, guest: str, kid: str) -> None:
    """A second later a token has ended that was good, and mint counts from then."""
    keys, began = _some_keys(), time.time()
    token, end = brief(guest)
    guest_of(token, keys)
    early = jwt.decode(mint(guest, kid, keys), options=_UNREAD)["exp"]
    time.sleep(max(0, max(end, began + 1.1) - time.time()) + 0.05)
    _read(judge, guest_of, Minted(token, "it has ended since it was read"), keys, guest)
    late = jwt.decode(mint(guest, kid, keys), options=_UNREAD)["exp"]
    judge.that(
        late > early,
        called=f"mint({guest!r}, {kid!r}, keys), and once more a second later; exp of both",
        got=f"{early} and {late}",
        expected="a later one",
        likely=causes.AT_THE_CALL,
    )


def _read(judge: Judge, guest_of: GuestOf, each: Minted, keys: Keys, guest: str) -> None:
    before = dict(keys)
    called = f"guest_of({each.token[:12]!r}…, keys): {each.wrong or 'a good token'}"
    with judge.calling(called, expected="None" if each.wrong else guest, likely=causes.why_error):
        got = guest_of(each.token, keys)
    judge.equal(
        got,
        None if each.wrong else guest,
        called=called,
        likely=causes.why_let_in(each.wrong, got)
        if each.wrong
        else "it is signed as keys says, is for boxoffice (aud may be a list), and has not ended.",
    )
    judge.equal(keys, before, called=f"{called}; keys afterwards", likely="keys is the caller's.")


# --- E3: the guard ----------------------------------------------------------------------------

GUARD = "E3: nobody writes unknown, and each caller what they may"


def guarded(add_guard: AddGuard) -> None:
    """Five callers at six routes: 401, 403 or the handler's answer; spies at 0 where refused."""
    with judging(GUARD) as judge, _behind(judge, add_guard) as door:
        for who in CALLERS:
            for line in ROUTES:
                door.asks(who, line)


def guarded_wherever(add_guard: AddGuard) -> None:
    """Also where no route is, where one was added later, and whatever the body; and anew."""
    with judging(GUARD) as judge, _behind(judge, add_guard) as door:
        door.spied.add_later()
        for line in LATER:
            door.asks("nobody", line)
        for body in ("{", "[1]", "{}"):
            door.asks("nobody", "POST /typed", body)
        door.asks("guest Ada", "POST /typed", "{")
        door.asks("a theatre", "DELETE /inner/all")
        for line in ("HEAD /performances", "OPTIONS /performances"):
            door.goes_on(line)
        _asked_anew(door)
        door.asks("guest Ada", "PUT /performances/7/?title=x")
        wanted = ("guest:ada", "PUT", "/performances/7/")
        judge.that(
            door.spied.asked[-1] == wanted,
            called="PUT /performances/7/?title=x by guest Ada; what may was asked",
            got=str(door.spied.asked[-1]),
            expected=str(wanted),
            likely="may(caller, request.method, request.url.path), as they are.",
        )


def _asked_anew(door: "_Door") -> None:
    """What a caller is, and what they may, is asked at each request."""
    door = replace(door, likely=causes.ANEW)
    for now in ("staff:ada", None, "guest:ada"):
        door.spied.known["Bearer ada"] = now
        door.asks("guest Ada", "POST /holds")
    for barred in ({"guest:ada"}, set()):
        door.spied.barred = barred
        door.asks("guest Ada", "POST /holds")


@contextmanager
def _behind(judge: Judge, add_guard: AddGuard) -> Iterator["_Door"]:
    spied = Spied()
    with judge.calling("add_guard(app, caller_of, may)"):
        add_guard(spied.app, spied.caller_of, spied.may)
    with hosted(spied.app) as site:
        yield _Door(judge, spied, site)


@dataclass(frozen=True)
class _Door:
    """An app behind the guard, and those who knock."""

    judge: Judge
    spied: Spied
    site: Hosted
    likely: str = ""

    def asks(self, who: str, line: str, body: str = "") -> None:
        """This caller gets what is due, and no handler runs without."""
        sent, (method, path) = CALLERS[who], line.split(" ")
        caller, before = self.spied.known.get(sent or ""), self.spied.ran.total()
        expected, asked_before = self.spied.due(caller, method, path), self.spied.looked_up
        headers = {"Content-Type": "application/json", **({"Authorization": sent} if sent else {})}
        with self.site.client() as client:
            answer = client.request(method, path, data=body, headers=headers)
        called = f"{line} {body} by {who}, who is {caller}"
        self._has_status(answer, expected, called)
        ran, times = self.spied.ran.total() - before, self.spied.looked_up - asked_before
        self.judge.that(
            method == "GET" or times == 1,
            called=called,
            got=f"caller_of was asked {times} times",
            expected="once",
            likely=causes.ONCE if times else causes.ANEW,
        )
        self.judge.that(
            ran == (expected == 200),
            called=called,
            got=f"{answer.status_code}, and its handler ran {ran} times",
            expected=f"{expected}, and its handler runs {int(expected == 200)} times",
            likely="the question comes first; go_on is called once, where the caller may.",
        )
        if expected == 200 and method != "GET":
            likely = self.likely or "request.state.caller = caller, before go_on."
            told = {"caller": caller}
            self.judge.equal(answer.json(), told, called=f"{called}; its state", likely=likely)

    def goes_on(self, line: str) -> None:
        """Nobody is asked, and the app itself answers, with its 405."""
        method, path = line.split(" ")
        with self.site.client() as client:
            answer = client.request(method, path)
        self._has_status(answer, 405, f"{line} by nobody")

    def _has_status(self, answer: requests.Response, expected: int, called: str) -> None:
        error = causes.raised(self.site.stderr) if answer.status_code == 500 else ""
        self.judge.that(
            answer.status_code == expected,
            called=called,
            got=f"{answer.status_code} {answer.text[:80]}",
            expected=expected,
            likely=self.likely or causes.why_this_status(answer, expected, error),
        )
        if expected not in {401, 403}:
            return
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        self.judge.that(
            kind == "application/problem+json" and isinstance(answer.json().get("detail"), str),
            called=called,
            got=f"{kind}: {answer.text[:80]}",
            expected="problem details, with a text as detail",
            likely="return problem(status, text).",
        )
        challenge = answer.headers.get("WWW-Authenticate", "")
        self.judge.that(
            (expected == 401) == challenge.lower().startswith("bearer"),
            called=f"{called}; WWW-Authenticate",
            got=challenge or "no such header",
            expected="Bearer" if expected == 401 else "no such header: it is for 401",
        )


# --- E4: the page -----------------------------------------------------------------------------

PAGE = "E4: Tom's page shows the seats, holds one, and says why another is gone"
TAKEN = "INSERT INTO hold (performance, seat, caller) VALUES (?, ?, ?)"
HELD = "SELECT seat, caller FROM hold ORDER BY seat"


HOLDS = 3


def page(add_seats: Add, add_returns: Add) -> None:
    """A guest sees the seats, takes one, is too late for another, and gives the first back."""
    database = new_office()
    statement(database, "INSERT INTO hold VALUES (9, 7, 'B3', 'guest:cem')")
    with judging(PAGE) as judge:
        app = _known(
            app_of(judge, database, add_seats, add_returns), database, {2: (7, "A2", "guest:ben")}
        )
        site, seen = _visit(app, "A1", "A2", "B1", "A1")
        _says(
            judge,
            site,
            seen,
            [
                "Choose a seat.",
                "Seat A1 is held for you.",
                "Seat A2 has just been taken.",
                "Seat B1 is held for you.",
                "Seat A1 is given back.",
            ],
        )
        states = ("free", "taken", "free", "mine", "free", "taken")
        wanted = dict(zip(("A1", "A2", "A3", "B1", "B2", "B3"), states, strict=True))
        likely = "free is true or false for each seat, and says whether hold has no row of it."
        judge.equal(dict(seen.seats), wanted, called="the page's buttons", likely=likely)
        left = statement(database, HELD)
        judge.equal(
            left,
            [("A2", "guest:ben"), ("B1", "guest:g1"), ("B3", "guest:cem")],
            called="seat and caller of each hold in the database",
            likely=[
                (len(left) < HOLDS, "a hold is gone that nobody gave back: DELETE … WHERE id = ?."),
                (True, "the caller is request.state.caller, as it is."),
            ],
        )


def _visit(app: ASGIApp, *clicks: str) -> tuple[Hosted, Seen]:
    """A guest, g1, visits the page of evening 7."""
    with hosted(with_page(app, lambda: "g1")) as site:
        return site, visit(f"{site.url}/?performance=7", *clicks)


def _known(app: ASGIApp, database: Path, rivals: Rivals | None = None) -> ASGIApp:
    """The app behind a guard that believes the cookie, or the header X-Caller.

    `rivals` come just before the POST of this number.
    """
    posts = count(1)

    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in {"POST", "DELETE"}:
            told = Request(scope).headers.get("X-Caller", f"guest:{guest_in(scope)}")
            scope = {**scope, "state": {**scope.get("state", {}), "caller": told}}
            if scope["method"] == "POST" and (theirs := (rivals or {}).get(next(posts))):
                statement(database, TAKEN, *theirs)
        await app(scope, receive, send)

    return known


def _says(judge: Judge, site: Hosted, seen: Seen, expected: Sequence[str]) -> None:
    steps = ["opened", *(f"click {number}" for number in range(1, len(expected)))]
    for step, got, wanted in zip(steps, seen.messages, expected, strict=True):
        judge.equal(
            got,
            wanted,
            called=f"the page, {step}; its message",
            likely=causes.why_said(got, wanted, causes.raised(site.stderr)),
        )


ODD = "<b>B&1</b>"


def seats_of_callers(add_seats: Add, add_returns: Add) -> None:
    """Each answer as the table has it; what is refused changes nothing; whose it is counts."""
    database = new_office((ODD, "A10", "A2"), performance=0, first=40)
    statement(database, "INSERT INTO performance VALUES (4, 'Gala', '2026-12-31T20:00')")
    statement(database, "INSERT INTO seat SELECT 4, code FROM seat")
    with judging(PAGE) as judge:
        with _at_work(judge, database, add_seats, add_returns) as office:
            office.seats_are(0, {ODD: True, "A10": True, "A2": True})
            ada = office.takes("guest:ada", (0, ODD))
            office.takes("guest:ben", (4, "A10"))
            theirs = office.takes("staff:kirkwall", (0, "A2"))
            office.seats_are(0, {ODD: False, "A10": True, "A2": False})
            office.refuses("GET /performances/5/seats", "guest:ada", 404)
            office.refuses("DELETE /holds/999", "guest:ada", 404)
            for caller in ("guest:ben", "guest:ad", "guest:staff:x", "guest:ADA"):
                office.refuses(f"DELETE /holds/{ada}", caller, 403)
            for place, status in (((0, "Z9"), 422), ((5, "A2"), 422), ((0, ODD), 409)):
                detail = office.refuses("POST /holds", "guest:ben", status, place)
            judge.equal(
                detail,
                f"Seat {ODD} has just been taken.",
                called=f"{_called('POST /holds', 'guest:ben', (0, ODD))}; the detail",
                likely=causes.why_said(detail, "taken", ""),
            )
        with _at_work(judge, database, add_seats, add_returns) as office:
            for number, caller in ((ada, "guest:ada"), (theirs, "staff:stromness")):
                office.gets(f"DELETE /holds/{number}", caller, 204)
            rest = statement(database, HELD)
            left = [("A10", "guest:ben")]
            judge.equal(rest, left, called="the holds in the database, after both DELETEs")
            with rival(database, "INSERT", TAKEN, 0, "A10", "guest:cem") as other:
                answer = office.asked("POST /holds", "guest:ada", (0, "A10"))
            came = "A10, which another program takes just before your INSERT"
            office.is_(answer, 409 if other.done else 201, f"POST /holds for {came}")


def seats_among_others(add_seats: Add, add_returns: Add) -> None:
    """Another caller comes between two statements; and an evening has no seats."""
    database = new_office(("A1", "A2"))
    statement(database, "INSERT INTO performance VALUES (6, 'Gala', '2026-12-31T20:00')")
    with judging(PAGE) as judge, _at_work(judge, database, add_seats, add_returns) as office:
        office.seats_are(7, {"A1": True, "A2": True})
        office.seats_are(6, {})
        with rival(database, "INSERT", TAKEN, 7, "A2", "guest:cem", after=True):
            number = office.takes("guest:ada", (7, "A1"))
        ((own,),) = statement(database, "SELECT id FROM hold WHERE seat = 'A1'")
        came = "POST /holds for A1 by guest:ada, and another caller takes A2 just after it; id"
        judge.equal(number, own, called=came, likely=causes.NEWEST)
        theirs = "UPDATE hold SET id = 99, caller = 'guest:ben' WHERE id = ?"
        with rival(database, "DELETE", theirs, own) as other:
            answer = office.asked(f"DELETE /holds/{own}", "guest:ada")
        came = f"DELETE /holds/{own} by guest:ada, who gives it back a second time just before"
        office.is_(answer, answer.status_code if answer.status_code in {204, 404} else 204, came)
        judge.equal(
            ("A1", "guest:ben") in statement(database, HELD),
            other.done,
            called=f"{came}, and guest:ben takes the seat; whether ben has it",
            likely=causes.BY_ITS_PLACE,
        )


@contextmanager
def _at_work(judge: Judge, database: Path, *adds: Add) -> Iterator["_Office"]:
    app = app_of(judge, database, *adds)
    with hosted(_known(app, database)) as site:
        yield _Office(judge, site, database)


@dataclass(frozen=True)
class _Office:
    """The page's API, and those who ask it."""

    judge: Judge
    site: Hosted
    database: Path

    def asked(self, line: str, caller: str, place: Place | None = None) -> requests.Response:
        method, path = line.split(" ")
        wish = {"performance": place[0], "seat": place[1]} if place else None
        with self.site.client() as client:
            return client.request(method, path, json=wish, headers={"X-Caller": caller})

    def is_(self, answer: requests.Response, status: int, called: str) -> None:
        error = causes.raised(self.site.stderr) if answer.status_code == 500 else ""
        self.judge.that(
            answer.status_code == status,
            called=called,
            got=f"{answer.status_code} {answer.text[:90]}",
            expected=status,
            likely=error or causes.why_not(answer, status),
        )

    def gets(self, line: str, caller: str, status: int, place: Place | None = None) -> Any:  # noqa: ANN401
        """What stands in the answer, if that is no 204."""
        answer = self.asked(line, caller, place)
        self.is_(answer, status, _called(line, caller, place))
        return None if status == 204 else answer.json()

    def takes(self, caller: str, place: Place) -> int:
        """The id of the hold."""
        told = self.gets("POST /holds", caller, 201, place)
        self.judge.that(
            isinstance(told, dict) and type(told.get("id")) is int,
            called=_called("POST /holds", caller, place),
            got=repr(told),
            expected='an object with the new id, such as {"id": 41}',
            likely="RETURNING id gives a list with one row: the row is the answer.",
        )
        return int(told["id"])

    def refuses(self, line: str, caller: str, status: int, place: Place | None = None) -> str:
        """The detail; the holds stay as they are."""
        before, called = statement(self.database, HELD), _called(line, caller, place)
        told = self.gets(line, caller, status, place)
        detail = told.get("detail") if isinstance(told, dict) else None
        self.judge.that(
            isinstance(detail, str) and detail,
            called=called,
            got=repr(told),
            expected="a body with detail, a text for the guest",
            likely="HTTPException(status, text) makes it.",
        )
        after = statement(self.database, HELD)
        self.judge.equal(after, before, called=f"{called}; the holds in the database")
        return str(detail)

    def seats_are(self, number: int, free: Mapping[str, bool]) -> None:
        """The list of this evening's seats."""
        line = f"GET /performances/{number}/seats"
        told = self.gets(line, "guest:ada", 200)
        wanted = {"seats": [{"seat": seat, "free": is_free} for seat, is_free in free.items()]}
        self.judge.that(
            told == wanted and all(type(each["free"]) is bool for each in told["seats"]),
            called=line,
            got=json.dumps(told),
            expected=json.dumps(wanted),
            likely=causes.why_these_seats(told, wanted),
        )


def _called(line: str, caller: str, place: Place | None) -> str:
    return f"{line}{f' for {place[1]} of evening {place[0]}' if place else ''} by {caller}"
