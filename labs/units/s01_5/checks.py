"""What S01.5 asks of an answer: each check is one claim."""

import json
import tracemalloc
from collections.abc import Mapping, Sequence, Sized
from contextlib import suppress
from typing import Any, NamedTuple

from labs.judges import Judge, judging
from labs.languages import TypeScript, programs
from labs.languages.compiling import compile_together
from labs.units.s01_5 import causes, given, stage
from labs.units.s01_5.given import Line, Move
from labs.units.s01_5.site import MakeMaps, Maps
from labs.units.s01_5.stage import Hall, awaited
from labs.units.s01_5.typed import Complaint, complaints

Said = dict[str, Any]


LINES, MORE_LINES = given.LINES, given.MORE_LINES
MOVES, MORE_MOVES = given.MOVES, given.MORE_MOVES


class Walk(NamedTuple):
    """Visits one by one: the performances, those that are drawn, and how many maps are kept."""

    visits: Sequence[int]
    draws: Sequence[int]
    most: int


WALK = Walk([1, 2, 3, 1, 4, 1, 3, 2], [1, 2, 3, 4, 2], most=3)
OTHER_WALK = Walk([4, 5, 5, 4, 6, 4, 5, 6], [4, 5, 6, 5, 6], most=2)
"""The map of performance 4 is empty."""

SHOWN = 50
"""So many pages are compared: each costs more than it costs to make."""

STEADY = 200_000
"""Bytes by which memory may grow over 1,500 visits: 50 of the maps, of 4 KB each."""


def before_all() -> None:
    """Keep the programs that call the learner's beside those of cells."""
    for name in ("try_orders.ts", "try_booked.ts"):
        given.give(name)


def compiled_beside(written: Mapping[str, str]) -> list[Mapping[str, str]]:
    """The programs of a kernel, and with each that a check puts in place of one: a single start
    of tsc judges them all, and in a trial all answers' too."""
    states = ((), *((state,) for state in given.more_states("stopped", "queued", "constructor")))
    stand_ins = [given.with_lines(lines) for lines in (LINES, MORE_LINES)]
    stand_ins += [given.with_states(*more) for more in states]
    return [written, *({**written, **each} for each in stand_ins)]


# --- E1: orders -------------------------------------------------------------------------------


def refused(lines: Sequence[Line]) -> None:
    """Of these lines tsc --strict accepts the right ones, and refuses each wrong one for its
    reason.
    """
    with judging("E1: legal moves compile, illegal ones do not") as judge:
        _compiles(judge, "orders.ts")
        found: dict[int, Complaint] = {}
        for each in complaints("lines.ts", given.with_lines(lines)):
            found.setdefault(each.line if each.file == "lines.ts" else 0, each)
        before = given.OPENING.count("\n") + 1
        _is_whole(judge, [each for line, each in found.items() if line < before])
        for number, line in enumerate(lines, before):
            said = found.get(number)
            judge.that(
                (said.code in line.errors) if said else not line.errors,
                called=f"tsc --strict, of the line  {line.code}",
                got=f"{said.code}: {said.text}" if said else "it compiles",
                expected="it does not compile" if line.errors else "it compiles",
                likely=causes.of_a_line(line, said),
            )


def _is_whole(judge: Judge, said: Sequence[Complaint]) -> None:
    for each in said[:1]:
        judge.that(
            False,
            called="tsc --strict, of a program that imports all of orders.ts",
            got=f"{each.code}: {each.text}",
            expected="six types and four functions, exported under these names",
            likely="is a name spelt otherwise, or `export` missing before it?",
        )


def _compiles(judge: Judge, program: str) -> None:
    """Raise what tells of a stub, or of an answer that does not compile by itself."""
    with judge.calling(
        f"tsc --strict, of {program}",
        expected="no complaint",
        likely=lambda error: causes.of_types(str(error)),
    ):
        TypeScript.check()
        before_all()
        compile_together(compiled_beside(programs.written()))
        TypeScript.ready(program)
        TypeScript.look_for_stub(program)


