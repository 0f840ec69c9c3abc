"""What J05.3 asks of an answer: each check is one claim."""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from redis import DataError, Redis

from labs.datasets import Event
from labs.judges import Judge, Likely, commands, judging
from labs.measure import replay
from labs.servers import Valkey
from labs.units.j05_3.holds import (
    GiveBack,
    Hold,
    Seat,
    has_no_gap,
    has_nothing_to_take,
    is_held_for,
    is_held_meanwhile,
    refuses_a_held_seat,
    spares_the_next,
    stands_against,
    takes_a_free_seat,
    takes_back,
    thieves,
)
from labs.units.j05_3.moments import interrupted
from labs.units.j05_3.spread import Kept, Page, is_json
from labs.units.j05_3.stock import (
    Stock,
    expired_keys,
    laid_out,
    looks_at_all,
    why_expired,
    why_held,
    why_living,
)
from labs.units.j05_3.traces import (
    Case,
    budgets,
    more_budgets,
    others_fit,
    several_fit,
)

__all__ = [
    "budgets",
    "even_lives",
    "expired_beside_a_writer",
    "held_living_expired",
    "longest",
    "more_budgets",
    "one_winner",
    "only_its_owner",
    "others_fit",
    "several_fit",
    "within_limits",
]


ChooseTtl = Callable[[Sequence[Event], Sequence[int], int, int], int | None]
TakeStock = Callable[[Redis, Sequence[str]], Stock]
NewStock = Callable[[int, int, int], Stock]
KeepAll = Callable[[Redis, Mapping[int, Page], int, int, random.Random], None]


# --- E1: within the budget --------------------------------------------------------------------


def within_limits(choose_ttl: ChooseTtl, cases: Iterable[Case]) -> None:
    """The chosen life keeps to both conditions; None says that none does."""
    for case in cases:
        with judging("E1: the life keeps to the budget and the floor") as judge:
            any_fits = bool(case.fits)
            with judge.calling(
                case.called,
                expected="an answer, not an error" if any_fits else "None",
                likely=partial(_why_it_raised, any_fits),
            ):
                lives = list(case.lives_ms)
                ttl = choose_ttl(case.events, lives, case.most_stale, case.least_hits)
            judge.equal(
                lives,
                list(case.lives_ms),
                called=f"lives_ms after {case.called}",
                likely="this list is the caller's: sorted(lives_ms) makes a new one.",
            )
            judge.that(
                ttl is None or ttl in case.lives_ms,
                called=case.called,
                got=repr(ttl),
                expected="one of the lives, or None",
                likely=[(not any_fits, "none fits here: return None."), *_why_no_life(ttl)],
            )
            if ttl is None:
                judge.that(
                    not any_fits,
                    called=case.called,
                    got="None",
                    expected="a life: there is one that fits",
                    likely=_why_none(choose_ttl, case) if any_fits else "",
                )
            else:
                _fits(judge, choose_ttl, case, ttl)


def _ask(choose_ttl: ChooseTtl, case: Case) -> int | None:
    return choose_ttl(case.events, list(case.lives_ms), case.most_stale, case.least_hits)


def _fits(judge: Judge, choose_ttl: ChooseTtl, case: Case, ttl: int) -> None:
    shares = case.shares[ttl]
    stale, hits = shares.stale_percent, shares.hit_percent
    is_stale, has_hits = stale > case.most_stale, hits >= case.least_hits
    rounded = round(stale) <= case.most_stale and round(hits) >= case.least_hits
    judge.that(
        case.allows(shares),
        called=case.called,
        got=f"{ttl} ms, with {stale:.6g} % stale and {hits:.6g} % hits",
        expected=f"at most {case.most_stale} % stale and at least {case.least_hits} % hits"
        + ("" if case.fits else ": none of the lives does, so None"),
        likely=[
            (rounded, "the share was rounded before it was compared."),
            (
                is_stale and choose_ttl(case.events, [ttl], 0, 0) is None,
                "the stale share is over the budget: is your share in per cent (times 100)?",
            ),
            (
                is_stale and has_hits,
                "the stale share is over the budget (stale hits per 100 requests): both "
                "conditions must hold.",
            ),
            (not is_stale, "the hits are below the floor."),
            (True, "neither condition holds: if nothing fits, return None."),
        ],
    )


