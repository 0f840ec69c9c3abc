"""What S01.2 asks of an answer: each check is one claim."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from labs.judges import Judge, judging
from labs.judges.loops import in_a_loop
from labs.judges.wire.gauge import Seen
from labs.units.s01_2 import causes, stage
from labs.units.s01_2.stage import Report
from labs.units.s01_2.upstream import (
    NEVER,
    Behaviour,
    Came,
    Found,
    GoneError,
    Import,
    Leaves,
    Upstream,
    Waits,
    imported,
)


def before_all() -> None:
    """What a trial does once for all answers: start the partner."""
    stage.partner()


# --- E1: an importer in Python ----------------------------------------------------------------

_SEATS: Mapping[int, Behaviour] = {hall: 10 * hall for hall in range(1, 31)}
"""Thirty halls that answer."""

LONG = 5.0
"""Seconds that no call takes, unless something is wrong."""

SHORT = 0.25
"""Seconds after which a hall that never answers is late."""


@dataclass(frozen=True)
class Stop:
    """An import that is broken off: by a hall that leaves, or by its caller."""

    told: str
    halls: Mapping[int, Behaviour]
    limit: int
    asked: int
    """So many halls are asked until then: the first of them."""
    cancels: bool = False
    """Whether the caller cancels when the last of these is asked; else a hall has left."""


STOPS: Sequence[Stop] = (
    Stop(
        "hall 4 has left while 5, 6 and 7 do not answer",
        {**_SEATS, 4: Leaves(after=7), 5: NEVER, 6: NEVER, 7: NEVER},
        limit=4,
        asked=7,
    ),
)
STOPS_ELSE: Sequence[Stop] = (
    Stop("hall 3 has left", {8: 80, 5: 0, 3: Leaves(3), 1: 10, 2: 20}, limit=1, asked=3),
    Stop(
        "the caller cancels while 2, 5 and 6 do not answer",
        {**_SEATS, 2: NEVER, 5: NEVER, 6: NEVER},
        limit=3,
        asked=6,
        cancels=True,
    ),
    Stop("hall 2 has left", {1: 0, 2: Leaves(after=3), 3: NEVER}, limit=9, asked=3),
)
"""One by one; the caller's wish; more places than halls."""


def stops(import_halls: Import, cases: Sequence[Stop]) -> None:
    """Whatever breaks it off: no call goes on, none begins, and the caller is told."""
    with judging("E1: when it is broken off, nobody asks on") as judge:
        for case in cases:
            called = f"import_halls(ask, halls, {case.limit}, {LONG}, found); {case.told}"
            upstream, came = _broken_off(import_halls, case)
            _came_back(judge, called, came)
            _kept_its_limit(judge, called, upstream, case.limit)
            judge.that(
                came.open == came.later == 0,
                called=called,
                got=f"at its end {came.open} calls were under way, and {came.later} began after it",
                expected="none of either",
                likely=causes.why_it_goes_on(came),
            )
            asked = list(case.halls)[: case.asked]
            judge.that(
                upstream.begun == asked,
                called=called,
                got=f"asked: {upstream.begun}",
                expected=f"asked: {asked}",
                likely=causes.why_these_calls(upstream.begun, asked),
            )
            wanted = asyncio.CancelledError if case.cancels else GoneError
            judge.that(
                any(isinstance(error, wanted) for error in came.errors),
                called=called,
                got=causes.ended(came),
                expected=f"{wanted.__name__}, alone or in an ExceptionGroup",
                likely=causes.why_this_end(came, is_cancelled=case.cancels),
            )
            _found(judge, called, came, upstream.answered)


def _broken_off(import_halls: Import, case: Stop) -> tuple[Upstream, Came]:
    halls = list(case.halls)

    def at(hall: int) -> None:
        if case.cancels and hall == halls[case.asked - 1]:
            tasks[0].cancel()

    async def run() -> Came:
        found: Found = {}
        importing = import_halls(upstream.ask, halls, case.limit, LONG, found)
        tasks.append(asyncio.ensure_future(imported(importing, upstream, found)))
        return await tasks[0]

    tasks: list[asyncio.Task[Came]] = []
    upstream = Upstream(case.halls, at)
    came: Came = in_a_loop(run)
    return upstream, came


