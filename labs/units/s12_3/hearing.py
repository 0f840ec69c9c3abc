"""What S12.3 asks of a feed, of those who tell it, and of those who follow it."""

import asyncio
import random
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from labs.judges import Judge, judging
from labs.judges.loops import in_a_loop
from labs.units.s12_3.shapes import Bell, News, Screen
from labs.units.s12_3.stage import Cut, Hall, Slow

STATES = ("free", "held", "sold")


class SeatFeed(Protocol):
    """What the learner's class offers."""

    seq: int

    def publish(self, seat: str, state: str) -> int: ...

    def since(self, seq: int) -> News: ...


Tell = Callable[[Any, Bell, Callable[[News], Awaitable[None]], int], Awaitable[None]]
Follow = Callable[
    [Callable[[int], AsyncIterator[News]], Screen, Callable[[int], Awaitable[None]]],
    Awaitable[None],
]


# --- E2: the feed ------------------------------------------------------------------------------


def feed_tells(feed: Callable[[int], SeatFeed], changes: int, keep: int, seed: int) -> None:
    """What has become of each seat since any number, or the whole hall if that is too long ago."""
    rng = random.Random(seed)  # noqa: S311 - which seat, is no secret
    told, hall = feed(keep), Hall(keep)
    with judging("E2: what has changed since then, or the whole hall") as judge:
        _same(judge, told, hall, "a feed without any change", 0)
        for number in range(1, changes + 1):
            seat, state = f"A{rng.randint(1, 9)}", rng.choice(STATES)
            called = f"change {number}: publish({seat!r}, {state!r})"
            with judge.calling(called):
                got = told.publish(seat, state)
            judge.equal(got, number, called=called, likely="the first change is number 1.")
            hall.publish(seat, state)
            for back in {0, 1, 2, keep - 1, keep, keep + 1, number, -1}:
                if number - back >= 0:
                    _same(judge, told, hall, f"Feed({keep}), after {number} changes", number - back)
        given = told.since(changes - 1)
        given.seats["A1"] = "painted"
        _same(judge, told, hall, "a feed, after what it gave was changed", changes - 1)
        given = told.since(0)
        given.seats.clear()
        _same(judge, told, hall, "a feed, after the hall that it gave was emptied", 0)
        _same(judge, feed(keep), Hall(keep), "a second feed", 0)


def _same(judge: Judge, told: SeatFeed, hall: Hall, when: str, seq: int) -> None:
    called = f"{when}: since({seq})"
    with judge.calling(called):
        got = told.since(seq)
    wanted = hall.since(seq)
    judge.that(
        got == wanted and isinstance(got, News),
        called=called,
        got=got,
        expected=wanted,
        likely=_why_this_news(got, wanted, hall, seq),
    )


def _why_this_news(got: object, wanted: News, hall: Hall, seq: int) -> list[tuple[object, str]]:
    if not isinstance(got, News):
        return [(True, "return a News.")]
    return [
        (seq > hall.seq, "a number that is not reached yet: another evening's; the whole hall."),
        (
            wanted.after == 0 and seq and got.after == seq,
            "that long ago is not kept any more: after=0, and all seats.",
        ),
        (
            got.after == 0 and wanted.after,
            "this is still kept: only what has changed since, after=seq.",
        ),
        (
            len(got.seats) < len(wanted.seats),
            "one change too few: those after seq, up to the last.",
        ),
        (len(got.seats) > len(wanted.seats), "one change too many: those after seq alone."),
        (True, "of a seat that changed twice, the later state counts."),
    ]


def feed_is_bounded(feed: Callable[[int], SeatFeed], keep: int, changes: int) -> None:
    """A long evening takes no more memory than a short one."""
    with judging("E2: a long evening takes no more memory than a short one") as judge:
        called = f"{changes:,} changes of 9 seats to a Feed({keep})"
        tracemalloc.start()
        try:
            with judge.calling(called):
                told = feed(keep)
                for number in range(changes):
                    told.publish(f"A{number % 9 + 1}", STATES[number % 3])
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        judge.that(
            held < 20_000 + 500 * keep,
            called=called,
            got=f"{held:,} bytes",
            expected=f"at most {20_000 + 500 * keep:,}",
            likely="every change is kept: of changes the last `keep`, of seats their state.",
        )