def _why_it_raised(any_fits: bool, error: Exception) -> Likely:
    return [
        (
            not any_fits and isinstance(error, ValueError | IndexError),
            "none fits here: max of nothing fails, and so does [0] or [-1]; return None.",
        )
    ]


def _why_no_life(ttl: object) -> list[tuple[object, str]]:
    return [
        (hasattr(ttl, "stale"), "this is what simulate counted: return the life."),
        (isinstance(ttl, list), "these are several: return one."),
        (True, "return a life of the list as it stands there, in milliseconds."),
    ]


def _why_none(choose_ttl: ChooseTtl, case: Case) -> Likely:
    is_free = case.most_stale == 100 and case.least_hits == 0
    exactly = [s for s in case.shares.values() if case.least_hits == s.hit_percent]
    of_100 = [n for s in case.shares.values() if s.requests == 100 for n in (s.stale, s.hits)]
    inexact = next((n for n in of_100 if n / 100 * 100 != n), 0)
    return [
        (
            is_free and _ask(choose_ttl, replace(case, most_stale=0, least_hits=100)) is not None,
            "your two conditions are swapped or turned round: stale is at most most_stale, hits "
            "are at least least_hits.",
        ),
        (is_free, "every life fits here: is `return` missing?"),
        (
            inexact,
            "exactly that share still fits. Multiply before you divide: in floats, "
            f"{inexact} / 100 * 100 is {inexact / 100 * 100}.",
        ),
        (
            case.least_hits == 0,
            "stale is a share of all requests, not of the hits, and the replay is without renewal.",
        ),
        (exactly, "exactly that share still fits: <= and >=."),
        (
            True,
            "per cent: 100 * hits per request. And both are shares of all requests.",
        ),
    ]


def longest(choose_ttl: ChooseTtl, cases: Iterable[Case]) -> None:
    """Of the lives that fit, the longest is chosen, wherever it stands in the list."""
    for case in cases:
        with judging("E1: of the lives that fit, the longest") as judge:
            fits, called = case.fits, case.called
            expected = f"{max(fits)}; these fit: {fits}"
            with judge.calling(called):
                ttl = _ask(choose_ttl, case)
            judge.that(
                ttl is not None and ttl in case.lives_ms,
                called=called,
                got=repr(ttl),
                expected=expected,
                likely=[
                    (
                        ttl is None,
                        "exactly the share still fits, and both are shares of all requests. "
                        "Or is `return` missing?",
                    ),
                    *_why_no_life(ttl),
                ],
            )
            judge.that(
                ttl in fits,
                called=called,
                got=repr(ttl),
                expected=expected,
                likely="this life does not fit: see the check above.",
            )
            judge.that(
                ttl == max(fits),
                called=called,
                got=repr(ttl),
                expected=expected,
                likely=_why_not_the_longest(choose_ttl, case, ttl) if ttl != max(fits) else "",
            )


def _why_not_the_longest(choose_ttl: ChooseTtl, case: Case, ttl: int | None) -> Likely:
    """Ask again, to tell apart what it may be."""
    fits, lives, longest = case.fits, case.lives_ms, max(case.fits)
    orders = (sorted(lives), sorted(lives, reverse=True))
    by_order = len({_ask(choose_ttl, replace(case, lives_ms=order)) for order in orders}) > 1
    easy = _ask(choose_ttl, replace(case, most_stale=100, least_hits=0))
    return [
        (
            ttl in fits and ttl == easy and case.shares[ttl] == case.shares[longest],
            f"{longest} ms gives the same counts: choose by the life, not by the hits.",
        ),
        (
            easy == min(lives),
            "this is the shortest that fits: the longest asks the catalogue least.",
        ),
        (
            by_order and ttl == fits[0],
            "this is the first that fits: the list is in no order.",
        ),
        (
            by_order and ttl == fits[-1],
            "this is the last that fits: the list is in no order.",
        ),
        (
            [life for life in lives if (ttl or 0) < life < longest and life not in fits],
            "a life may fit although a shorter one does not: try them all.",
        ),
        (
            True,
            "another, longer life fits as well: compare your two conditions with the text (≤ and "
            "≥, of all requests, without renewal).",
        ),
    ]