def elsewhere(import_halls: Import) -> None:
    """Two imports at once, and one that the partner itself looks at."""
    two(import_halls)
    at_the_partner(import_halls)


def two(import_halls: Import) -> None:
    """Two imports at once: each has a limit of its own, and one that fails stops itself alone."""
    with judging("E1: when it is broken off, nobody asks on") as judge:
        failing = Upstream({**_SEATS, 5: Leaves(after=6), 6: NEVER})
        well = Upstream({**_SEATS, 2: NEVER})
        called = "two imports at once, of 2 and of 3 places; hall 5 of the first has left"

        one: Found = {}
        other: Found = {}

        async def run() -> list[Came]:
            both = (
                imported(import_halls(failing.ask, list(_SEATS), 2, LONG, one), failing, one),
                imported(import_halls(well.ask, list(_SEATS), 3, SHORT, other), well, other),
            )
            return list(await asyncio.gather(*both))

        both: list[Came] = in_a_loop(run)
        for came, upstream, limit in zip(both, (failing, well), (2, 3), strict=True):
            _came_back(judge, called, came)
            _kept_its_limit(judge, called, upstream, limit, least=limit)
            late: Found = {} if upstream is failing else {2: None}
            _found(judge, called, came, {**upstream.answered, **late})


def at_the_partner(import_halls: Import) -> None:
    """The partner itself sees no more calls at once than agreed, and none open at the end."""
    with judging("E1: when it is broken off, nobody asks on") as judge:
        gauge, found = stage.fresh_gauge(), Found()

        async def run() -> tuple[Came, Seen]:
            async with stage.http() as client:

                async def ask(hall: int) -> int:
                    reply = await client.get(f"/halls/{hall}")
                    if reply.status_code == HTTPStatus.GONE:
                        raise GoneError
                    return int(reply.json()["seats_left"])

                importing = import_halls(ask, range(1, 101), 5, LONG, found)
                came = await imported(importing, Upstream({}), found)
                return came, await asyncio.to_thread(stage.idle, gauge)  # its client goes on

        came, seen = in_a_loop(run)
        called = "import_halls(ask, range(1, 101), 5, …) at the partner; hall 12 has left"
        _came_back(judge, called, came)
        judge.that(
            seen.now == 0 and seen.peak <= 5,
            called=called,
            got=f"its gauge: {seen.requests} calls, at most {seen.peak} at once, {seen.now} open",
            expected="at most 5 at once, none open at the end",
            likely="who is under way hangs up, and nobody begins: a TaskGroup cancels the others.",
        )
        kept = {hall: seats for hall, seats in found.items() if hall < stage.SILENT}
        judge.equal(kept, {1: 21, 2: 44}, called=called, likely="what was answered is kept.")


@dataclass(frozen=True)
class Late:
    """An import in which halls are late: they never answer."""

    told: str
    halls: Mapping[int, Behaviour]
    limit: int
    before: Mapping[int, int | None]
    """What is in `found` already."""


LATES: Sequence[Late] = (
    Late("2 and 5 never answer", {4: 30, 2: NEVER, 3: 0, 1: 12, 5: NEVER, 6: 8}, 2, {5: 40}),
)
LATES_ELSE: Sequence[Late] = (
    Late("3 and 1 never answer", {3: NEVER, 1: NEVER, 2: 7, 4: 0, 5: 9}, 1, {99: 5, 1: 0}),
    Late(
        "3 answers when 9 has been asked",
        {1: 5, 2: 5, 3: Waits(after=9), 4: 5, 5: 0, 6: 5, 7: 5, 8: 5, 9: 5},
        2,
        {3: None, 8: 8},
    ),
    Late("2 never answers; 6 has left", {1: 30, 2: NEVER, 3: 0, 4: 1, 6: Leaves(6), 7: 1}, 1, {}),
)
"""Late ones first, one by one; one that is slow; a hall that has left after one was late."""