def moves(asked: Sequence[Move]) -> None:
    """Each move makes a new order, with the members of its state and no other."""
    with judging("E1: a move makes a new order, of its own members alone") as judge:
        _compiles(judge, "orders.ts")
        stdin = json.dumps([move._asdict() for move in asked])
        said: list[Said] = TypeScript.run("try_orders.ts", stdin=stdin).json()
        more_moves = said.pop()["more"]
        judge.that(
            not more_moves,
            called="orders.ts, imported",
            got=f"a function {', '.join(more_moves)} besides",
            expected="the functions pay, issue, refund and expire alone",
            likely="there are four moves and no others; what helps you is not exported.",
        )
        for move, one in zip(asked, said, strict=True):
            more = "" if move.given is None else f", {json.dumps(move.given)}"
            called = f"{move.move}({json.dumps(move.order)}{more})"
            judge.that(
                one.get("gave") == move.becomes,
                called=called,
                got=causes.in_json(one),
                expected=json.dumps(move.becomes),
                likely=causes.of_a_move(move, one),
            )
            judge.that(
                one["left"] == move.order and not one["same"],
                called=called,
                got=f"the order that was given is {json.dumps(one['left'])} afterwards",
                expected="it stays as it was",
                likely="make a new object: return { state: …, id: order.id, … }.",
            )
            judge.that(
                one["handed"] == move.given,
                called=called,
                got=f"the list that was given is {json.dumps(one['handed'])} afterwards",
                expected="it stays as it was",
                likely="the list is the caller's: sort or cut a copy, [...tickets].",
            )


# --- E2: a state is added ---------------------------------------------------------------------


def added(*states: str) -> None:
    """booked.ts compiles as long as it deals with all states, and says which came unforeseen."""
    with judging("E2: an added state fails the build; unforeseen, it throws") as judge:
        _compiles(judge, "booked.ts")
        as_it_is = complaints("booked.ts", given.with_states())
        judge.equal(as_it_is, [], called="tsc --strict, of booked.ts with payouts.ts")
        for state, *had in given.more_states(*states):
            said = complaints("booked.ts", given.with_states((state, *had)))
            judge.that(
                any(each.file == "booked.ts" for each in said),
                called=f'tsc --strict, of booked.ts, when Payout has a state "{state}" besides, '
                f"with {' and '.join(had)}",
                got="it compiles",
                expected="a complaint in booked.ts",
                likely="what is left over goes somewhere where anything may go. Hand it to what "
                "takes a `never`: impossible(payout).",
            )
        _books(judge, [payout for state in states for payout in given.unforeseen(state)])


def _books(judge: Judge, strange: Sequence[Mapping[str, object]]) -> None:
    """At run time: the right pence for each state, and a RangeError for these."""
    asked = [payout for payout, _ in given.BOOKED]
    stdin = json.dumps([*asked, *strange])
    said = TypeScript.run("try_booked.ts", stdin=stdin).json()
    for (payout, right), one in zip(given.BOOKED, said, strict=False):
        judge.that(
            one.get("gave") == right,
            called=f"booked({json.dumps(payout)})",
            got=causes.in_json(one),
            expected=str(right),
            likely=causes.of_a_payout(payout, one),
        )
    for payout, one in zip(strange, said[len(given.BOOKED) :], strict=True):
        judge.that(
            one.get("threw") == "RangeError" and str(payout["state"]) in one["message"],
            called=f"booked({json.dumps(payout)}), which JSON brought past the types",
            got=causes.in_json(one),
            expected=f"a RangeError, whose message has the state {payout['state']}",
            likely=causes.of_the_unforeseen(payout),
        )


# --- E3: maps ---------------------------------------------------------------------------------


