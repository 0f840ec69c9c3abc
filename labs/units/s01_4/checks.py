"""What S01.4 asks of an answer: each check is one claim."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from labs.judges import Judge, Likely, judging
from labs.units.s01_4 import boards, causes, stage
from labs.units.s01_4.boards import Boards
from labs.units.s01_4.stage import Ask, Case, Report

# --- E1: exactly once, from whatever thread ---------------------------------------------------

_SHUT = OSError("hall 12 is shut")
_SHUT_TOLD = "OSError: hall 12 is shut"

ONCE = (
    Case("calls back from a thread", [("later", None, 31)], ["31"]),
    Case("calls back from a thread with an error", [("later", _SHUT, None)], [_SHUT_TOLD]),
    Case("calls back twice", [("in turn", None, 31), ("in turn", None, 99)], ["31"]),
    Case("never calls back", [], ["TimeoutError"], seconds=0.3),
    Case("calls back too late", [("too late", None, 31)], ["TimeoutError"], seconds=0.05),
)

ONCE_ELSE = (
    Case("calls back from eight threads at once", [("at once", None, n) for n in range(8)],
         [str(n) for n in range(8)]),
    Case("calls back before it returns, with 0", [("within", None, 0)], ["0"]),
    Case("calls back with an error, then with seats",
         [("in turn", _SHUT, None), ("in turn", None, 31)], [_SHUT_TOLD]),
    Case("calls back with seats, then with an error",
         [("in turn", None, ""), ("in turn", _SHUT, None)], ["''"]),
    Case("calls back once more when all is over",
         [("later", None, None), ("too late", None, 31), ("too late", _SHUT, None)], ["None"]),
    Case("calls back too late, with an error, twice",
         [("too late", _SHUT, None), ("too late", _SHUT, None)], ["TimeoutError"], seconds=0.05),
    Case("calls back from a thread that has a loop of its own", [("later", None, 31)], ["31"],
         has_a_loop=True),
    Case("is silent, and the caller cancels", [("too late", None, 31)], ["CancelledError"],
         is_cancelled=True),
)  # fmt: skip


MOST_STEPS = 12
"""Things that the loop does for one question; a handful is enough."""


def once(ask_hall: Ask, cases: Sequence[Case]) -> None:
    """A hall has one end, the first; nothing is raised in a foreign thread or in the loop."""
    with judging("E1: one end for each hall, from whatever thread") as judge:
        for case in cases:
            seen = stage.settled(ask_hall, case)
            called = f"await ask_hall(driver, 12, {case.seconds}), where the driver {case.does}"
            judge.that(
                not seen.touched,
                called=called,
                got="the driver's thread settled the future, or put work into the loop, by itself",
                expected="only the loop's thread touches its futures",
                likely="hand the work over, which also wakes the loop: "
                "loop.call_soon_threadsafe(f, error, value), without brackets behind f.",
            )
            judge.that(
                not seen.in_threads,
                called=called,
                got=f"in the driver's thread, the callback raised {'; '.join(seen.in_threads)}",
                expected="nothing is raised there: it would end the thread",
                likely=causes.why_errors_in_threads(seen.in_threads),
            )
            judge.that(
                seen.ended in case.right and seen.halls == [12],
                called=called,
                got=f"{_end(seen.ended)}; the driver was called with {seen.halls}",
                expected=f"{' or '.join(case.right)}; the driver is called with [12]",
                likely=causes.why_this_end(case, seen),
            )
            _sleeps(judge, called, seen)
            judge.that(
                not seen.in_the_loop,
                called=called,
                got=f"in the loop's log: {'; '.join(seen.in_the_loop)}",
                expected="nothing in the log",
                likely=causes.why_errors_in_the_loop(case, seen.in_the_loop),
            )


def _sleeps(judge: Judge, called: str, seen: stage.Seen) -> None:
    judge.that(
        seen.steps <= MOST_STEPS,
        called=called,
        got=f"while it waited, the loop had {seen.steps} things to do",
        expected=f"{MOST_STEPS} at most: who waits sleeps",
        likely="a loop with `sleep` asks again and again: await a future, which the callback has "
        "the loop settle.",
    )


def apart(ask_hall: Ask) -> None:
    """Two questions at once share nothing: neither answers nor time."""
    with judging("E1: one end for each hall, from whatever thread") as judge:
        ends, gone = stage.together(ask_hall)
        right = ["30", "120"]
        judge.that(
            ends == right,
            called="ask_hall for the halls 3 and 12 at once, where the driver answers 12 first",
            got=", ".join(_end(end) for end in ends),
            expected=", ".join(right),
            likely=causes.why_not_apart(ends, right),
        )
        judge.that(
            gone == [7, 12, 3],
            called="ask_hall(driver, 3, 0.5), ask_hall(driver, 12, 0.05), ask_hall(driver, 7, 4) "
            "at once, where only 7 answers; the loop's pool has one thread",
            got=f"the halls {gone} ended, in this order",
            expected="[7, 12, 3]",
            likely=[
                (
                    7 in gone[1:],
                    "each wait takes a thread of the pool, and behind silent halls the "
                    "others queue up: await a future.",
                ),
                (True, "each call waits for as many seconds as it was given."),
            ],
        )


def _end(ended: str) -> str:
    return "it never ended" if ended == "never" else ended


# --- E2: a chain that holds nothing, and lets others in ---------------------------------------

MOST_GROWN = 2.0
"""Megabytes."""

Scenario = Mapping[str, object]

MANY = ({"many": 50_000, "measured": True},)
ODD_CHANGES = (
    {"many": 5, "changes": [0, "", False, None, 7]},
    {"many": 0},
    {"many": 40_000, "measured": True, "pause": 1_000},
    {"many": 300, "at_once": 2},
    {"many": 9, "fails": 4},
    {"many": 9, "falls": 2},
)
"""Falsy changes (None stands for undefined); none; pauses in between; two calls; errors."""

HUNDREDS = ({"many": 1_000},)
TWO_AT_ONCE = ({"many": 450, "at_once": 2}, {"many": 1_000, "pause": 77}, {"many": 60, "pause": 7})


def flat(scenarios: Sequence[Scenario]) -> None:
    """All changes are drawn, however many, and the heap stays as it was."""
    with judging("E2: all changes are drawn, and the heap stays flat") as judge:
        for scenario, seen in _followed(judge, scenarios):
            called = _called(scenario)
            if error := _error_of(scenario):
                judge.that(
                    seen.get("error") == error,
                    called=called,
                    got=causes.how_it_ended(seen),
                    expected=f"rejected: {error}",
                    likely=causes.why_this_error(seen),
                )
                _in_order(judge, called, scenario, seen)
                continue
            drawn = int(str(scenario["many"]))
            _few_timers(judge, called, seen)
            judge.that(
                seen.get("result") == seen["drawn"] == drawn and seen["right"],
                called=called,
                got=f"{causes.how_it_ended(seen)}; {seen['drawn']} changes drawn",
                expected=f"fulfilled: {drawn}; as many drawn",
                likely=causes.why_this_result(seen, drawn),
            )
            grown = seen.get("after", 0) - seen.get("before", 0)
            judge.that(
                grown < MOST_GROWN,
                called=called,
                got=f"the heap has grown by {grown:.1f} MB",
                expected=f"less than {MOST_GROWN:.0f} MB",
                likely=causes.why_it_grows(1e6 * grown / max(drawn, 1)),
            )


def lets_in(scenarios: Sequence[Scenario]) -> None:
    """One change after another; others have a turn after a hundred changes at the latest."""
    with judging("E2: one change at a time, and others have their turn") as judge:
        for scenario, seen in _followed(judge, scenarios):
            called = _called(scenario)
            _few_timers(judge, called, seen)
            judge.that(
                seen["longest"] <= 100 and "error" not in seen,
                called=called,
                got=f"{seen['longest']} changes in a row without a turn for anybody else"
                + (f"; {causes.how_it_ended(seen)}" if "error" in seen else ""),
                expected="100 at most",
                likely=causes.why_nobody_else(seen["longest"], seen["drawn"]),
            )
            _in_order(judge, called, scenario, seen)


def _followed(judge: Judge, scenarios: Sequence[Scenario]) -> list[tuple[Scenario, Report]]:
    """What follow does in each scenario, once for each of those at once."""
    exported, reports = stage.reports("ask_follow.mjs", "follow.mjs", scenarios)
    _is_exported(judge, "follow", exported=exported)
    each = [scenario for scenario in scenarios for _ in range(int(str(scenario.get("at_once", 1))))]
    for scenario, seen in zip(each, reports, strict=True):
        judge.that(
            seen.get("promise"),
            called=_called(scenario),
            got="no promise",
            expected="a promise",
            likely="an `async` function gives one at each of its ends.",
        )
        judge.that(
            not seen["unhandled"],
            called=_called(scenario),
            got=f"unhandled rejections: {', '.join(seen['unhandled'])}",
            expected="none",
            likely="a promise is neither awaited nor given back.",
        )
    return list(zip(each, reports, strict=True))


def _few_timers(judge: Judge, called: str, seen: Report) -> None:
    judge.that(
        not seen["slow"],
        called=called,
        got=f"{seen['timers']} timers for {seen['drawn']} changes",
        expected="one in ten changes at most",
        likely="a timer takes a millisecond or more; setImmediate gives way as well, at once.",
    )


def _is_exported(judge: Judge, name: str, *, exported: bool) -> None:
    judge.that(
        exported,
        called=f"{name}.mjs",
        got=f"it exports no {name}",
        expected=f"a function {name}",
        likely="`export` stands before the function, and its name is spelt as in the text.",
    )


def _error_of(scenario: Scenario) -> str:
    if "fails" in scenario:
        return f"next {scenario['fails']} fails"
    return f"draw {scenario['falls']} fails" if "falls" in scenario else ""


def _called(scenario: Scenario) -> str:
    many, changes = scenario["many"], scenario.get("changes")
    told = 'the changes 0, "", false, undefined, 7' if changes else f"{many:,} changes"
    told += f", of which the {scenario['fails']}th rejects" if "fails" in scenario else ""
    told += f", and draw throws at the {scenario['falls']}nd" if "falls" in scenario else ""
    told += ", one of two at once" if "at_once" in scenario else ""
    return f"follow(next, draw), where next has {told}"


def _in_order(judge: Judge, called: str, scenario: Scenario, seen: Report) -> None:
    """The first six questions and drawings alternate."""
    many, last = int(str(scenario["many"])), 7
    wanted = [
        event
        for n in range(1, last)
        for event in (f"next {n}", *([f"draw {n}"] if n <= many else []))
        if n <= many + 1
    ]
    if error := _error_of(scenario):
        wanted = wanted[: wanted.index(error.removesuffix(" fails")) + 1]
    got = [event for event in seen["events"] if event != "follow ends"]
    judge.that(
        got == wanted and seen["events"][-1] == "follow ends",
        called=called,
        got=", ".join(seen["events"][:8]) + ", …",
        expected=", ".join(wanted[:8]) + ", …",
        likely=causes.why_this_trace(got, wanted),
    )


# --- E3: five mistakes, in two languages ------------------------------------------------------

BoardCase = tuple[Sequence[int], Mapping[int, int | None], float | None]
"""The halls that are told_anew at once, what they say, and the time limit of the silent ones."""

BOARD: Sequence[BoardCase] = (
    ([3, 12], {3: 40, 12: 0}, None),
    ([7], {}, None),
    ([3, 8], {3: 40, 8: None}, None),
)
BOARD_ELSE: Sequence[BoardCase] = (
    ([5, 7, 3], {5: 8, 3: 9}, 0.02),
    ([7, 5], {5: 8}, None),
    ([6, 6, 6, 9], {6: 1, 9: 2}, None),
    ([8, 4], {8: None, 4: None}, None),
)
"""One that is silent, with a time limit or a caller who cancels; one hall three times; no seat."""


def board(seat_board: Boards, cases: Sequence[BoardCase]) -> None:
    """Cancelled means cancelled, each note comes to its end, and the loop draws nothing itself."""
    with judging("E3: the board can be cancelled, loses no note, and blocks nobody") as judge:
        for halls, says, seconds in cases:
            seen = boards.told_anew(seat_board, halls, says, seconds)
            called = f"SeatBoard, refresh of {list(halls)} at once{_told(halls, says, seconds)}"
            _ended_rightly(judge, called, (halls, says, seconds), seen)
            noted = [hall for hall in halls if says.get(hall) is not None]
            judge.that(
                sorted(seen.noted) == sorted(noted) and sorted(seen.notes) == sorted(noted),
                called=called,
                got=f"notes began for {sorted(seen.notes)}, and came to their end for "
                f"{sorted(seen.noted)}, once the garbage was collected",
                expected=f"both for {sorted(noted)}",
                likely=causes.why_these_notes(seen, noted),
            )
            judge.that(
                not seen.held,
                called=called,
                got=f"notes that are still held after their end: {seen.held}",
                expected="0",
                likely="add_done_callback(self.tasks.discard) lets go of a task when it is done.",
            )
            _is_drawn(judge, called, sum(hall in says for hall in halls), seen)


def _is_drawn(judge: Judge, called: str, drawn: int, seen: boards.Seen) -> None:
    """So many times, from other threads, of copies."""
    judge.that(
        seen.drawn == drawn and not seen.in_the_loop,
        called=called,
        got=f"draw was called {seen.drawn} times, in the loop's thread {seen.in_the_loop}",
        expected=f"{drawn} times, never in the loop's thread",
        likely="draw blocks: await asyncio.to_thread(self.draw, …), once for each refresh.",
    )
    judge.that(
        not seen.originals,
        called=called,
        got="draw was given board.seats itself",
        expected="a copy",
        likely="while another thread draws, the loop goes on writing: give it dict(self.seats).",
    )
    judge.that(
        not seen.one_by_one,
        called=called,
        got="while one draw was under way, no other began",
        expected=f"{drawn} under way together",
        likely="a lock, or a pool of one thread, lets a slow draw hold up every refresh.",
    )


def _told(halls: Sequence[int], says: Mapping[int, int | None], seconds: float | None) -> str:
    silent = [hall for hall in halls if hall not in says]
    shut = [hall for hall in halls if hall in says and says[hall] is None]
    how = f"is given {seconds} s" if seconds else "is cancelled by its caller"
    told = f", where {silent[0]} is silent and {how}" if silent else ""
    return told + (f", where {shut[0]} fails" if shut else "")


def _is_told_below(seen: boards.Seen, says: Mapping[int, int | None]) -> bool:
    """Whether a claim that follows names the cause of what draw gave, or of its giving nothing."""
    return seen.originals > 0 or seen.one_by_one or not seen.own(says)


def _ended_rightly(judge: Judge, called: str, case: BoardCase, seen: boards.Seen) -> None:
    halls, says, seconds = case
    given_up = "TimeoutError" if seconds else "CancelledError"
    seats = {hall: left for hall, left in says.items() if left is not None}
    for n, (hall, got) in enumerate(zip(halls, seen.ends, strict=True), 1):
        heard = len({each for each in halls[:n] if each in seats})
        right = repr(f"{heard} halls") if hall in says else given_up
        judge.that(
            got == right or (hall in says and _is_told_below(seen, says)),
            called=f"{called}: hall {hall}",
            got=_end(got),
            expected=f"{right}, which draw gave" if hall in says else given_up,
            likely=causes.why_this_refresh(right, got),
        )
    shut = sum(says.get(hall, 0) is None for hall in halls)
    judge.that(
        seen.seats == seats and seen.failed == shut,
        called=called,
        got=f"seats {seen.seats}, failed {seen.failed}",
        expected=f"seats {seats}, failed {shut}",
        likely=[
            (not seen.own(says), "the seats of another board are in it: make them in __init__."),
            (seen.failed is None, "count the errors of ask in self.failed, as Tom does."),
            (seen.failed != shut, "each error of ask is counted; who is cancelled is not."),
            (
                True,
                "what ask gives is kept in self.seats, by its hall; what fails changes nothing.",
            ),
        ],
    )


SALES = (
    {"sales": [[3, 12], [7]], "says": ["ask 7", "read", "write"], "ends": [None, 70]},
    {"sales": [[3], [12]], "says": ["ask 3", "ask 12", "read", "write", "read", "write"],
     "ends": [30, 120]},
)  # fmt: skip
SALES_ELSE = (
    {"sales": [[3, 12, 3]], "says": ["ask 12", "ask 3", "ask 3", "read", "write"], "ends": [180]},
    {"sales": [[3, 4], [12]], "ends": ["ask 3 fails", 120],
     "says": ["ask 3 fails", "ask 4 fails", "ask 12", "read", "write"]},
    {"sales": [[3], [12, 1]], "ends": ["write fails", 130],
     "says": ["ask 3", "ask 12", "ask 1", "read", "write fails", "read", "write"]},
    {"sales": [[5], [6]], "desks": 2, "says": ["ask 5", "ask 6", "read", "read"],
     "ends": [None, None]},
    {"sales": [[9], [8], [9]], "ends": [90, 80, 90],
     "says": ["ask 9", "ask 8", "ask 9", *["read", "write"] * 3]},
)  # fmt: skip
"""One hall twice, answers in another order; halls that fail; a write that fails; two desks."""


def desk(scenarios: Sequence[Report]) -> None:
    """Halls are asked together, nobody waits for another's halls, and no sale is lost."""
    with judging("E3: the desk asks at once, and locks read and write alone") as judge:
        exported, reports = stage.reports("ask_desk.mjs", "desk.mjs", scenarios)
        _is_exported(judge, "desk", exported=exported)
        for scenario, seen in zip(scenarios, reports, strict=True):
            sales = scenario["sales"]
            where = "on two desks" if scenario.get("desks") else "at once"
            called = f"sell({'), sell('.join(map(str, sales))}) {where}"
            asked = [f"ask {hall}" for halls in sales for hall in halls]
            judge.that(
                seen["first"] == asked,
                called=called,
                got=f"before any hall has answered: {', '.join(seen['first']) or 'nothing'}",
                expected=", ".join(asked),
                likely=_why_not_asked(seen["first"], sales),
            )
            _register_is_kept(judge, called, scenario, seen)
            _sales_end(judge, called, scenario, seen)