def late(import_halls: Import, cases: Sequence[Late]) -> None:
    """A call that takes too long ends, and its hall is None; what was found is kept."""
    with judging("E1: who is late costs nobody else an answer") as judge:
        for case in cases:
            halls, seconds = list(case.halls), LONG if "when" in case.told else SHORT
            called = f"import_halls(ask, {halls}, {case.limit}, {seconds}, found); {case.told}"
            upstream, came, was_kept = _with_late_ones(import_halls, case, seconds)
            _came_back(judge, called, came)
            judge.that(
                upstream.begun == halls[: len(upstream.begun)],
                called=called,
                got=f"asked: {upstream.begun}",
                expected="in the order given",
                likely=causes.why_these_calls(upstream.begun, halls),
            )
            judge.that(
                not upstream.held_up,
                called=called,
                got=f"hall {upstream.held_up} gave up waiting until 9 was asked",
                expected="the next one is asked as soon as any has answered",
                likely="the halls go in groups, each as slow as its slowest.",
            )
            _kept_its_limit(judge, called, upstream, case.limit, least=case.limit)
            _found(judge, called, came, _due(case))
            has_left = any(isinstance(does, Leaves) for does in case.halls.values())
            judge.that(
                came.returned is not has_left and came.open == 0,
                called=called,
                got=f"{causes.ended(came)}, {came.open} calls under way",
                expected="GoneError, and no call under way" if has_left else "it returns",
                likely=causes.why_late_ends_so(came),
            )
            judge.that(
                was_kept,
                called=f"{called}; when hall {halls[-1]} is asked",
                got="the first answer is not in found",
                expected="it is there",
                likely="put each answer into `found` when it comes, not at the end.",
            )


def _with_late_ones(
    import_halls: Import, case: Late, seconds: float
) -> tuple[Upstream, Came, bool]:
    """What comes of it; whether `found` has the first answer when the last hall is asked."""
    halls, found = list(case.halls), dict(case.before)
    was_kept: list[bool] = []

    def at(hall: int) -> None:
        if hall == halls[-1]:
            first = next(iter(upstream.answered))
            was_kept.append(found.get(first) == upstream.answered[first])

    async def run() -> Came:
        importing = import_halls(upstream.ask, halls, case.limit, seconds, found)
        return await imported(importing, upstream, found)

    upstream = Upstream(case.halls, at)
    came: Came = in_a_loop(run)
    return upstream, came, all(was_kept)


def _due(case: Late) -> Found:
    """What is in `found` at the end, in which each hall answers or is late until one has left."""
    due = dict(case.before)
    for hall, does in case.halls.items():
        if isinstance(does, Leaves):
            break
        due[hall] = hall if isinstance(does, Waits) else does
    return due


def _came_back(judge: Judge, called: str, came: Came) -> None:
    """It ended, and by no mistake of its own."""
    ours = GoneError, asyncio.CancelledError
    mistakes = [error for error in came.errors if not isinstance(error, ours)]
    with judge.calling(called, likely=causes.of_a_mistake):
        for error in mistakes:
            raise error


def _kept_its_limit(
    judge: Judge, called: str, upstream: Upstream, limit: int, least: int = 0
) -> None:
    judge.that(
        least <= upstream.peak <= limit,
        called=called,
        got=f"at most {upstream.peak} calls under way at once",
        expected=f"{limit}, as long as halls are left" if least else f"{limit} at most",
        likely=causes.why_this_peak(upstream.peak, limit),
    )


def _found(judge: Judge, called: str, came: Came, right: Mapping[int, int | None]) -> None:
    judge.that(
        came.found == right,
        called=called,
        got=f"found is {came.found}",
        expected=f"{dict(right)}",
        likely=causes.why_this_is_found(came.found, right),
    )


# --- E2: places and answers in JavaScript -----------------------------------------------------

PLACES: Sequence[Report] = (
    {
        "limit": 2,
        "tasks": 5,
        "ends": [(1, True), (0, False), (2, True), (4, True), (3, True)],
        "begun": [2, 3, 4, 5, 5, 5],
    },
)
PLACES_ELSE: Sequence[Report] = (
    {"limit": 1, "tasks": 3, "ends": [(0, False), (1, True), (2, True)], "begun": [1, 2, 3, 3]},
    {"limit": 3, "tasks": 2, "ends": [(1, True), (0, True)], "begun": [2, 2, 2]},
    {
        "limit": 1,
        "tasks": 4,
        "ends": [(0, True), (1, False), (2, True), (3, True)],
        "begun": [1, 2, 3, 4, 4],
        "newcomer": 0,
    },
)
"""How many tasks come at once, how they end (number, well), how many have begun after each.

`newcomer`: when this task ends, the last one comes; the others have come before."""

