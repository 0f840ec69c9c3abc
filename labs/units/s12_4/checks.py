"""What S12.4 asks of an answer: each check is one claim."""

import asyncio
import random
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

from labs.judges import Judge, judging
from labs.judges.loops import in_a_loop
from labs.units.s12_4.shapes import Bell, News, Screen
from labs.units.s12_4.stage import Cut, Hall, Slow

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


# --- E1: the feed ------------------------------------------------------------------------------


def feed_tells(feed: Callable[[int], SeatFeed], changes: int, keep: int, seed: int) -> None:
    """What has become of each seat since any number, or the whole hall if that is too long ago."""
    rng = random.Random(seed)  # noqa: S311 - which seat, is no secret
    with judging("E1: what has changed since then, or the whole hall") as judge:
        told, hall = feed(keep), Hall(keep)
        _same(judge, told, hall, "a feed without any change", 0)
        for number in range(1, changes + 1):
            seat, state = f"A{rng.randint(1, 9)}", rng.choice(STATES)
            called = f"change {number}: publish({seat!r}, {state!r})"
            with judge.calling(called):
                got = told.publish(seat, state)
            judge.equal(
                got,
                number,
                called=called,
                likely="each change has the next number, from 1 on; also one that changes nothing.",
            )
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
        (
            "painted" in got.seats.values() or (got.after == 0 and wanted.seats and not got.seats),
            "what was given out is the caller's to change: give a dict of its own.",
        ),
        (
            seq > hall.seq and got.after,
            "a number that is not reached yet: another evening's; the whole hall.",
        ),
        (
            wanted.after == 0 and seq and got.after == seq,
            "that long ago is not kept any more: after=0, and all seats.",
        ),
        (
            got.after == 0 and wanted.after,
            "this is still kept: only what has changed since, after=seq.",
        ),
        (
            got.after == wanted.after == 0 and {*got.seats} < {*wanted.seats},
            "the whole hall: every seat that ever changed, also one that is free again.",
        ),
        (
            len(got.seats) < len(wanted.seats),
            "one change too few: those after seq, up to the last.",
        ),
        (
            not {*got.seats} <= set(hall.seats),
            "seats of another feed: what one keeps, no other sees.",
        ),
        (len(got.seats) > len(wanted.seats), "one change too many: those after seq alone."),
        (True, "of a seat that changed twice, the later state counts."),
    ]


def feed_is_bounded(feed: Callable[[int], SeatFeed], keep: int, changes: int) -> None:
    """A long evening takes no more memory than a short one."""
    with judging("E1: a long evening takes no more memory than a short one") as judge:
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


# --- E1: telling -------------------------------------------------------------------------------


def told_as_it_comes(tell: Tell, after: int, before: int) -> None:
    """Who is quick hears of each change, once, as soon as it is there; who leaves, ends it."""
    with judging("E1: each change is told as soon as it is there") as judge:
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
        if len(wanted) > 2 and known < before + 2:
            break  # what was sold while one was told, is not told yet
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


def told_in_any_moment(tell: Tell) -> None:
    """No ring is missed, another evening is told, and a send that fails ends it."""
    with judging("E1: no ring is missed, and what send raises ends it") as judge:
        for ticks in range(1, 5):
            called = (
                f"a change {ticks} turns of the loop after keep_telling(feed, bell, send, 3) began"
            )
            with judge.calling(called, likely=_why_no_telling):
                heard = in_a_loop(partial(_in_between, tell, ticks))
            judge.equal(
                heard,
                [News(3, 4, {"C9": "sold"})],
                called=called,
                likely="the bell rang between your look and bell.wait(): no other await there.",
            )
        _sleeps(judge, tell)
        _tells_another_evening(judge, tell)
        _lets_out(judge, tell)


def _sleeps(judge: Judge, tell: Tell) -> None:
    called = "keep_telling(a feed in which nothing happens, bell, send, 3)"
    with judge.calling(called, likely=_why_no_telling):
        looks = in_a_loop(partial(_idle, tell))
    judge.that(
        looks <= 2,
        called=called,
        got=f"{looks} looks at the feed",
        expected="one, and then sleep until the bell rings",
        likely="await bell.wait(): thousands of screens that look all the time are polling again.",
    )


async def _idle(tell: Tell) -> int:
    hall = Hall(50, 3)
    telling = asyncio.ensure_future(tell(hall, Bell(), _into([]), 3))
    await _settled(telling)
    telling.cancel()
    await asyncio.wait({telling})
    return hall.looks


def _tells_another_evening(judge: Judge, tell: Tell) -> None:
    called = "keep_telling(a feed of 2 changes, bell, send, after=7)"
    with judge.calling(called, likely=_why_no_telling):
        heard = in_a_loop(partial(_another_evening, tell, 2))
    whole = News(0, 2, {"A1": "held", "A2": "held"})
    judge.equal(
        heard,
        [whole, News(2, 3, {"C9": "sold"})],
        called=called,
        likely=[
            (
                len(heard) > 2,
                "the next question is since(the seq that was sent), also a lower one.",
            ),
            (True, "another evening's number: since(7) is the whole hall, and that is news."),
        ],
    )
    called = "keep_telling(a feed without any change, bell, send, after=7)"
    with judge.calling(called, likely=_why_no_telling):
        heard = in_a_loop(partial(_another_evening, tell, 0))
    judge.equal(
        heard[:1],
        [News(0, 0, {})],
        called=called,
        likely="seq is not after: that is news, also where the hall is empty.",
    )


