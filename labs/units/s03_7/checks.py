"""What S03.7 asks of an answer: each check is one claim."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jwt
import requests
from fastapi import Depends, FastAPI, Request

from labs.judges import Judge, judging
from labs.judges.apps import host_a_first
from labs.servers.hosting import Hosted, hosted
from labs.units.s03_7 import causes
from labs.units.s03_7.attacks import ATTACKS, sent
from labs.units.s03_7.forging import (
    ISSUER,
    NO_TOKENS,
    Minted,
    forged,
    good,
    more_forged,
    private,
    published,
    signed,
    stranger,
)
from labs.units.s03_7.morning import MakeReader, Reader
from labs.units.s03_7.office import BOUGHT, Bought, new_office
from labs.units.s03_7.site import AddAccount, AddOrders, OrdersSite, standing
from labs.units.s03_7.stage import Awaited, SetClock, at_once, counted, identity, token_answer
from labs.units.s03_7.suite import BASIC, STRICT, Step, walk

Told = dict[str, Any]
Read = Mapping[str, Any] | None
MakeTokens = Callable[[Callable[[], Told], Callable[[], float]], Any]
ClaimsOf = Callable[[str], Mapping[str, Any] | None]
NeedsScope = Callable[[str, ClaimsOf], Callable[[Request], Any]]


def before_all() -> None:
    """What all answers need: the provider, a first server, and keys."""
    identity()
    host_a_first()
    for kid in ("rsa-1", "rsa-7", "ec-1", "ec-2", "ec-3", "ec-thief"):
        private(kid)


# --- E1: tokens of one's own ------------------------------------------------------------------

ONCE = "E1: a token is asked for once, and not given in its last 30 s"


class _Asked:
    """Stands for identity: numbered tokens, which live so long, and take so long to come."""

    def __init__(self, clock: SetClock, lives: int = 300, takes: float = 0) -> None:
        self.clock, self.lives, self.takes = clock, lives, takes
        self.calls = 0
        self.down = False

    def __call__(self) -> Told:
        self.calls += 1
        self.clock.now += self.takes
        if self.down:
            raise requests.ConnectionError("identity does not answer")
        return {"access_token": f"token-{self.calls}", "expires_in": self.lives}


def asks_once(make: MakeTokens, threads: int, each: int) -> None:
    """So many threads get one token, by identity's own counter."""
    with judging(ONCE) as judge:
        before, called = counted("tokens"), f"tokens.get(), {each} times in {threads} threads"
        with judge.calling(f"Tokens(ask, clock); {called}"):
            got = at_once(make(Awaited(token_answer), SetClock()).get, threads, each)
        kinds = set(map(type, got))
        judge.that(
            kinds == {str} and all(text.count(".") == 2 for text in got),
            called=called,
            got=f"{', '.join(sorted(kind.__name__ for kind in kinds))}: {got[0]!r:.60}",
            expected="the access_token of what ask() told",
            likely="is `return` missing, or is all of the answer given?",
        )
        judge.that(
            counted("tokens") - before == 1 and len(set(got)) == 1,
            called=called,
            got=f"{counted('tokens') - before} calls of identity's token end point",
            expected="1 call",
            likely=causes.why_not_once(counted("tokens") - before, threads),
        )


def asks_in_time(make: MakeTokens, lives: int, start: float, takes: float = 0) -> None:
    """Moment by moment: the same token until 30 s before its end, then the next."""
    with judging(ONCE) as judge:
        clock = SetClock(start)
        ask = _Asked(clock, lives, takes)
        tokens = make(ask, clock)
        _gets(judge, tokens, 1, "at first")
        for number in (1, 2):
            began = start + (number - 1) * (lives - 30)
            for left, wanted in ((lives - takes, number), (31, number), (30.5, number)):
                clock.now = began + lives - left
                _gets(judge, tokens, wanted, f"{left:g} s before the end of token {number}")
            clock.now = began + lives - 30
            _gets(judge, tokens, number + 1, f"30 s before the end of token {number}")


def _gets(judge: Judge, tokens: Any, number: int, when: str) -> None:  # noqa: ANN401
    with judge.calling(f"tokens.get(), {when}"):
        got = tokens.get()
    likely = causes.why_this_token(got, number, when)
    judge.equal(got, f"token-{number}", called=f"tokens.get(), {when}", likely=likely)


def asks_elsewhere(make: MakeTokens) -> None:
    """Where the clock is below 0 and an answer takes long; and where `ask` raises."""
    asks_in_time(make, lives=90, start=-5_000, takes=20)
    _asks_again(make)
    _ends_for_all(make)