RUSHES: Sequence[Report] = ({"limit": 2, "tasks": 60}, {"limit": 3, "tasks": 60})


def places(scenarios: Sequence[Report], rushes: Sequence[Report] = ()) -> None:
    """So many tasks run at once, in the order in which they came, and give what they gave."""
    with judging("E2: as many at once as there are places") as judge:
        said = stage.ask_stream(places=scenarios, rushes=rushes)
        _is_exported(judge, said, "places")
        for given, seen in zip(scenarios, said["places"], strict=True):
            limit, tasks = given["limit"], given["tasks"]
            called = f"within = places({limit}), then within(task) for {tasks} tasks"
            _begin_in_order(judge, called, given, seen)
            for step, right in enumerate(given["begun"]):
                ends = ", ".join(
                    f"task {n} {'ends' if well else 'fails'}" for n, well in given["ends"][:step]
                )
                got = seen["seen"][step] if step < len(seen["seen"]) else seen["seen"][-1]
                judge.that(
                    got == right,
                    called=f"{called}; {ends or 'at first'}",
                    got=f"{got} tasks have begun",
                    expected=f"{right}",
                    likely=causes.why_so_many(got, right, given["ends"][:step]),
                )
            _gave(judge, called, given, seen)
        for given, seen in zip(rushes, said["rushes"], strict=True):
            judge.that(
                seen["peak"] <= given["limit"] and seen["ended"] == given["tasks"],
                called=f"places({given['limit']}), where {given['tasks']} tasks arrive one by one",
                got=f"at most {seen['peak']} at once; {seen['ended']} have ended",
                expected=f"{given['limit']} at most, and all end",
                likely=causes.why_this_rush(seen, given["limit"]),
            )
        _all_handled(judge, "within(task)", said["unhandled"])


def _begin_in_order(judge: Judge, called: str, given: Report, seen: Report) -> None:
    judge.that(
        seen["within"] == "function" and seen["promise"],
        called=called,
        got="no promise" if seen["within"] == "function" else f"places gives {seen['within']}",
        expected="a function within, which gives a promise",
        likely="return async function within(task) { … }: each call of it gives a promise.",
    )
    judge.that(
        seen["started"] == list(range(len(seen["started"]))),
        called=called,
        got=f"they begin in the order {seen['started']}",
        expected="in the order in which they came",
        likely=causes.why_this_order(given),
    )


def _gave(judge: Judge, called: str, given: Report, seen: Report) -> None:
    ends = dict(given["ends"])
    right = [
        ({"result": 0 if n == 1 else f"task {n}"} if ends[n] else {"error": f"task {n} fails"})
        for n in range(given["tasks"])
    ]
    judge.that(
        seen["outcomes"] == right,
        called=called,
        got=f"{seen['outcomes']}",
        expected=f"{right}",
        likely="the promise gives what task gave, or its error: `return await task()`.",
    )


@dataclass(frozen=True)
class Reading:
    """What a reader does with answers(halls, limit, ask, signal), and what comes of it."""

    told: str
    plan: Mapping[int, object]
    """What each hall does, in the order of halls; see ask_stream.mjs."""
    limit: int
    got: Sequence[tuple[int, int]]
    """What the reader gets."""
    asked: int
    """So many halls are asked at most: the first of them."""
    error: str = ""
    does: Mapping[str, object] = field(default_factory=dict)
    """leaves, throws: after so many; aborts: when this hall is asked; aborted: before."""


_TENS: Mapping[int, object] = {hall: 10 * hall for hall in range(1, 13)}

