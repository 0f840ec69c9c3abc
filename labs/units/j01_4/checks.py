"""What J01.4 asks of an answer: each check is one claim."""

from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from copy import copy
from functools import partial
from itertools import pairwise
from typing import Any

import httpx

from labs.judges import Judge, judging
from labs.judges.loops import in_a_loop
from labs.units.j01_4 import causes, stage
from labs.units.j01_4.heart import Heart
from labs.units.j01_4.watch import Call, Watch

FirstWithRoom = Callable[[httpx.Client, Sequence[int], int], int | None]
Poll = Callable[[httpx.AsyncClient, Sequence[int], int], Awaitable[dict[int, int | None]]]
InThreads = Callable[[Callable[[int], int], Sequence[int]], Coroutine[Any, Any, list[int]]]

Search = tuple[Sequence[int], int]
"""Halls in the order in which they are to be asked, and the seats that are wanted."""

SEARCHES: Sequence[Search] = (
    ([7, 12, 20, 3, 10], 60),
    ([7, 3, 12, 10, 20], 105),
    ([7, 14, 1], 30),
)
"""First, largest, lowest number and last are four halls; hall 12 has just 105; none has 30."""

OTHER_SEARCHES: Sequence[Search] = (
    ((13, 20, 6), 130),
    ((14, 7), 0),
    ((), 1),
    ((100, 50, 3), 1),
    ([13, 7, 14, 1, 3, 10, 20], 500),
)
"""Neither the largest hall nor the lowest number; a wish for nothing; no hall; many in vain."""

FAILING: Mapping[int, int | Exception] = {
    9: 0,
    4: httpx.ConnectError("no way there"),
    8: 44,
    2: 7,
    6: 120,
    1: httpx.ReadTimeout("too slow"),
    5: 500,
    340: 31,
}
"""What is left in each hall, or how it fails."""


HARDLY = 5
"""Turns of another coroutine while a hundred halls are asked: so few has a loop that is blocked."""


def before_all() -> None:
    """What a trial does once for all answers: start the partner, and ask what it has left."""
    stage.seats()


# --- E1: one by one ---------------------------------------------------------------------------


def first(first_with_room: FirstWithRoom, searches: Sequence[Search]) -> None:
    """The first hall in the order given that has room."""
    with judging("E1: the first hall with room is found") as judge, stage.http() as client:
        for halls, wanted in searches:
            given, right = copy(halls), _first(halls, wanted)
            got = first_with_room(client, given, wanted)
            judge.that(
                got == right and type(got) is type(right),
                called=f"first_with_room(client, {halls}, {wanted})",
                got=repr(got),
                expected=f"{right!r}, since there are left: {_left(halls)}",
                likely=causes.why_this_hall(got, right, halls, wanted, stage.seats()),
            )
            judge.equal(
                given,
                halls,
                called=f"first_with_room(client, {halls}, {wanted}); then the halls given",
                likely="they belong to the caller, who may ask again: read them, and leave them.",
            )


def one_by_one(first_with_room: FirstWithRoom, searches: Sequence[Search]) -> None:
    """No call begins before the last has ended, and none comes after the hall is found."""
    title = "E1: calls follow one another, and stop when the hall is found"
    with judging(title) as judge, stage.http() as client:
        for halls, wanted in searches:
            right = _first(halls, wanted)
            needed = list(halls) if right is None else [*halls[: list(halls).index(right) + 1]]
            stage.fresh_gauge()
            with Watch(stage.partner()) as seen:
                first_with_room(client, copy(halls), wanted)
            called = f"first_with_room(client, {halls}, {wanted})"
            _overlap_nowhere(judge, called, seen.calls)
            asked = [call.hall for call in seen.calls]
            judge.that(
                asked == needed,
                called=called,
                got=f"the partner was asked about the halls {asked}",
                expected=f"about {needed}, in this order",
                likely=causes.why_these_calls(asked, needed),
            )


def _first(halls: Sequence[int], wanted: int) -> int | None:
    return next((hall for hall in halls if stage.seats()[hall] >= wanted), None)


def _left(halls: Sequence[int]) -> str:
    return ", ".join(f"{stage.seats()[hall]} in {hall}" for hall in halls) or "no halls"


def _overlap_nowhere(judge: Judge, called: str, calls: Sequence[Call]) -> None:
    for earlier, later in pairwise(calls):
        judge.that(
            earlier.ended_ms <= later.began_ms,
            called=called,
            got=f"the call about hall {later.hall} began at {later.began_ms:.0f} ms, that about "
            f"{earlier.hall} ended at {earlier.ended_ms:.0f} ms",
            expected="one that begins when the other has ended",
            likely="they are started together: here the answer decides whether to ask further.",
        )