def _sales_end(judge: Judge, called: str, scenario: Report, seen: Report) -> None:
    """Each sale ends as it ought to, once the questions are answered; none waits for another."""
    told = f"{called}, where {', '.join(scenario['says'])} are answered in turn"
    others = [end["error"] for end in seen["ends"] if "error" in end]
    for halls, right, end in zip(scenario["sales"], scenario["ends"], seen["ends"], strict=True):
        got = end.get("error", end.get("result")) if end else None
        judge.that(
            got == right and ("result" not in end or right is not None),
            called=told,
            got=f"sell({halls}): {causes.how_it_ended(end) if end else 'not yet ended'}",
            expected="not yet ended" if right is None else f"{right}",
            likely=causes.why_this_sale(seen, end, right, others),
        )
    judge.that(
        not seen["missing"],
        called=told,
        got=f"never begun: {', '.join(seen['missing'])}",
        expected="all of them",
        likely=causes.why_never_begun(scenario, seen["missing"]),
    )
    judge.that(
        not seen["unhandled"],
        called=called,
        got=f"unhandled rejections: {', '.join(seen['unhandled'])}",
        expected="none",
        likely="each promise is awaited, given back, or given to Promise.all.",
    )


def _why_not_asked(first: Sequence[str], sales: Sequence[Sequence[int]]) -> Likely:
    return [
        (len(first) == 1 and len(sales) > 1, "one sale waits for another, or one hall: ask "
         "outside of the lock, and all halls of a sale together."),
        (first == [f"ask {halls[0]}" for halls in sales],
         "`await` in a loop asks one hall after another: Promise.all(halls.map(…))."),
        (len(first) == len(sales[0]), "the lock is held while halls are asked: ask before."),
        (True, "ask for all halls of each sale, in their order, once."),
    ]  # fmt: skip


def _register_is_kept(judge: Judge, called: str, scenario: Report, seen: Report) -> None:
    """On one desk, no read comes between another's read and write."""
    if scenario.get("desks"):
        return
    events = [event for event in seen["events"] if event.startswith(("read", "write"))]
    begun = [e for e in events if e == "read" or (e.startswith("write") and e[-1].isdigit())]
    open_ = [a for a, b in pairwise(begun) if a == b == "read"]
    judge.that(
        not open_,
        called=called,
        got=", ".join(events),
        expected="read, write, read, write: never two reads in a row",
        likely="two sales read the same number, and one is lost: let `alone` do read and write.",
    )
    sold = sum(
        len(halls)
        for halls, end in zip(scenario["sales"], scenario["ends"], strict=True)
        if isinstance(end, int)
    )
    judge.that(
        seen["sold"] == sold or seen["missing"],
        called=called,
        got=f"the register says {seen['sold']}",
        expected=sold,
        likely="write what was read, and as many as the sale has halls.",
    )