# --- E2: count the dead, spread the living ----------------------------------------------------


def held_living_expired(
    take_stock: TakeStock, new_stock: NewStock, *, dead: int, living: int, endless: int
) -> None:
    """Dead keys are held until somebody looks; each look at one is counted as expired."""
    names = [f"page:{number}" for number in range(dead + living + endless)]
    with judging("E2: held, living and expired") as judge, Valkey.start() as fresh:
        client = fresh.client()
        called = (
            f"take_stock, with {living} living keys, {endless} without an end, {dead} that are "
            "over, 2 names never used"
        )
        with laid_out(client, names, dead, dead + living) as start:
            with judge.calling(called), commands(client) as seen:
                got = take_stock(client, [*names, "never:1", "never:2"])
            looked = expired_keys(client) - start
        want = new_stock(len(names), living + endless, dead)
        judge.that(
            isinstance(got, type(want)),
            called=called,
            got=repr(got),
            expected=want,
            likely="return Stock(held, living, expired).",
        )
        looks_at_all(judge, called, dead, looked)
        for part, causes in {
            "held": why_held(got, want, seen.names),
            "living": why_living(got, want, endless),
            "expired": why_expired(got, want, start),
        }.items():
            is_right = getattr(got, part) == getattr(want, part)
            judge.that(is_right, called=called, got=got, expected=want, likely=causes)


def expired_beside_a_writer(take_stock: TakeStock, *, dead: int, living: int) -> None:
    """A page that somebody deletes meanwhile is no expired one."""
    names = [f"page:{number}" for number in range(dead + living)]
    with judging("E2: held, living and expired") as judge, Valkey.start() as fresh:
        client = fresh.client()
        called = f"take_stock, with {dead} keys that are over, while somebody deletes a living page"
        with laid_out(client, names, dead, len(names)), judge.calling(called):
            beside = interrupted(fresh.url, lambda: client.delete(names[-1]), after=1)
            got = take_stock(beside, names)
        judge.that(
            got.expired == dead and got.held - got.living in (dead, dead + 1),
            called=called,
            got=got,
            expected=f"expired={dead}, the growth of expired_keys",
            likely="held - living also counts what was deleted: ask INFO before and after.",
        )


def even_lives(keep_all: KeepAll, *, count: int, ttl_ms: int, jitter_ms: int, seed: int) -> None:
    """Each copy has a life within the jitter, and about as many end in each third of it."""
    pages: dict[int, Page] = {100 + n: {"title": f"Show {n}"} for n in range(count)}
    called = f"keep_all({count} pages, ttl_ms={ttl_ms}, jitter_ms={jitter_ms})"
    with judging("E2: each copy has a life of its own") as judge, Valkey.start() as fresh:
        client, rng = fresh.client(), random.Random(seed)  # noqa: S311 - a jitter is no secret
        client.mset({"page:100": "an older copy", "hold:A12": "Mira"})
        state, begin = rng.getstate(), time.monotonic()
        whole = f"{count} copies, each with the whole life"
        expected = "an answer, not an error" if jitter_ms else whole
        why = partial(_why_no_draw, jitter_ms)
        with commands(client) as seen, judge.calling(called, expected=expected, likely=why):
            keep_all(client, pages, ttl_ms, jitter_ms, rng)
        left = _lives_left(client, pages)
        late = 1_000 * (time.monotonic() - begin) + 2
        given = [int(word) for call in seen.calls for word in call[2:] if word.isdigit()]
        kept = Kept(judge, called, ttl_ms, jitter_ms, left, given, late)
        kept.all_there()
        for page_id in (100, 99 + count):
            is_json(judge, client, pages, page_id)
        kept.all_end(seen.names)
        kept.within_limits()
        judge.that(
            client.get("hold:A12") == b"Mira",
            called=f"GET hold:A12, after {called}",
            got="no such key",
            expected="Mira's hold, as before",
            likely="the whole cache was emptied: write your keys, and leave the others.",
        )
        if jitter_ms < 2:
            kept.all_drawn()
        else:
            kept.drawn(asked=rng.getstate() != state)
            kept.even()