def _asks_again(make: MakeTokens) -> None:
    """An error is the caller's, and the next one asks; a token of 30 s is not kept."""
    with judging(ONCE) as judge:
        clock = SetClock(0)
        ask = _Asked(clock)
        tokens = make(ask, clock)
        for now, is_down in ((0, True), (0, True), (0, False), (280, True)):
            clock.now, ask.down, before = now, is_down, ask.calls
            called = f"tokens.get(), where ask {'raises' if is_down else 'answers again'}"
            with judge.calling(called):
                try:
                    got = at_once(tokens.get, 1)[0]
                except requests.ConnectionError:
                    got = "ConnectionError"
            wanted = "ConnectionError" if is_down else "token-3"
            judge.equal(got, wanted, called=called, likely=causes.RAISES)
            judge.equal(ask.calls - before, 1, called=f"{called}; calls of ask")
        ask.lives, ask.down = 30, False
        for number in (5, 6):
            _gets(judge, tokens, number, "where a token lives for 30 s")


def _ends_for_all(make: MakeTokens) -> None:
    """At its end all threads get one new token; a second Tokens neither gives it nor waits."""
    with judging(ONCE) as judge:
        clock = SetClock(0)
        ask = _Asked(clock)
        slow = Awaited(ask)
        tokens, others = make(slow, clock), make(_Asked(clock), clock)
        for number, now in ((1, 0), (2, 299)):
            clock.now = now
            slow.anew()
            called = f"tokens.get(), in 4 threads, {300 - now} s before the end of what is kept"
            with judge.calling(called):
                got = at_once(tokens.get, 4)
            judge.equal(got, [f"token-{number}"] * 4, called=called, likely=causes.ALL_WAIT)
            judge.equal(ask.calls, number, called=f"{called}; calls of ask", likely=causes.ALL_WAIT)
        _gets(judge, others, 1, "of a second Tokens, with another ask")

        def waits() -> Told:
            return {"access_token": at_once(others.get, 1, patience=2)[0], "expires_in": 300}

        third = make(waits, clock)
        with judge.calling("get() of one Tokens, while another one asks"):
            at_once(third.get, 1)


# --- E1: routes with a scope ------------------------------------------------------------------

SCOPES = "E1: a route is open to its scope, and says why it is not"
INVALID = 'Bearer error="invalid_token"'
KNOWN: Mapping[str, Mapping[str, str]] = {
    "good": {"sub": "notifier", "scope": "buyers:read shows:read"},
    "last": {"sub": "shop", "scope": "orders:read buyers:read"},
    "like": {"sub": "shop", "scope": "buyers:readonly shops:buyers:read"},
    "bare": {"sub": "shop"},
    "empty": {"sub": "shop", "scope": ""},
    "loud": {"sub": "shop", "scope": "BUYERS:READ Shows:Read"},
    "void": {},
}
Call = tuple[str | None, int, str]
CALLS: Sequence[Call] = (
    ("Bearer good", 200, ""),
    (None, 401, "Bearer"),
    ("Bearer forged", 401, INVALID),
    ("Bearer bare", 403, "insufficient"),
)
CALLS_ELSE: Sequence[Call] = (
    ("Bearer last", 200, ""),
    ("bearer good", 200, ""),
    ("Bearer like", 403, "insufficient"),
    ("Bearer empty", 403, "insufficient"),
    ("Bearer loud", 403, "insufficient"),
    ("Bearer void", 403, "insufficient"),
    ("Basic good", 401, "Bearer"),
    ("Bearers good", 401, "Bearer"),
    ("good", 401, "Bearer"),
    ("", 401, "Bearer"),
    ("Bearer Good", 401, INVALID),
)


def scopes(needs_scope: NeedsScope, scope: str, calls: Sequence[Call]) -> None:
    """Each call has its status and its reason; the handler gets the claims, and runs if it may."""
    ran, asked = list[Any](), list[str]()
    app, known = FastAPI(), dict[str, Read](KNOWN)

    def claims_of(token: str) -> Read:
        asked.append(token)
        return known.get(token)

    with judging(SCOPES) as judge:
        with judge.calling(f"needs_scope({scope!r}, claims_of)"):
            check = needs_scope(scope, claims_of)

        @app.get("/buyers")
        def buyers(claims: Any = Depends(check)) -> str:  # noqa: ANN401, B008
            ran.append(claims)
            return "here"

        with hosted(app) as site:
            for call in calls:
                ran.clear()
                asked.clear()
                _knocks(judge, site, call, scope)
                token = str(call[0]).partition(" ")[2]
                claims = [known[token]] if call[1] == 200 else []
                called = f"GET with {call[0]}; what the handler got"
                judge.equal(ran, claims, called=called, likely=causes.CLAIMS)
                is_one = str(call[0]).lower().startswith("bearer ")
                called = f"GET with {call[0]}; what claims_of was asked"
                judge.equal(asked, [token] if is_one else [], called=called)
            known["forged"], known["good"] = KNOWN["good"], None
            _knocks(judge, site, ("Bearer forged", 200, ""), scope)
            _knocks(judge, site, ("Bearer good", 401, INVALID), scope)