READINGS: Sequence[Sequence[Reading]] = (
    [
        Reading(
            "3 answers when 8 has been asked",
            {3: {"after": 8, "seats": 30}, 12: 0, 5: 7, 8: 8},
            2,
            [(3, 30), (12, 0), (5, 7), (8, 8)],
            4,
        )
    ],
    [
        Reading(
            "the reader leaves with the first answer",
            {**_TENS, 2: "never", 3: "never", 4: "never"},
            3,
            [(1, 10)],
            4,
            does={"leaves": 1},
        )
    ],
)
READINGS_ELSE: Sequence[Sequence[Reading]] = (
    [
        Reading(
            "hall 2 has left",
            {**_TENS, 2: {"after": 3, "fails": True}, 3: "never"},
            2,
            [(1, 10)],
            4,
            "hall 2 has left",
        )
    ],
    [
        Reading(
            "the caller aborts while 2, 3 and 4 do not answer",
            {**_TENS, 2: "never", 3: "never", 4: "never"},
            3,
            [(1, 10)],
            4,
            "AbortError",
            {"aborts": 4},
        )
    ],
    [Reading("the caller has aborted before", _TENS, 3, [], 0, "AbortError", {"aborted": True})],
    [
        Reading(
            "the reader throws at the second answer",
            {**_TENS, 3: "never"},
            1,
            [(1, 10), (2, 20)],
            3,
            "the reader has failed",
            {"throws": 2},
        ),
        Reading(
            "beside it, with the same signal; 1 answers when 12 has been asked",
            {**_TENS, 1: {"after": 12, "seats": 10}},
            4,
            [(hall, 10 * hall) for hall in _TENS],
            12,
        ),
    ],
    [
        Reading(
            "2 has left before 1 answers, and the reader leaves with 1",
            {1: {"after": 3, "seats": 0}, 2: {"fails": True}, 3: "never"},
            3,
            [(1, 0)],
            3,
            does={"leaves": 1},
        )
    ],
)
"""Lists of readers who read at the same time, with one signal."""


def answers(readings: Sequence[Sequence[Reading]]) -> None:
    """Each hall in its order; whoever stops, nothing is asked any more, and nothing is left."""
    with judging("E2: when nobody reads on, nobody asks on") as judge:
        given = [[_scenario(each) for each in together] for together in readings]
        said = stage.ask_stream(readings=given)
        _is_exported(judge, said, "answers")
        seens = [seen for together in said["readings"] for seen in together]
        cases = [case for together in readings for case in together]
        for case, seen in zip(cases, seens, strict=False):
            called = f"answers({list(case.plan)}, {case.limit}, ask, signal); {case.told}"
            got, wanted = [tuple(pair) for pair in seen["got"]], list(case.got)
            judge.that(
                (got, seen.get("error", "")) == (wanted, case.error)
                and seen["how"] != "hung"
                and not seen.get("heldUp"),
                called=called,
                got=causes.read(seen),
                expected=causes.read(
                    {"got": wanted, "how": "threw" if case.error else "ended", "error": case.error}
                ),
                likely=causes.why_this_is_read(seen, wanted, case.error),
            )
            judge.that(
                seen["open"] == seen["timers"] == seen["later"] == 0,
                called=called,
                got=f"at the end {seen['open']} calls were under way, {seen['later']} began later, "
                f"{seen['timers']} timers are left",
                expected="none of these",
                likely=causes.why_it_asks_on(seen),
            )
            least = min(case.limit, case.asked)
            judge.that(
                least <= seen["peak"] <= case.limit and len(seen["begun"]) <= case.asked,
                called=called,
                got=f"at most {seen['peak']} calls at once, asked: {seen['begun']}",
                expected=f"{least} at once, of the first {case.asked} halls",
                likely=causes.why_these_are_asked(seen, least, case.limit, list(case.plan)),
            )
            _all_handled(judge, called, seen["unhandled"])


def _scenario(case: Reading) -> Report:
    return {"halls": list(case.plan), "limit": case.limit, "plan": case.plan, **case.does}


def _is_exported(judge: Judge, said: Report, name: str) -> None:
    judge.that(
        name in said["exports"],
        called="stream.mjs",
        got=f"exports: {', '.join(said['exports']) or 'none'}",
        expected=name,
        likely="`export` stands before the function, and its name is spelt as in the text.",
    )


def _all_handled(judge: Judge, called: str, unhandled: Sequence[str]) -> None:
    judge.that(
        not unhandled,
        called=called,
        got=f"unhandled rejections: {', '.join(unhandled)}",
        expected="none: they would end the program",
        likely="a promise that nobody listens to any more fails: wait for all of them, by "
        "Promise.allSettled, and let a catch listen to each from the beginning.",
    )