# --- E2: many at once, and no more than agreed ------------------------------------------------


def limit(poll: Poll, most: int) -> None:
    """The partner's gauge shows as many calls at once as agreed, or hardly fewer."""
    with judging("E2: so many at once, and no more") as judge:
        called = f"poll(client, range(1, 101), {most})"
        gauge, client, heart = stage.fresh_gauge(), stage.async_http(), Heart()
        got = stage.awaited(judge, called, lambda: poll(client, stage.HALLS, most), client, heart)
        seen = gauge.read()
        judge.that(
            most - 2 <= seen.peak <= most,
            called=f"await {called}",
            got=f"at most {seen.peak} calls under way at once, {seen.requests} in all",
            expected=f"from {most - 2} to {most} at once",
            likely=causes.why_this_peak(seen.peak, most),
        )
        judge.that(
            heart.during > HARDLY,
            called=f"await {called}",
            got=f"other coroutines had {heart.during} turns in {heart.took_ms:.0f} ms",
            expected="one every few milliseconds",
            likely="something in poll blocks: a client that knows no `await`, or threads that are "
            "waited for without it.",
        )
        judge.that(
            seen.requests == len(stage.HALLS),
            called=f"await {called}",
            got=f"{seen.requests} requests",
            expected=f"{len(stage.HALLS)}: one for each hall",
            likely="each hall is asked once; a refusal is an answer, too.",
        )
        _is_right(judge, f"await {called}", got, stage.seats())


def steady(poll: Poll, *limits: int) -> None:
    """A slow hall holds up nobody else, and the limit is that of each call."""
    with judging("E2: so many at once, and no more") as judge:
        for most in limits:
            halls = stage.Halls({hall: 10 * hall for hall in range(40, 52)}, slow=[40])
            called = f"poll(client, range(40, 52), {most}), where hall 40 is slow"
            client = halls.client()
            got = stage.awaited(judge, called, lambda: poll(client, range(40, 52), most), client)  # noqa: B023
            judge.that(
                halls.peak == most,
                called=f"await {called}",
                got=f"at most {halls.peak} calls under way at once",
                expected=f"{most}, while halls are left",
                likely=causes.why_this_peak(halls.peak, most),
            )
            judge.that(
                most == 1 or not halls.held_up,
                called=f"await {called}",
                got="the rest was not asked until hall 40 had answered",
                expected="the next one is asked as soon as any has answered",
                likely="the halls go in groups, each as slow as its slowest: let each hall wait "
                "for a place of its own.",
            )
            _is_right(judge, f"await {called}", got, {hall: 10 * hall for hall in range(40, 52)})


def answers(poll: Poll, halls: Sequence[int], most: int) -> None:
    """Each hall has its answer; one that fails has None, and the others theirs."""
    with judging("E2: a hall that fails costs no other its answer") as judge:
        called = f"poll(client, {list(halls)}, {most})"
        client = stage.async_http()
        got = stage.awaited(judge, called, lambda: poll(client, halls, most), client)
        _is_right(judge, f"await {called}", got, {hall: stage.seats().get(hall) for hall in halls})


def failures(poll: Poll) -> None:
    """Whatever way a hall fails, it is asked once, and the others have their answers."""
    with judging("E2: a hall that fails costs no other its answer") as judge:
        halls = stage.Halls(FAILING, slow=[8], statuses={2: 503, 5: 418})
        client, order = halls.client(), tuple(FAILING)
        called = f"poll(client, {order}, 3), where 4 has no way there, 1 is too slow, 2 says 503"
        got = stage.awaited(judge, called, lambda: poll(client, order, 3), client)
        right = {9: 0, 4: None, 8: 44, 2: None, 6: 120, 1: None, 5: None, 340: 31}
        _is_right(judge, f"await {called}", got, right)
        again = [hall for hall, times in halls.asked.items() if times > 1]
        judge.that(
            not again,
            called=f"await {called}",
            got=f"asked more than once: {again}",
            expected="one request for each hall",
            likely="a hall that fails is None, and is left alone.",
        )
        nobody = stage.Halls({}).client()
        none = stage.awaited(judge, "poll(client, [], 3)", lambda: poll(nobody, [], 3), nobody)
        judge.equal(none, {}, called="await poll(client, [], 3)", likely="no hall, no answer: {}.")