def _knocks(judge: Judge, site: Hosted, call: Call, scope: str) -> None:
    header, status, reason = call
    if reason == "insufficient":
        reason = f'Bearer error="insufficient_scope", scope="{scope}"'
    headers = {} if header is None else {"Authorization": header}
    with site.client() as client:
        answer = client.get("/buyers", headers=headers)
    told = answer.headers.get("WWW-Authenticate", "")
    judge.that(
        (answer.status_code, told) == (status, reason),
        called=f"GET with Authorization: {header}, where {scope} is needed",
        got=f"{answer.status_code}, WWW-Authenticate: {told or 'none'}",
        expected=f"{status}, WWW-Authenticate: {reason or 'none'}",
        likely=causes.why_this_door(header, answer.status_code, status, site.stderr),
    )


# --- E2: tokens of others ---------------------------------------------------------------------

FORGED = "E2: good tokens are read, and forged ones are nobody's"
FETCHES = "E2: keys are fetched when they must be, and not when a stranger wants it"


class _Published:
    """Stands for identity's key set."""

    def __init__(self, *kids: str) -> None:
        self.kids = kids
        self.calls = 0
        self.down = False

    def __call__(self) -> Told:
        self.calls += 1
        if self.down:
            raise requests.ConnectionError("identity does not answer")
        return dict(published(*self.kids))


def verifies(make: MakeReader, rsa: str, ec: str, *, more: bool = False) -> None:
    """Good tokens are read with all that they claim; forged ones, and any other text, are not."""
    with judging(FORGED) as judge:
        reader = make(_Published(rsa, ec), SetClock(7), ISSUER)
        bad = [*forged(rsa, ec), *(more_forged(rsa, ec) if more else ())]
        for each in [*good(rsa, ec), *bad, *(Minted(text, "no token") for text in NO_TOKENS)]:
            _reads(judge, reader, each)
        other = make(_Published(rsa, ec), SetClock(7), "https://else.example")
        _reads(judge, other, Minted(signed(ec), "another issuer than this verifier's"))


def _reads(judge: Judge, reader: Reader, each: Minted) -> None:
    _is_right(judge, each, _read(judge, reader, each))


def _read(judge: Judge, reader: Reader, each: Minted, about: str = "") -> Read:
    expected = "None: it is an answer to any text" if each.wrong else "its claims"
    got: Read = None
    with judge.calling(_called(each, about), expected=expected):
        got = reader.claims(each.token)
    return got  # noqa: RET504 - after the block, which mypy takes for one that may swallow errors


def _called(each: Minted, about: str) -> str:
    told = about and f" ({about})"
    return f"claims({each.token[:12]!r}…): {each.wrong or f'a good token{told}'}"


def _is_right(judge: Judge, each: Minted, got: Read, about: str = "") -> None:
    unread = {"verify_signature": False}
    wanted = None if each.wrong else jwt.decode(each.token, options=unread)  # type: ignore[arg-type]
    likely = causes.why_read(each.wrong, got, about)
    judge.that(got == wanted, called=_called(each, about), got=got, expected=wanted, likely=likely)


class _Watch:
    """A verifier, its clock, and the key set that it fetches."""

    def __init__(self, judge: Judge, make: MakeReader, *kids: str, now: float = 0) -> None:
        self.judge, self.clock, self.keys = judge, SetClock(now), _Published(*kids)
        self.reader = make(self.keys, self.clock, ISSUER)
        self.zero = now

    def at(self, second: float, tokens: Sequence[str], fetches: int, about: str, ok: bool) -> None:
        """Then these tokens come; so many fetches they cost, and are good or not."""
        self.clock.now, before = self.zero + second, self.keys.calls
        came = [Minted(token, "" if ok else about) for token in tokens]
        got = [_read(self.judge, self.reader, each, about) for each in came]
        cost = self.keys.calls - before
        self.judge.that(
            cost == fetches,
            called=f"second {second:g}: claims of {len(tokens)} tokens ({about})",
            got=f"{cost} fetches of the key set",
            expected=fetches,
            likely=causes.why_fetched(cost, fetches, about),
        )
        for each, claims in zip(came, got, strict=True):
            _is_right(self.judge, each, claims, about)