# --- E2: telling -------------------------------------------------------------------------------


def told_as_it_comes(tell: Tell, after: int, before: int) -> None:
    """Who is quick hears of each change, once, as soon as it is there; who leaves, ends it."""
    with judging("E2: each change is told as soon as it is there") as judge:
        called = f"keep_telling(feed with {before} changes, bell, send, after={after})"
        with judge.calling(called, likely=_why_no_telling):
            heard, wanted, left = in_a_loop(partial(_quick, tell, after, before))
        judge.equal(heard, wanted, called=called, likely=_why_these(heard, wanted))
        judge.that(
            left == 0,
            called=f"{called}, cancelled",
            got=f"{left} tasks go on",
            expected="none",
            likely="it needs no task of its own: await bell.wait() itself.",
        )


async def _quick(tell: Tell, after: int, before: int) -> tuple[list[News], list[News], int]:
    hall, bell = Hall(50, before), Bell()
    heard: list[News] = []
    wanted = [hall.since(after)] if after != before else []

    async def send(news: News) -> None:
        heard.append(news)
        if len(heard) == 2:  # sold while this one is under way
            hall.publish("C9", "sold")
            bell.ring()
        await asyncio.sleep(0)

    telling = asyncio.ensure_future(tell(hall, bell, send, after))
    await _settled(telling)
    for number in range(4):
        known = hall.seq
        hall.publish(f"B{number + 1}", "held")
        bell.ring()
        wanted.append(hall.since(known))
        if len(wanted) == 2:
            wanted.append(News(hall.seq, hall.seq + 1, {"C9": "sold"}))
        await _settled(telling)
    bell.ring()  # for nothing
    await _settled(telling)
    telling.cancel()
    await asyncio.wait({telling})
    return heard, wanted, len(asyncio.all_tasks()) - 1


async def _settled(telling: "asyncio.Future[None]") -> None:
    """Let all that can go on go on; raises what `telling` has raised."""
    for _ in range(20):
        await asyncio.sleep(0)
    if telling.done():
        telling.result()
        raise ChildProcessError("it has returned: it goes on until it is cancelled")


def _why_no_telling(error: Exception) -> str:
    if isinstance(error, ChildProcessError):
        return "`while True`: after one news there will be another."
    return ""


def _why_these(heard: list[News], wanted: list[News]) -> list[tuple[object, str]]:
    return [
        (
            not heard or heard[0].seq > wanted[0].seq,
            "look first, then wait: what is there already must not wait for the bell.",
        ),
        (
            any(not news.seats for news in heard),
            "a bell may ring for nothing: nothing new, nothing to send.",
        ),
        (len(heard) > len(wanted), "the next question is since(the seq that was sent last)."),
        (
            len(heard) < len(wanted),
            "while a news was sent, the bell rang: look again before you wait.",
        ),
        (True, "send what feed.since(after) gives."),
    ]


def slow_ones_get_the_last(tell: Tell, screens: int, changes: int) -> None:
    """Who is slow holds nobody up, and then gets all that was missed, in one piece."""
    with judging("E2: who is slow gets the last state, in one piece") as judge:
        called = f"{changes} changes while the first news is under way to {screens} of the screens"
        with judge.calling(called, likely=_why_no_telling):
            slow, waited, hall = in_a_loop(partial(_slow, tell, screens, changes))
        at_once = max(each.at_once for each in slow)
        judge.that(
            at_once == 1 and not waited,
            called=called,
            got=f"{at_once} news under way to one screen, {waited} tasks besides",
            expected="one",
            likely="await send(news): the next one is made when this one has arrived.",
        )
        for each in slow:
            judge.that(
                len(each.heard) == 2,
                called=called,
                got=f"{len(each.heard)} news to one screen",
                expected="2: the first, and one with all that came meanwhile",
                likely="no queue: ask feed.since(…) again, when the screen is ready.",
            )
            judge.equal(
                each.heard[-1],
                hall.since(1),
                called=called,
                likely="since(the seq of the last news that was sent).",
            )