def _is_right(judge: Judge, called: str, got: object, right: Mapping[int, int | None]) -> None:
    judge.that(
        isinstance(got, dict),
        called=called,
        got=f"{got!r:.80}",
        expected="a dict: hall, seats left",
        likely=[
            (got is None, "a `return` is missing."),
            (True, "dict(pairs) makes one of pairs such as (12, 105)."),
        ],
    )
    assert isinstance(got, dict)  # noqa: S101
    wrong = [hall for hall in right if hall not in got or got[hall] != right[hall]]
    strange = [hall for hall in got if hall not in right]
    for hall in [*wrong, *strange][:1]:
        judge.that(
            False,
            called=called,
            got=f"of {len(right)} halls {len(wrong)} are wrong; {hall}: {got.get(hall, 'missing')}",
            expected=f"{hall}: {right.get(hall, 'no such key')}",
            likely=causes.why_these_answers(got, right, hall),
        )


# --- E3: beside the loop ----------------------------------------------------------------------


def free(in_threads: InThreads, *batches: Sequence[int]) -> None:
    """While all items are worked on, together, the loop goes on; results are in order."""
    with judging("E3: the loop goes on, and all work goes on beside it") as judge:
        for items in batches:
            _goes_on(judge, in_threads, items)


def _goes_on(judge: Judge, in_threads: InThreads, items: Sequence[int]) -> None:
    bench, called = stage.Bench(items), f"in_threads(work, {items})"
    got = stage.awaited(judge, called, lambda: in_threads(bench.work, items), bench)
    judge.that(
        isinstance(got, list),
        called=f"await {called}",
        got=f"{got!r:.80}",
        expected=f"a list of {len(items)} results",
        likely=causes.why_no_list(got),
    )
    judge.that(
        not bench.frozen,
        called=f"await {called}",
        got="the loop stood still while work was done",
        expected="a loop that runs other coroutines meanwhile",
        likely="the loop itself calls work, or waits for it without `await`: "
        "asyncio.to_thread(work, item) takes the function and its argument, with a comma.",
    )
    judge.that(
        not bench.alone,
        called=f"await {called}",
        got="not all were under way at once",
        expected=f"all {len(items)}",
        likely="one begins when another has ended: give each a thread of its own, and begin "
        "all by asyncio.gather.",
    )
    judge.equal(
        got,
        [-item for item in items],
        called=f"await {called}; work gives -item, the last one first",
        likely=[
            (
                sorted(map(str, got)) == sorted(str(-item) for item in items),
                "in the order of the items, not of the ends: gather keeps it.",
            ),
            (True, "a list of what work returned."),
        ],
    )


def whatever_comes(in_threads: InThreads) -> None:
    """An error of the work reaches the caller; each item has a result, whatever it is."""
    with judging("E3: the loop goes on, and all work goes on beside it") as judge:
        _raises(judge, in_threads)
        _has_each_result(judge, in_threads)


def _raises(judge: Judge, in_threads: InThreads) -> None:
    asked: Counter[int] = Counter()

    def work(item: int) -> int:
        asked[item] += 1
        if item == 3:
            raise LookupError("no plan of hall 3")
        return item

    called = "await in_threads(work, [1, 3, 5]), where work raises LookupError for 3"
    try:
        came = repr(in_a_loop(lambda: in_threads(work, [1, 3, 5])))
    except Exception as error:
        came = f"{type(error).__name__}: {error.args[0]}"
    judge.that(
        came == "LookupError: no plan of hall 3",
        called=called,
        got=came,
        expected="LookupError: no plan of hall 3",
        likely="the error is kept as a result, swallowed or wrapped: let it through.",
    )
    judge.that(
        asked[3] == 1,
        called=f"{called}; how often work was called for 3",
        got=asked[3],
        expected=1,
        likely="work that has failed is not begun again: its error is the answer.",
    )


def _has_each_result(judge: Judge, in_threads: InThreads) -> None:
    asked: list[int] = []

    def work(item: int) -> int:
        asked.append(item)
        return 0 if item == 2 else item

    for items, right in [((), []), ((2, 4, 2), [0, 4, 0])]:
        called = f"in_threads(work, {items})"
        asked.clear()
        got = stage.awaited(judge, called, partial(in_threads, work, items))
        judge.equal(
            got,
            right,
            called=f"await {called}, where work gives 0 for 2",
            likely="a result for each item, whatever it is; no items, no results: [].",
        )
        judge.equal(
            sorted(asked),
            sorted(items),
            called=f"await {called}; the items that work was called for",
            likely="each item is work of its own, also if another equals it.",
        )
