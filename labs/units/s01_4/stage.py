"""What the checks of S01.4 stand on: loops of their own, foreign threads, programs that ask."""

import asyncio
import gc
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from labs.judges.asking import asked
from labs.languages import Node, programs
from labs.units.s01_4.driver import Callback, Driver

T = TypeVar("T")
Report = dict[str, Any]
Ask = Callable[[Driver, int, float], Awaitable[object]]

PATIENCE = 4.0
"""Seconds until something is taken to wait for ever. Only a failure reaches them."""

LONG = 4.0
"""Seconds that an answer may take which is there after some turns of the loop."""


class LoopStandsError(RuntimeError):
    """The loop had no turn any more."""


# --- Programs ---------------------------------------------------------------------------------


def supply(*names: str) -> None:
    """Put programs of the room beside the learner's."""
    for name in names:
        programs.give(Path(__file__).with_name(name))


def reports(asking: str, answer: str, scenarios: Sequence[object]) -> tuple[bool, list[Report]]:
    """Whether `answer` exports what its name says, and what it does in each scenario.

    Raises NotWrittenError or ProgramError, in the learner's line, if that cannot be run.
    """
    supply("heap.mjs")
    file = Path(__file__).with_name(asking)
    said: Report = asked(Node, file, answer, given=list(scenarios))
    return answer.partition(".")[0] in said["exports"], said["reports"]


# --- A loop of a check's own ------------------------------------------------------------------


class WatchedLoop(asyncio.SelectorEventLoop):
    """A loop that counts what foreign threads put into it by themselves.

    It does not raise then, as debug mode does: a task whose future raised is never woken again,
    and Python 3.11 can crash when that is collected inside of `asyncio.timeout`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.touched = 0
        self.steps = 0
        """What its own thread has given it to do, now or later."""
        self._home = threading.get_ident()

    def call_soon(
        self,
        callback: Callable[..., object],
        *arguments: object,
        context: Context | None = None,
    ) -> asyncio.Handle:
        if threading.get_ident() == self._home:
            self.steps += 1
            return super().call_soon(callback, *arguments, context=context)
        self.touched += 1
        return super().call_soon_threadsafe(callback, *arguments, context=context)


def in_a_loop(main: Callable[[], Coroutine[Any, Any, T]], seconds: float = 20) -> T:
    """What the coroutine gives in a watched loop of its own.

    Raises LoopStandsError if it does not come to an end within these seconds.
    """
    came: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            with asyncio.Runner(loop_factory=WatchedLoop) as runner:
                came.append(runner.run(main()))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not came:
        raise LoopStandsError
    return came[0]


def logged() -> list[str]:
    """A list into which the running loop writes its errors from now on."""
    log: list[str] = []

    def note(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.append(f"{type(error).__name__}: {error}" if error else str(context["message"]))

    asyncio.get_running_loop().set_exception_handler(note)
    return log


async def turns(count: int = 5) -> None:
    """Let everybody else have so many turns."""
    for _ in range(count):
        await asyncio.sleep(0)


async def ended(task: "asyncio.Task[Any]", seconds: float = PATIENCE) -> str:
    """How a task ends, in words; `never` if it has not after these seconds."""
    await asyncio.wait({task}, timeout=seconds)
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=PATIENCE)
        return "never"
    if task.cancelled():
        return "CancelledError"
    error = task.exception()
    if isinstance(error, NotImplementedError):
        raise error
    if error is None:
        return repr(task.result())
    return "TimeoutError" if isinstance(error, TimeoutError) else f"{type(error).__name__}: {error}"


# --- E1: a driver that calls back as it is told -----------------------------------------------

When = Literal["within", "in turn", "at once", "later", "too late"]
"""In the driver's own call; in threads that have ended before it returns, one after another, or
all at once; from a thread once the loop has nothing to do; once `ask` has ended."""

Call = tuple[When, Exception | None, object]


@dataclass(frozen=True)
class Case:
    """A driver, and what must come of it."""

    does: str
    calls: Sequence[Call]
    right: Sequence[str]
    """One of these ends: the repr of a value, an error in words, `TimeoutError`."""
    seconds: float = LONG
    is_cancelled: bool = False
    """Whether the caller cancels while the driver is silent."""
    has_a_loop: bool = False
    """Whether the driver's thread calls back in a loop of its own."""


@dataclass
class Seen:
    """What came of it."""

    ended: str = "never"
    halls: list[int] = field(default_factory=list)
    in_threads: list[str] = field(default_factory=list)
    """What the callback raised, in the driver's threads."""
    touched: int = 0
    """How often those threads put something into the loop by themselves."""
    in_the_loop: list[str] = field(default_factory=list)
    steps: int = field(default=0, compare=False)
    """What the loop had to do from the call until the end, if nobody cancelled."""
    stood: bool = False
    """Whether the loop had no turn between the driver's call and the end."""


