"""What J02.6 asks of an answer: each check is one claim."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier
from typing import Any

from redis import Redis

from labs.judges import Judge, commands, judging
from labs.measure import Proxy
from labs.servers import Valkey
from labs.units.j02_6 import causes, stage
from labs.units.j02_6.ahead import count_ahead
from labs.units.j02_6.jobs import JOBS, OTHER_JOBS, WORDS, JobData
from labs.units.j02_6.stage import (
    KEPT,
    Board,
    Interrupted,
    Interruption,
    Meeting,
    Others,
    Rush,
    Sale,
)
from labs.units.j02_6.stores import STORES, VenueSeason, asked, count

__all__ = ["JOBS", "OTHER_JOBS", "before_all", "board", "choice", "crowd"]

SellOne = Callable[[Redis, int, str], bool]
Latest = Callable[[Redis, int], list[str]]
NewJob = Callable[[str, VenueSeason, dict[str, int]], Any]
Choose = Callable[[Any], str | None]

SALES_EACH = 3
"""How often each window calls in a rush."""

before_all = count_ahead
"""What a trial does once for all answers."""


# --- E1: sell one, show the latest ------------------------------------------------------------


def board(sell_one: SellOne, latest: Latest, *, seats: int, older: int, performance: int) -> None:
    """Sale by sale answer, counter and list are right; fifty lines are kept, nothing else moves."""
    key, title = f"left:{performance}", "E1: each sale is counted, and fifty lines are kept"
    with judging(title) as judge, Valkey.start() as fresh:
        mine, cache = (fresh.client(decode_responses=True) for _ in range(2))
        mine.mset({key: seats, stage.OTHER: stage.OTHERS_SEATS})
        if older:
            mine.rpush("latest", *(f"an older sale, {number}" for number in range(older)))
        before = Board.of(mine, key)
        _shows_the_latest(judge, latest, mine, cache, before.lines)
        for turn in range(1, seats + 3):
            line = f"{performance}: a seat in row {(turn + 1) // 2} "
            got = sell_one(cache, performance, line)
            after = Board.of(mine, key)
            called = f"sell_one(cache, {performance}, {line!r}), with {before.left} left"
            sale = Sale(key, line, turn <= seats, got, before, after)
            _is_sold(judge, sale, max(0, seats - turn), called)
            before = after
        _shows_the_latest(judge, latest, mine, cache, before.lines)


def _is_sold(judge: Judge, sale: Sale, left: int, called: str) -> None:
    """The counter, the answer, the list, and everything else, after one call."""
    after, wanted = sale.after, sale.wanted
    judge.that(
        after.left == str(left),
        called=called,
        got=f"{sale.key} is {after.left}",
        expected=left,
        likely=causes.why_this_counter(sale),
    )
    judge.that(
        sale.got is sale.due,
        called=called,
        got=repr(sale.got),
        expected=sale.due,
        likely=causes.why_this_answer(sale),
    )
    judge.that(
        after.lines == wanted,
        called=f"{called}, then LRANGE latest 0 -1",
        got=f"{len(after.lines)} lines: {after.lines!s:.70}",
        expected=f"{len(wanted)} lines: {wanted!s:.70}",
        likely=causes.why_these_lines(sale),
    )
    _leaves_the_rest(judge, after, called)


def _leaves_the_rest(judge: Judge, after: Board, called: str) -> None:
    """No other key has come or changed, and none will go by itself."""
    judge.that(
        after.other == stage.OTHERS_SEATS and not after.stray,
        called=called,
        got=f"{stage.OTHER} is {after.other}; keys that do not belong: {after.stray or 'none'}",
        expected=f"{stage.OTHER} is {stage.OTHERS_SEATS}, as before, and no new key",
        likely=[
            (after.stray, "a sale changes its counter and latest, nothing else."),
            (True, "each performance has a counter of its own."),
        ],
    )
    judge.that(
        not after.expiring,
        called=called,
        got=f"Valkey will forget {after.expiring}",
        expected="a counter and a list that stay",
        likely="no time was asked for (EXPIRE): the next call would find nothing.",
    )


def _shows_the_latest(
    judge: Judge, latest: Latest, mine: Redis, cache: Redis, newest: list[str]
) -> None:
    """The newest lines, read by one command that takes nothing away."""
    for number in (1, 3, 50, 70):
        with commands(mine) as seen:
            got: object = latest(cache, number)
        want = newest[:number]
        called = f"latest(cache, {number}), with {len(newest)} lines in the list"
        many = len(got) if isinstance(got, list) else type(got).__name__
        judge.that(
            got == want,
            called=called,
            got=f"{many}: {got!s:.80}",
            expected=f"{len(want)}: {want!s:.80}",
            likely=causes.why_these_latest(got, newest, number),
        )
        lines = mine.lrange("latest", 0, -1)
        judge.that(
            lines == newest,
            called=called,
            got=f"{len(lines)} lines afterwards: {lines!s:.70}",
            expected=f"{len(newest)} lines, as before",
            likely="a look takes nothing away: LRANGE reads, and leaves the list alone.",
        )
        judge.that(
            len(seen.calls) == 1,
            called=called,
            got=f"Valkey saw {' '.join(call[0] for call in seen.calls) or 'nothing'}",
            expected="one command",
            likely="a range may be longer than its list: no need to ask for the length, or line "
            "by line.",
        )


def crowd(sell_one: SellOne, *, seats: int, clients: int, performance: int) -> None:
    """Whoever comes in between, and with many at once: one sale for each seat, and none lost."""
    with judging("E1: twenty at once, and the count is exact") as judge, Valkey.start() as fresh:
        for does, left, before in product(Others.DEEDS, (5, 1, 0), (1, 2, 3, 4)):
            meeting = _meet(fresh, sell_one, performance, Interruption(does, left, before))
            if meeting is not None:
                called = (
                    f"sell_one(cache, {performance}, 'a line'), {left} left; just before its "
                    f"request {before} another program {does}"
                )
                _went_well(judge, meeting, called)
        rush = _rush(fresh, sell_one, performance, seats, clients)
        called = f"{clients} windows at once, {SALES_EACH} calls each; {seats} seats"
        _is_sold_out(judge, rush, called)
        _keeps_the_sold(judge, rush, called)


def _meet(fresh: Valkey, sell_one: SellOne, performance: int, case: Interruption) -> Meeting | None:
    """One call with another program in between; None if it does not send so many commands."""
    key, older = f"left:{performance}", _older_lines()
    mine = fresh.client(decode_responses=True)
    others = Others(mine, key)
    _fill(mine, key, case.left)
    with Interrupted.from_url(fresh.url, decode_responses=True) as cache, commands(mine) as seen:
        cache.before, cache.somebody = case.before, lambda: others.do(case.does)
        got = sell_one(cache, performance, "a line")
        is_reached, cache.before = cache.before <= 0, 0
        others.settle()
    if not is_reached:
        return None
    return Meeting(case.left, got, others, seen, older, Board.of(mine, key))


def _older_lines() -> list[str]:
    return [f"an older line {number}" for number in range(KEPT)]


def _fill(cache: Redis, key: str, left: int) -> None:
    cache.flushdb()
    cache.set(key, left)
    cache.rpush("latest", *_older_lines())


def _went_well(judge: Judge, meeting: Meeting, called: str) -> None:
    """It sold if a seat was left, and the counter and the list fit to what was answered."""
    got, after, key = meeting.got, meeting.after, meeting.others.key
    judge.that(
        got or len(meeting.others.sold) >= meeting.left,
        called=called,
        got=f"{got!r}; the server saw {', '.join(meeting.seen.lines):.150}",
        expected=True,
        likely=causes.why_refused(meeting),
    )
    judge.that(
        meeting.now >= 0,
        called=called,
        got=f"{got!r}, and then {key} is {meeting.now}",
        expected="a counter that does not end below 0",
        likely=causes.why_below_nought(meeting),
    )
    judge.that(
        meeting.now == meeting.wanted,
        called=called,
        got=f"{got!r}, and then {key} is {meeting.now}",
        expected=meeting.wanted,
        likely=causes.why_another_count(meeting),
    )
    refused = got is not True and "a line" in meeting.kept
    judge.that(
        meeting.kept == meeting.due and len(after.lines) == KEPT,
        called=called,
        got=f"{got!r}, and then latest has {len(after.lines)} lines, {meeting.kept} in front",
        expected=f"{KEPT} lines, {meeting.due} in front",
        likely=causes.why_other_lines(meeting.seen, after.lines, refused=refused),
    )


def _rush(fresh: Valkey, sell_one: SellOne, performance: int, seats: int, clients: int) -> Rush:
    """Many windows at once, over a line that takes its time."""
    key, ready = f"left:{performance}", Barrier(clients)
    mine = fresh.client(decode_responses=True)
    _fill(mine, key, seats)

    def window(number: int) -> list[tuple[str, object]]:
        with Redis.from_url(far.url, decode_responses=True) as cache:
            cache.ping()
            ready.wait(timeout=10)
            lines = [f"window {number}, sale {turn}" for turn in range(SALES_EACH)]
            return [(line, sell_one(cache, performance, line)) for line in lines]

    with (
        Proxy.start(fresh.url) as far,
        ThreadPoolExecutor(clients) as pool,
        commands(mine) as seen,
    ):
        far.delay_ms = 4
        told = dict(pair for each in pool.map(window, range(clients)) for pair in each)
    return Rush(key, seats, told, seen, Board.of(mine, key))


def _is_sold_out(judge: Judge, rush: Rush, called: str) -> None:
    """Each seat has one buyer."""
    judge.that(
        rush.now == 0,
        called=called,
        got=f"{rush.key} is {rush.now}, and {len(rush.sold)} were told True",
        expected=0,
        likely=causes.why_not_sold_out(rush),
    )
    judge.that(
        len(rush.sold) == rush.seats,
        called=called,
        got=f"{len(rush.sold)} were told True",
        expected=rush.seats,
        likely=causes.why_so_many(rush),
    )


def _keeps_the_sold(judge: Judge, rush: Rush, called: str) -> None:
    """The list has fifty different lines, as many of these sales as there is room for."""
    lines, ours = rush.after.lines, [line for line in rush.after.lines if line in rush.told]
    refused, due = set(ours) - rush.sold, min(KEPT, rush.seats)
    judge.that(
        len(lines) == len(set(lines)) == KEPT and not refused and len(ours) == due,
        called=called,
        got=f"{len(lines)} lines in latest, {len(set(ours))} of these sales, {len(refused)} of "
        "refused ones",
        expected=f"{KEPT} lines, {due} of these sales",
        likely=causes.why_other_lines(rush.seen, lines, refused=refused),
    )


# --- E2: the choice ---------------------------------------------------------------------------


def choice(choose: Choose, new_job: NewJob, jobs: Sequence[JobData]) -> None:
    """Each pick is run on its job's season and meets every limit; None only where no store does."""
    with judging("E2: each pick meets its job's limits") as judge:
        for data in jobs:
            called, ask = f"choose({data})", _asking(choose, new_job, data)
            pick = _picked(judge, choose, new_job, data, called)
            if pick is None:
                _none_does(judge, data, ask, called)
                continue
            for measure, most in data.limits.items():
                got = count(pick, measure, data.season)
                judge.that(
                    got <= most,
                    called=called,
                    got=f"{pick!r}, and it was run: {got} ({WORDS[measure]})",
                    expected=f"{measure}: at most {most}",
                    likely=causes.why_missed(pick, measure, data, ask) if got > most else "",
                )