def flat(SeatMaps: MakeMaps, most: int) -> None:  # noqa: N803
    """Over three thousand visits memory does not grow, and so many maps are held, no visitor."""
    with judging("E3: the maps used last are kept, and nothing else") as judge:
        hall = Hall()
        asked_for = [1 + (n % 5 if n % 8 else n // 8 % 40) for n in range(3_000)]
        visits = [(performance, f"visitor {n}") for n, performance in enumerate(asked_for)]
        grown: list[int] = []

        async def day() -> None:
            maps = hall.open(SeatMaps, most)
            for number, (performance, name) in enumerate(visits):
                if number == len(visits) // 2:
                    tracemalloc.start()
                page = await hall.ask(maps, performance, name)
                if number < SHOWN:
                    _is_page(judge, page, performance, name)
            grown.append(tracemalloc.get_traced_memory()[0])
            await _holds(judge, hall, most, "after 3,000 visitors of 40 performances")
            _holds_nothing_else(judge, maps, most)

        called = f"SeatMaps(draw, pool, most={most}), and 3,000 visitors"
        try:
            awaited(judge, called, day)
        finally:
            tracemalloc.stop()
        judge.that(
            grown[0] < STEADY,
            called=called,
            got=f"tracemalloc: {grown[0] / 1e6:+.1f} MB over the second half",
            expected="as much memory after 3,000 visitors as after 1,500",
            likely="something is kept for each visitor or each page, be it small.",
        )


def _is_page(
    judge: Judge, page: object, performance: int, visitor: str, *, empty: bool = False
) -> None:
    right = f"Hello, {visitor}\n" if empty else stage.page(performance, visitor)
    judge.that(
        page == right,
        called=f"await maps.page({performance}, {visitor!r})",
        got=f"{page!r:.50}, {len(str(page)):,} characters",
        expected=f"{right!r:.50}, {len(right):,} characters",
        likely=causes.of_a_page(page, performance, visitor, empty=empty),
    )


async def _holds(judge: Judge, hall: Hall, most: int, when: str) -> None:
    await hall.left(most)
    judge.that(
        hall.maps_alive <= most,
        called=f"SeatMaps(draw, pool, most={most}), {when}",
        got=f"{hall.maps_alive} maps are held",
        expected=f"at most {most}",
        likely=causes.of_maps_held(hall.maps_alive, most, len(set(hall.drawn))),
    )
    judge.that(
        not hall.visitors_alive,
        called=f"SeatMaps(draw, pool, most={most}), {when}",
        got=f"{hall.visitors_alive} visitors are held",
        expected="none",
        likely="the map alone is kept; the greeting is put before it at each visit. An error that "
        "is kept holds its visitor, too, by its traceback.",
    )


def _holds_nothing_else(judge: Judge, maps: Maps, most: int) -> None:
    """No collection on the object has more entries than there may be maps."""
    for name, value in getattr(maps, "__dict__", {}).items():
        judge.that(
            isinstance(value, str) or not isinstance(value, Sized) or len(value) <= most,
            called=f"SeatMaps(draw, pool, most={most}), after 3,000 visitors of 40 performances",
            got=f"self.{name} is a {type(value).__name__} of more than {most}",
            expected=f"nothing of more than {most}",
            likely="what is kept beside the maps has to leave with them, be it a lock or a number.",
        )


def used_last(SeatMaps: MakeMaps, walk: Walk) -> None:  # noqa: N803
    """On this walk these performances are drawn, in this order: the rest was kept."""
    with judging("E3: the maps used last are kept, and nothing else") as judge:
        hall = Hall(empty=[4])  # an empty map is a map

        async def walked() -> None:
            maps = hall.open(SeatMaps, walk.most)
            for performance in walk.visits:
                page = await hall.ask(maps, performance, "Ada")
                _is_page(judge, page, performance, "Ada", empty=performance == 4)

        called = f"SeatMaps(draw, pool, most={walk.most}); then pages of {walk.visits}"
        awaited(judge, called, walked)
        judge.that(
            hall.drawn == walk.draws,
            called=called,
            got=f"drawn: {hall.drawn}",
            expected=f"drawn: {walk.draws}",
            likely=causes.of_draws(hall.drawn, *walk),
        )


def crowd(SeatMaps: MakeMaps, walk: Walk, most: int) -> None:  # noqa: N803
    """When fifty ask at once, and when a map cannot be drawn, no more than `most` are held."""
    used_last(SeatMaps, walk)
    with judging("E3: the maps used last are kept, and nothing else") as judge:
        hall, other = Hall(failing=[3]), Hall()

        async def rush() -> None:
            maps, apart = hall.open(SeatMaps, most), other.open(SeatMaps, most)
            await stage.together(hall.ask(maps, 10 + n, f"visitor {n}") for n in range(50))
            await _holds(judge, hall, most, "after 50 visitors who came at once")
            before = len(hall.drawn)
            for _ in range(2):
                with suppress(stage.NoPlanError):
                    await hall.ask(maps, 3, "Ada")
                    judge.fails(
                        called="await maps.page(3, 'Ada'), where draw(3) raises NoPlanError",
                        came_back="a page",
                        expected="NoPlanError",
                        likely="the error is swallowed: let it through.",
                    )
            judge.equal(
                hall.drawn[before:],
                [3, 3],
                called="twice await maps.page(3, 'Ada'), where draw(3) raises; performances drawn",
                likely="a failure is kept, though there is no map.",
            )
            await _holds(judge, hall, most, "after two visits for which draw raised")
            await other.ask(apart, 59, "Ben")
            judge.equal(
                other.drawn,
                [59],
                called="maps.page(59, …), then page(59, …) of another SeatMaps; it drew",
                likely="what is kept belongs to each SeatMaps: make it in __init__.",
            )

        awaited(judge, f"SeatMaps(draw, pool, most={most}), and 50 visitors at once", rush)
    _drawn_twice(SeatMaps)


def _drawn_twice(SeatMaps: MakeMaps) -> None:  # noqa: N803
    """Who has a map drawn that is kept meanwhile, has used it last."""
    with judging("E3: the maps used last are kept, and nothing else") as judge:
        hall = Hall(waiting={2: ["shown 1"]}, again={1: ["shown 2"]})

        async def meet() -> None:
            maps = hall.open(SeatMaps, 2)
            await stage.together(hall.ask(maps, n, "Ada") for n in (1, 1, 2))
            ended = hall.shown[:]
            await hall.ask(maps, 3, "Ben")
            before = len(hall.drawn)
            await hall.ask(maps, ended[-1], "Cleo")
            judge.equal(
                hall.drawn[before:],
                [],
                called=f"SeatMaps(draw, pool, most=2); pages of 1, 1 and 2 at once, which end as "
                f"{ended}; then 3; then {ended[-1]}; drawn for the last",
                likely="a key that is set again stays where it is: take it out first, "
                "kept.pop(performance, None), when yours has been drawn, too.",
            )

        awaited(judge, "SeatMaps(draw, pool, most=2); pages of 1, 1 and 2 at once", meet)


def beside(SeatMaps: MakeMaps) -> None:  # noqa: N803
    """While a map is drawn, by the pool, the loop goes on."""
    with judging("E3: maps are drawn beside the loop, which goes on") as judge:
        hall = Hall(slow=[1])

        async def ask() -> None:
            maps = hall.open(SeatMaps, 5, processes=True)
            async with hall.heart():
                page = await hall.ask(maps, 1, "Ada")
            _is_page(judge, page, 1, "Ada")

        called = "await maps.page(1, 'Ada')"
        awaited(judge, called, ask)
        _not_frozen(judge, hall, called)


def _not_frozen(judge: Judge, hall: Hall, called: str) -> None:
    judge.that(
        not hall.frozen,
        called=called,
        got="no other coroutine had a turn until the map was drawn",
        expected="a loop that runs others meanwhile",
        likely="draw is called by the loop itself, or waited for without `await`: hand function "
        "and argument to the pool, run_in_executor(pool, draw, performance).",
    )
    judge.that(
        not hall.elsewhere,
        called=called,
        got=f"draw was called in the thread {hall.elsewhere}",
        expected="in a thread of the pool that SeatMaps was given",
        likely="asyncio.to_thread and an executor None are the loop's own threads, which share "
        "one lock with it: the pool may be of processes.",
    )


def others(SeatMaps: MakeMaps) -> None:  # noqa: N803
    """Meanwhile a map that is kept is shown at once, and another one is drawn."""
    with judging("E3: maps are drawn beside the loop, which goes on") as judge:
        hall = Hall(waiting={1: ["shown 2", "drawn 3"], 3: ["drawn 4"]})

        async def ask() -> None:
            maps = hall.open(SeatMaps, 5, processes=True)
            await hall.ask(maps, 2, "Ada")
            async with hall.heart():
                await stage.together(hall.ask(maps, n, "Ben") for n in (1, 2, 3, 4))

        called = (
            "maps.page of 1 to 4 at once, where 2 is kept, 1 and 3 take long, and the pool has "
        )
        called += "room for three"
        awaited(judge, called, ask)
        _not_frozen(judge, hall, called)
        judge.that(
            not hall.missed,
            called=called,
            got=f"until 1 and 3 were drawn, not {hall.missed}",
            expected="2 shown, 3 and 4 drawn meanwhile",
            likely="one waits for another: a lock or a semaphore around it all, or a `.result()`? "
            "How many are drawn at once is for the pool to say.",
        )