def _lets_out(judge: Judge, tell: Tell) -> None:
    called = "keep_telling(…), where send raises ConnectionResetError"
    try:
        in_a_loop(partial(_gone, tell))
        got: object = "no error"
    except ConnectionResetError:
        got = "ConnectionResetError"
    judge.equal(
        got,
        "ConnectionResetError",
        called=called,
        likely="the screen is gone: let the error out of keep_telling.",
    )


async def _in_between(tell: Tell, ticks: int) -> list[News]:
    hall, bell, heard = Hall(50, 3), Bell(), list[News]()
    telling = asyncio.ensure_future(tell(hall, bell, _into(heard), 3))
    for _ in range(ticks):
        await asyncio.sleep(0)
    hall.publish("C9", "sold")
    bell.ring()
    await _settled(telling)
    telling.cancel()
    await asyncio.wait({telling})
    return heard


async def _another_evening(tell: Tell, before: int) -> list[News]:
    hall, bell, heard = Hall(50, before), Bell(), list[News]()
    telling = asyncio.ensure_future(tell(hall, bell, _into(heard), 7))
    await _settled(telling)
    hall.publish("C9", "sold")
    bell.ring()
    await _settled(telling)
    telling.cancel()
    await asyncio.wait({telling})
    return heard[:5]


def _into(heard: list[News]) -> Callable[[News], Awaitable[None]]:
    async def send(news: News) -> None:
        heard.append(news)
        await asyncio.sleep(0)

    return send


async def _gone(tell: Tell) -> None:
    async def send(news: News) -> None:
        raise ConnectionResetError("gone")

    telling = asyncio.ensure_future(tell(Hall(50, 2), Bell(), send, 0))
    await asyncio.wait({telling}, timeout=1)
    telling.cancel()
    with suppress(asyncio.CancelledError):
        await telling


def slow_ones_get_the_last(tell: Tell, screens: int, changes: int) -> None:
    """Who is slow holds nobody up, and then gets all that was missed, in one piece."""
    with judging("E1: who is slow gets the last state, in one piece") as judge:
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


# --- E2: following -----------------------------------------------------------------------------


def screens_catch_up(follow: Follow, cuts: int, seed: int, *, odd: bool = False) -> None:
    """Over all cuts, gaps and repetitions a screen shows each change once, and ends as the hall."""
    with judging("E2: nothing is lost, nothing is shown twice") as judge:
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
        _each_once(judge, stage, screen, called)
        _one_after_another(judge, stage, called)


def _each_once(judge: Judge, stage: Cut, screen: Screen, called: str) -> None:
    judge.that(
        not stage.missed,
        called=called,
        got=f"{stage.missed} was not shown, where seq was {stage.missed_at}",
        expected="screen.show(news)",
        likely="it tells something new: its seq is above screen.seq, its after is not.",
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


def _one_after_another(judge: Judge, stage: Cut, called: str) -> None:
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
        stage.most_open == 1 and not stage.open_in_pause,
        called=called,
        got=f"{stage.most_open} streams open at once, {stage.open_in_pause} while it paused",
        expected="each one closed before the pause and the next",
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


def over_a_restart(follow: Follow) -> None:
    """The same where the hall is restarted, and other ways to end are told apart."""
    screens_catch_up(follow, cuts=40, seed=3, odd=True)
    leaves_in_order(follow)


def leaves_in_order(follow: Follow) -> None:
    """An evening without news ends, what is no cut comes out, and who is cancelled goes."""
    with judging("E2: an evening without news ends, and other errors come out") as judge:
        called = "follow(a stream that ends at once, screen, pause)"
        with judge.calling(called, likely=_why_not_followed):
            screen = in_a_loop(partial(_nothing, follow))
        judge.equal(screen.shown, [], called=called, likely="there was nothing to show.")
        called = "follow(a stream of the whole hall, with the number that the screen has, …)"
        with judge.calling(called, likely=_why_not_followed):
            screen = in_a_loop(partial(_same_number, follow))
        judge.equal(
            screen.seats,
            {"B2": "held"},
            called=called,
            likely="after=0 is shown in any case: it may be another evening with that number.",
        )
        for raised in (RuntimeError, PermissionError, asyncio.CancelledError):
            called = f"follow(connect, screen, pause), where {raised.__name__} comes up"
            try:
                in_a_loop(partial(_broken, follow, raised))
                got = "it goes on"
            except (Exception, asyncio.CancelledError) as error:
                got = type(error).__name__
            judge.equal(
                got,
                raised.__name__,
                called=called,
                likely="catch ConnectionError alone: everything else is not a cut.",
            )


async def _nothing(follow: Follow) -> Screen:
    async def connect(after: int) -> AsyncIterator[News]:
        for news in list[News]():
            yield news

    screen = Screen()
    async with asyncio.timeout(1):
        await follow(connect, screen, _no_pause)
    return screen


async def _same_number(follow: Follow) -> Screen:
    async def connect(after: int) -> AsyncIterator[News]:
        yield News(0, 1, {"B2": "held"})

    screen = Screen(1, {"A1": "sold"})
    async with asyncio.timeout(1):
        await follow(connect, screen, _no_pause)
    return screen


async def _broken(follow: Follow, raised: type[BaseException]) -> None:
    tries = 0

    async def connect(after: int) -> AsyncIterator[News]:
        nonlocal tries
        tries += 1
        if tries > 1:  # it went on
            return
        yield News(0, 1, {"A1": "sold"})
        raise raised("no cut")

    await follow(connect, Screen(), _no_pause)


async def _no_pause(failures: int) -> None:
    await asyncio.sleep(0)


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