def settled(ask: Ask, case: Case) -> Seen:
    """What comes of a hall that is asked through such a driver."""
    try:
        return in_a_loop(lambda: _settled(ask, case))
    except LoopStandsError:
        return Seen(stood=True)


async def _settled(ask: Ask, case: Case) -> Seen:
    seen, loop = Seen(in_the_loop=logged()), asyncio.get_running_loop()
    idle, is_over = threading.Event(), threading.Event()
    threads: list[threading.Thread] = []

    def say(callback: Callback, error: Exception | None, value: object) -> None:
        try:
            callback(error, value)
        except Exception as raised:
            seen.in_threads.append(f"{type(raised).__name__}: {raised}")

    def later(callback: Callback) -> None:
        for event, when in ((idle, "later"), (is_over, "too late")):
            event.wait(2 * PATIENCE)
            for each, error, value in case.calls:
                if each == when:
                    say(callback, error, value)

    async def later_in_a_loop(callback: Callback) -> None:
        later(callback)

    def work(callback: Callback) -> None:
        if case.has_a_loop:
            asyncio.run(later_in_a_loop(callback))
        else:
            later(callback)

    def driver(hall: int, callback: Callback) -> None:
        seen.halls.append(hall)
        loop.call_soon_threadsafe(idle.set)
        _now(case.calls, lambda error, value: say(callback, error, value))
        threads.append(threading.Thread(target=work, args=(callback,), daemon=True))
        threads[-1].start()

    async def asking() -> object:
        before = getattr(loop, "steps", 0)
        try:
            return await ask(driver, 12, case.seconds)
        finally:
            seen.steps = 0 if case.is_cancelled else getattr(loop, "steps", 0) - before
            seen.stood = not idle.is_set()

    task = loop.create_task(asking())
    if case.is_cancelled:
        while not idle.is_set() and not task.done():
            await asyncio.sleep(0)
        task.cancel()
    seen.ended = await ended(task)
    is_over.set()
    while any(thread.is_alive() for thread in threads):
        await asyncio.sleep(0.001)
    await turns()
    seen.touched = getattr(loop, "touched", 0)
    del task
    gc.collect()  # what nobody has asked for its error tells the loop now
    return seen


def _now(calls: Sequence[Call], say: Callable[[Exception | None, object], None]) -> None:
    """Make the calls that come before the driver returns."""
    at_once = [call for call in calls if call[0] == "at once"]
    gate = threading.Barrier(max(len(at_once), 1))

    def together(error: Exception | None, value: object) -> None:
        gate.wait(PATIENCE)
        say(error, value)

    threads = [threading.Thread(target=together, args=call[1:]) for call in at_once]
    for when, error, value in calls:
        if when == "within":
            say(error, value)
        elif when == "in turn":
            alone = threading.Thread(target=say, args=(error, value))
            alone.start()
            alone.join()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def together(ask: Ask) -> tuple[list[str], list[int]]:
    """How two questions end that are asked at once and answered in the other order; then, in
    which order two give up that nobody answers, the later one sooner, and one behind them ends
    that is answered at once. The loop's own pool has one thread."""
    try:
        return in_a_loop(lambda: _together(ask))
    except LoopStandsError:
        return ["never"] * 2, []


async def _together(ask: Ask) -> tuple[list[str], list[int]]:
    logged()
    callbacks: dict[int, Callback] = {}
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1))
    called = asyncio.Event()

    def driver(hall: int, callback: Callback) -> None:
        callbacks[hall] = callback
        if len(callbacks) == 2:
            loop.call_soon_threadsafe(called.set)

    def answer() -> None:
        for hall in (12, 3):
            if hall in callbacks:
                callbacks[hall](None, 10 * hall)

    async def asked(hall: int, seconds: float, driver: Driver) -> object:
        try:
            return await ask(driver, hall, seconds)
        finally:
            gone.append(hall)

    gone: list[int] = []
    tasks = [asyncio.create_task(asked(hall, LONG, driver)) for hall in (3, 12)]
    with suppress(TimeoutError):
        await asyncio.wait_for(called.wait(), PATIENCE)
    threading.Thread(target=answer, daemon=True).start()
    ends = [await ended(task) for task in tasks]
    gone.clear()
    silent = ((3, 0.5), (12, 0.05))
    tasks = [asyncio.create_task(asked(*each, lambda *_: None)) for each in silent]
    tasks.append(asyncio.create_task(asked(7, LONG, lambda _, callback: callback(None, 70))))
    await asyncio.wait(tasks, timeout=PATIENCE)
    order = [*gone]
    for task in tasks:
        await ended(task, 0)
    return ends, order