def _lives_left(client: Redis, pages: Iterable[int]) -> list[int]:
    with client.pipeline(transaction=False) as pipe:
        for page_id in pages:
            pipe.pttl(f"page:{page_id}")
        return pipe.execute()


def _why_no_draw(jitter_ms: int, error: Exception) -> Likely:
    return [
        (
            jitter_ms == 0 and isinstance(error, ValueError),
            "jitter_ms may be 0: randint includes both ends, randrange leaves out the last.",
        ),
        (isinstance(error, DataError), "a life is a whole number: rng.randint, not rng.uniform."),
    ]


# --- E3: one seat, one owner ------------------------------------------------------------------


def one_winner(hold: Hold, seat: str, owner: str, life_ms: int) -> None:
    """Of any number of clients, in any order of their commands, exactly one gets the seat."""
    with judging("E3: exactly one client holds the seat") as judge, Valkey.start() as fresh:
        client = fresh.client()
        wanted = Seat(judge, fresh.url, client, seat, owner)
        takes_a_free_seat(wanted, hold, life_ms)
        for other in ("Noor", owner):
            refuses_a_held_seat(wanted, hold, other, 2 * life_ms)
        called = f"hold(cache, 'Z99', 'Noor', {life_ms}), another seat"
        another = Seat(judge, fresh.url, client, "Z99", "Noor")
        is_held_for(another, hold, life_ms, called, "one key for each seat.")
        client.pexpire(wanted.key, 0)
        called = f"hold(cache, {seat!r}, 'Noor', ...) after {owner}'s hold is over"
        is_held_for(wanted, hold, life_ms, called, "ask Valkey, not a memory of your own.")
        for after in (1, 2, 3, 4):
            has_no_gap(wanted, hold, life_ms, after)
        client.delete(wanted.key)
        crowd = replay(
            lambda who: hold(fresh.client(), seat, who, life_ms),
            [f"client {number}" for number in range(50)],
            clients=50,
            outcome=str,
        )
        judge.that(
            crowd.outcomes["True"] == 1,
            called="hold by 50 clients at once",
            got=dict(crowd.outcomes),
            expected={"False": 49, "True": 1},
            likely="look and write must be one command.",
        )


def only_its_owner(give_back: GiveBack, *seats_and_owners: tuple[str, str]) -> None:
    """Only the owner's hold is deleted: not by a thief, not too late, not in the worst moment."""
    for name, owner in seats_and_owners:
        with judging("E3: only its owner gives a hold back") as judge, Valkey.start() as fresh:
            seat = Seat(judge, fresh.url, fresh.client(), name, owner)
            another = replace(seat, name="Z99")
            another.take()
            seat.take()
            takes_back(seat, give_back)
            has_nothing_to_take(seat, give_back)
            for case, thief in thieves(owner).items():
                stands_against(seat, give_back, case, thief)
            for after in (1, 2, 3):
                is_held_meanwhile(seat, give_back, after)
            for after in (1, 2, 3, 4, 5):
                spares_the_next(seat, give_back, after)
            judge.that(
                another.is_owners,
                called="all this, while the owner holds Z99, too",
                got="that hold is gone",
                expected="left alone",
                likely="delete the one key.",
            )