# --- E3: a pool in Go -------------------------------------------------------------------------

_HALLS = list(range(1, 31))

POOLS: Sequence[Report] = (
    {"Halls": _HALLS, "Workers": 5},
    {"Halls": _HALLS, "Workers": 4, "Never": [5, 6, 7], "Leaves": 4, "After": 7},
)
POOLS_ELSE: Sequence[Report] = (
    {"Halls": _HALLS, "Workers": 3, "Never": [2, 5, 6], "Cancels": 6},
    {"Halls": [9, 4, 2], "Workers": 8, "Never": [9, 2], "Leaves": 4, "After": 2},
    {"Halls": _HALLS[::-1], "Workers": 1, "Leaves": 28, "After": 28},
    {"Halls": _HALLS, "Workers": 12, "Never": _HALLS[1:12], "Leaves": 1, "After": 12},
    {"Halls": [], "Workers": 2},
)
"""The caller's wish; more workers than halls; one; many; no hall."""

RACING = stage.racing(halls=40, workers=8)
"""Calls that share nothing: what goroutines share is the answer's own."""


def pool(program: str, scenarios: Sequence[Report]) -> None:
    """So many workers; whatever breaks it off, all have ended, and the caller is told."""
    with judging("E3: a pool that leaves nobody behind") as judge:
        with judge.calling("importHalls(ctx, halls, workers, ask)", likely=causes.of_a_race):
            reports = stage.run_pool(program, [*scenarios, RACING])
        for given, seen in zip(scenarios, reports, strict=False):
            called = causes.of_pool(given)
            workers = min(given["Workers"], len(given["Halls"]))
            judge.that(
                seen["Peak"] == workers,
                called=called,
                got=f"at most {seen['Peak']} calls at once",
                expected=f"{workers}",
                likely=causes.why_this_peak_in_go(seen, workers),
            )
            judge.that(
                not seen["Hung"],
                called=called,
                got="nothing, ever",
                expected="an end",
                likely=causes.why_it_hangs(given),
            )
            _left_nobody(judge, called, given, seen)
            _told_in_go(judge, called, given, seen)
        judge.equal(
            _by_hall(reports[-1]["Found"]),
            {hall: 10 * hall for hall in RACING["Halls"]},
            called=causes.of_pool(RACING),
            likely="each answer belongs into the map.",
        )


def _by_hall(found: Mapping[str, int] | None) -> dict[int, int]:
    return {
        int(hall): seats for hall, seats in sorted((found or {}).items(), key=lambda e: int(e[0]))
    }


def _left_nobody(judge: Judge, called: str, given: Report, seen: Report) -> None:
    before, after = seen["Goroutines"]
    judge.that(
        seen["Open"] == seen["Later"] == 0 and after <= before,
        called=called,
        got=f"at its end {seen['Open']} calls were under way, {seen['Later']} began later; "
        f"{before} goroutine before, {after} after it",
        expected=f"no call, and {before} goroutine as before",
        likely=causes.why_somebody_is_left(seen),
    )
    last = given.get("After") or given.get("Cancels")
    asked = sorted(given["Halls"][: given["Halls"].index(last) + 1] if last else given["Halls"])
    judge.that(
        sorted(seen["Begun"]) == asked,
        called=called,
        got=f"asked: {seen['Begun']}",
        expected=f"asked: {asked}",
        likely=causes.why_these_calls(seen["Begun"], asked),
    )


def _told_in_go(judge: Judge, called: str, given: Report, seen: Report) -> None:
    error = (
        "context canceled"
        if given.get("Cancels")
        else "the hall has left for good"
        if given.get("Leaves")
        else ""
    )
    judge.that(
        seen["Error"] == error,
        called=called,
        got=f"the error: {seen['Error'] or 'nil'}",
        expected=error or "nil",
        likely=causes.why_this_error(seen["Error"], error),
    )
    found, answered = _by_hall(seen["Found"]), _by_hall(seen["Answered"])
    judge.that(
        found == answered,
        called=called,
        got=f"found is {found}",
        expected=f"{answered}",
        likely="each answer belongs into the map, 0 seats too; a call that failed does not.",
    )