def rotates(make: MakeReader, old: str, new: str, zero: float) -> None:
    """A minute of strangers costs one fetch, a rotation one more; what is withdrawn goes."""
    with judging(FETCHES) as judge:
        strangers = [stranger(number) for number in range(20)]
        watch = _Watch(judge, make, old, now=zero)
        watch.at(0, [signed(old)] * 3, 1, "the first ones", ok=True)
        watch.at(59, strangers, 0, "with invented kids", ok=False)
        watch.at(60, strangers, 1, "with invented kids", ok=False)
        watch.keys.kids = (old, new)
        watch.at(119, [signed(new)], 0, "a new kid, a fetch 59 s ago", ok=False)
        watch.at(120, [signed(new), signed(old)], 1, "a new kid, a fetch 60 s ago", ok=True)
        watch.keys.kids = (new,)
        watch.at(419, [signed(old)], 0, "keys are 299 s old", ok=True)
        watch.at(420, [signed(old)], 1, "withdrawn, keys are 300 s old", ok=False)
        watch.at(421, [signed(new)] * 2, 0, "the key that is left", ok=True)


def rotates_elsewhere(make: MakeReader) -> None:
    """Eight threads at once cost one fetch; identity is down; two verifiers are apart."""
    with judging(FETCHES) as judge:
        watch = _Watch(judge, make, "ec-1", now=-1_000)
        token, slow = signed("ec-1"), Awaited(watch.keys)
        reader = make(slow, watch.clock, ISSUER)
        watch.reader = reader
        called = "claims of a good token, the first, in 8 threads at once"
        with judge.calling(called):
            got = at_once(lambda: reader.claims(token), 8)
        read = [each is not None for each in got]
        judge.equal(read, [True] * 8, called=called, likely=causes.TOGETHER)
        fetches = f"{called}; fetches"
        judge.equal(watch.keys.calls, 1, called=fetches, likely=causes.TOGETHER)
        watch.keys.down = True
        watch.at(300, [token] * 3, 1, "keys are 300 s old, and identity is down", ok=True)
        watch.at(359, [stranger(1)], 0, "identity was down 59 s ago", ok=False)
        watch.keys.down, watch.keys.kids = False, ("ec-2",)
        watch.at(360, [signed("ec-2")], 1, "a new kid, identity is up", ok=True)
        watch.at(361, [token], 0, "its key was withdrawn", ok=False)
        apart = _Watch(judge, make, "ec-3")
        apart.at(0, [signed("ec-3")], 1, "the first of a second verifier", ok=True)
        _begins_without(_Watch(judge, make, "ec-1", now=-50))


def _begins_without(watch: _Watch) -> None:
    """The first fetch fails: it counts like any."""
    token = signed("ec-1")
    watch.keys.down = True
    watch.at(0, [token] * 3, 1, "the first fetch: identity is down", ok=False)
    watch.keys.down = False
    for second in (1, 59):
        watch.at(second, [token], 0, f"identity was down {second} s ago, no keys yet", ok=False)
    watch.at(60, [token], 1, "identity was down 60 s ago, no keys yet", ok=True)


# --- E3: objects and fields -------------------------------------------------------------------

WORKS = "E3: what the app asks for works"
REQUESTS: Sequence[Step] = BASIC
REQUESTS_ELSE: Sequence[Step] = STRICT
ATTACKED = "E3: attacks take nothing, and change nothing"


def orders_work(add_orders: AddOrders, add_account: AddAccount, steps: Sequence[Step]) -> None:
    """Each request of the table has its answer."""
    with judging(WORKS) as judge, standing(new_office(), add_orders, add_account) as site:
        _walks(judge, site, steps)


def _walks(judge: Judge, site: OrdersSite, steps: Sequence[Step]) -> None:
    for walked in walk(site, steps):
        judge.that(
            walked.right,
            called=walked.called,
            got=walked.came,
            expected=walked.wanted,
            likely=causes.why_this_answer(walked, site.stderr),
        )


def attacks_fail(
    add_orders: AddOrders, add_account: AddAccount, bought: Sequence[Bought] = BOUGHT
) -> None:
    """Each of 24 attacks by each buyer of more than one seat."""
    buyers = [buyer for _, buyer, *_ in bought]
    often = [buyer for buyer in dict.fromkeys(buyers) if buyers.count(buyer) > 1]
    with judging(ATTACKED) as judge, standing(new_office(bought), add_orders, add_account) as site:
        for attack in ATTACKS:
            for caller in often:
                came = sent(site, attack, caller, bought)
                judge.that(
                    not came.harm,
                    called=came.called,
                    got=f"{came.status}, and {came.harm}",
                    expected="nothing taken, nothing changed, and no 500",
                    likely=causes.WHOSE if caller == "%" else causes.WHY_ATTACKED[attack.kind],
                )


BOUGHT_ELSE: Sequence[Bought] = (
    (7, "zoë", "Loge 2", 900),
    (1, "o'neil", "Loge 1", 900),
    (3, "o'neil", "C1", 9_900),
    (12, "zoë", "C2", 100),
    (20, "%", "D1", 500),
    (21, "%", "D2", 500),
)