def _picked(
    judge: Judge, choose: Choose, new_job: NewJob, data: JobData, called: str
) -> str | None:
    """What choose answers: a store's name or None, without running one."""
    job = new_job(data.name, data.season, dict(data.limits))
    try:
        with asked() as run:
            pick = choose(job)
    except KeyError as error:
        key = next(iter(error.args), None)
        judge.that(
            False,
            called=called,
            got=f"KeyError: {key!r}",
            expected="a name or None, not an error",
            likely=causes.why_unknown(key, data),
        )
        raise
    _only_answers(judge, run, job.limits, data, called)
    judge.that(
        pick is None or (isinstance(pick, str) and pick in STORES),
        called=called,
        got=repr(pick),
        expected="'tables', 'documents', 'keys' or None",
        likely=[
            (isinstance(pick, list | tuple | set), "one store, not all that would do."),
            (isinstance(pick, type), "the name of the store, a text."),
            (True, "the names are those of the table in part 3."),
        ],
    )
    return pick


def _only_answers(
    judge: Judge, run: Sequence[str], limits: object, data: JobData, called: str
) -> None:
    """Choose has run no store, and has left the job as it was."""
    judge.that(
        not run,
        called=called,
        got=f"choose ran a store, and asked for {', '.join(run[:3])}",
        expected="an answer from what you know, without count and misses",
        likely="count runs a store, and misses calls count. Write down what part 3 has counted.",
    )
    judge.that(
        limits == data.limits,
        called=called,
        got=f"the job's limits are {limits} now",
        expected=f"{data.limits}, as before",
        likely="whoever asks needs the job again: change a copy, dict(job.limits).",
    )


def _none_does(judge: Judge, data: JobData, ask: causes.Ask, called: str) -> None:
    """No store meets every limit of this job."""
    for store in STORES:
        counts = {measure: count(store, measure, data.season) for measure in data.limits}
        if all(counts[measure] <= most for measure, most in data.limits.items()):
            counted = ", ".join(f"{measure} {many}" for measure, many in counts.items())
            judge.that(
                False,
                called=called,
                got="None",
                expected=f"a store: {store!r} was run, and counted "
                + (counted or "nothing, as nothing is limited"),
                likely=causes.why_none(store, data.limits, ask),
            )


def _asking(choose: Choose, new_job: NewJob, data: JobData) -> causes.Ask:
    """What choose says of this job under another name or with other limits."""

    def ask(*, name: str = data.name, limits: Mapping[str, int] = data.limits) -> object:
        try:
            return choose(new_job(name, data.season, dict(limits)))
        except Exception:
            return causes.AN_ERROR

    return ask