async def _slow(tell: Tell, screens: int, changes: int) -> tuple[list[Slow], int, Hall]:
    hall, bell = Hall(2 * changes, 1), Bell()
    slow = [Slow() for _ in range(screens)]
    telling = [asyncio.ensure_future(tell(hall, bell, each.take, 0)) for each in slow]
    for one in telling:
        await _settled(one)
    for number in range(changes):
        hall.publish(f"A{number % 7 + 1}", STATES[number % 3])
        bell.ring()
        await asyncio.sleep(0)
    besides = len(asyncio.all_tasks()) - 1 - screens
    for each in slow:
        each.ready.set()
    for one in telling:
        await _settled(one)
        one.cancel()
    await asyncio.wait(telling)
    return slow, besides, hall


# --- E3: following -----------------------------------------------------------------------------


def screens_catch_up(follow: Follow, cuts: int, seed: int, *, odd: bool = False) -> None:
    """Over all cuts, gaps and repetitions a screen shows each change once, and ends as the hall."""
    with judging("E3: nothing is lost, nothing is shown twice") as judge:
        stage, screen = Cut(cuts, seed, odd=odd), Screen()
        called = f"follow(connect, screen, pause), with {cuts} cuts"
        with judge.calling(called, likely=_why_not_followed):
            in_a_loop(lambda: _played(follow, stage, screen))
        judge.that(
            screen.seats == stage.hall.seats and screen.seq == stage.hall.seq,
            called=called,
            got=f"seq {screen.seq}, {stage.differs(screen)} of {len(stage.hall.seats)} seats wrong",
            expected=f"seq {stage.hall.seq}, and every seat as in the hall",
            likely=stage.why_behind(screen),
        )
        bad = stage.first_bad(screen)
        judge.that(
            not bad,
            called=called,
            got=f"screen.show({bad})",
            expected="each news once, and none that begins after what the screen knows",
            likely=[
                (bad.endswith("twice"), "seq is not above screen.seq: it tells nothing new."),
                (True, "after is above screen.seq: something between was lost. Connect again."),
            ],
        )
        judge.equal(
            stage.asked,
            stage.known,
            called=f"{called}: the numbers that connect got",
            likely="connect(screen.seq): from what the screen shows.",
        )
        judge.that(
            not stage.read_on,
            called=called,
            got=f"{stage.read_on} times more was asked of a stream, after a gap",
            expected="another stream",
            likely="a gap is a failure like a cut: leave this stream, `break`.",
        )
        judge.that(
            stage.most_open == 1,
            called=called,
            got=f"{stage.most_open} streams open at once",
            expected="each one closed before the next",
            likely="leave the loop inside `async with aclosing(…)`.",
        )
        judge.equal(
            stage.pauses,
            stage.due,
            called=f"{called}: pause(n)",
            likely=[
                (not stage.pauses, "a pause after each failure, before the next connection."),
                (True, "n counts the failures since the last news that was shown, from 1 on."),
            ],
        )


async def _played(follow: Follow, stage: Cut, screen: Screen) -> None:
    async with asyncio.timeout(20):
        await follow(stage.connect(screen), screen, stage.pause)


def _why_not_followed(error: Exception) -> list[tuple[object, str]]:
    return [
        (
            isinstance(error, TimeoutError),
            "it goes on for ever: an iteration that ends is the end.",
        ),
        (
            isinstance(error, ConnectionError),
            "a cut is a ConnectionError: catch it, connect again.",
        ),
    ]
