"""Load from many clients at once, bounded in count and in time, and only on this machine."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from time import monotonic, perf_counter_ns
from typing import TypeVar, cast

from labs.measure.loopback import NotLoopbackError, this_machine_only
from labs.measure.meter import Run
from labs.measure.progress import progress

T = TypeVar("T")
R = TypeVar("R")

MOST_CLIENTS = 64


@dataclass(frozen=True)
class Replay:
    """What came of a replay."""

    run: Run
    """Milliseconds of each call, failed ones too, in the order of the items."""

    outcomes: Counter[str]
    """Calls by outcome: a label of the answer, or the name of the error's type."""

    errors: Counter[str]
    """Those of the outcomes that are errors."""

    seconds: float
    """Wall time of the whole."""

    complete: bool
    """True if every item was sent before the time was up."""

    def __str__(self) -> str:
        found = ", ".join(f"{count:,} {name}" for name, count in self.outcomes.most_common())
        return f"{self.run}; {found or 'no outcome'}" + ("" if self.complete else "; time was up")


def replay(
    call: Callable[[T], R],
    items: Sequence[T],
    clients: int = 1,
    seconds: float = 30,
    outcome: Callable[[R], str] = lambda _: "answered",
) -> Replay:
    """Call once with each item, by so many clients (threads) at a time.

    No call begins after `seconds`; one that hangs is for the timeout of its client.
    `outcome` says under which label an answer is counted, such as its HTTP status. Errors are
    counted by type and never raised. Raises ValueError unless clients is 1 to 64, and
    NotLoopbackError if a call connects to another machine.
    """
    if not 1 <= clients <= MOST_CLIENTS:
        raise ValueError(f"clients must be 1 to {MOST_CLIENTS}, not {clients}.")
    results: dict[int, tuple[float, str, bool]] = {}
    lock, stopped = Lock(), False
    bar = progress(items, "replay")
    waiting = enumerate(bar)
    begin = monotonic()

    def next_item() -> tuple[int, T] | None:
        with lock:
            if stopped or monotonic() - begin >= seconds:
                return None
            return next(waiting, None)

    def client() -> None:
        while (numbered := next_item()) is not None:
            number, item = numbered
            start = perf_counter_ns()
            try:
                with this_machine_only():
                    answer, error = call(item), ""
            except NotLoopbackError:
                raise
            except Exception as raised:
                answer, error = None, type(raised).__name__
            milliseconds = (perf_counter_ns() - start) / 1e6
            results[number] = milliseconds, error or outcome(cast(R, answer)), bool(error)

    with ThreadPoolExecutor(clients) as pool:
        working = [pool.submit(client) for _ in range(clients)]
        try:
            for future in working:
                future.result()
        finally:
            stopped = True  # an interrupt, or a bad outcome(), ends the other clients too
    bar.close()
    took = monotonic() - begin
    ordered = [results[number] for number in sorted(results)]
    return Replay(
        run=Run("replay", tuple(milliseconds for milliseconds, _, _ in ordered)),
        outcomes=Counter(name for _, name, _ in ordered),
        errors=Counter(name for _, name, failed in ordered if failed),
        seconds=took,
        complete=len(ordered) == len(items),
    )
