"""What the mistakes of S01.4 are, in words."""

from collections.abc import Sequence

from labs.judges import Likely
from labs.units.s01_4.boards import Seen as BoardSeen
from labs.units.s01_4.stage import Case, Report, Seen

# --- E1: a callback, and a future -------------------------------------------------------------


def why_errors_in_threads(errors: Sequence[str]) -> Likely:
    """Why the callback raises in the driver's thread."""
    first = errors[0] if errors else ""
    return [
        ("no running event loop" in first or "no current event loop" in first,
         "the driver's thread has no loop: take it in ask_hall, before the driver is called."),
        (first.startswith("InvalidStateError"),
         "the future is settled in the driver's thread: let a function that runs in the loop ask "
         "future.done(), and settle it."),
        (True, "the callback takes error and value, and raises nothing, whenever it comes."),
    ]  # fmt: skip


def why_errors_in_the_loop(case: Case, errors: Sequence[str]) -> Likely:
    """Why the loop's log has errors."""
    first = errors[0] if errors else ""
    late = any(when == "too late" for when, _, _ in case.calls)
    return [
        (first.startswith("InvalidStateError") and late,
         "after its time the future is cancelled, and that is settled, too: ask future.done() in "
         "the loop, just before you settle it."),
        (first.startswith("InvalidStateError"),
         "all calls came before the loop had a turn, and each found the future open: asked in the "
         "driver's thread, done() says nothing about later. Ask in the loop, just before."),
        ("never retrieved" in first or "OSError" in first,
         "a future was settled with an error, and nobody awaits it any more."),
        (True, "what runs in the loop for the driver raises nothing."),
    ]  # fmt: skip


def why_this_end(case: Case, seen: Seen) -> Likely:
    """Why `ask` came to another end."""
    times_out = "TimeoutError" in case.right
    values = [repr(value) for _, error, value in case.calls if error is None]
    return [
        (seen.halls != [12], "the driver is called once, with the hall."),
        (seen.stood and seen.ended != "never" and not case.right[0].startswith("OSError"),
         "the loop has no turn while you wait: `await` a future, which blocks nobody."),
        (seen.stood, "the loop stands still: nothing here may block. `await` a future."),
        (times_out and seen.ended == "never",
         "who is never called waits for ever: async with asyncio.timeout(seconds)."),
        (times_out, "nobody called back: that is TimeoutError, from asyncio.timeout."),
        (seen.ended == "CancelledError" or case.is_cancelled,
         "a caller who cancels gets CancelledError: nothing may swallow it."),
        (case.right[0] in ("0", "None", "''", "False") and seen.ended != case.right[0],
         "any value is a value: look at the error, and whether it is None."),
        (len(values) > 1 and seen.ended in values[1:],
         "the first call counts: once the future is done, later ones are passed over."),
        (seen.ended == "None", "the value is not given back: is a `return` missing?"),
        (seen.ended.startswith("OSError("),
         "an error of the driver is raised: future.set_exception(error)."),
        (True, "what came first is the end: value, or error."),
    ]  # fmt: skip


def why_not_apart(ends: Sequence[str], right: Sequence[str]) -> Likely:
    """Why one of two questions has another end."""
    return [
        (list(ends) == list(right)[::-1], "each call has a future of its own: these are mixed up."),
        ("never" in ends or "TimeoutError" in ends,
         "one answer got lost: is the future made in ask_hall, at each call?"),
        (True, "two calls share nothing."),
    ]  # fmt: skip


# --- E2: follow -------------------------------------------------------------------------------


def how_it_ended(seen: Report) -> str:
    """In words."""
    if "error" in seen:
        return f"rejected: {seen['error']}"
    return "fulfilled with undefined" if seen["result"] is None else f"fulfilled: {seen['result']}"


def why_this_result(seen: Report, drawn: int) -> Likely:
    """Why it was not fulfilled with the number of changes that were drawn."""
    return [
        ("error" in seen, "nothing failed: the error is the program's own."),
        (seen["drawn"] < drawn, "it ends too early: null alone is the end. 0, '' and undefined are "
                                "changes."),
        (seen["drawn"] > drawn, "null is no change: it is not drawn."),
        (not seen["right"], "each change is drawn once, in its order."),
        (seen["result"] is None, "the number gets lost: is a `return` missing?"),
        (True, "count what was drawn, in this call alone."),
    ]  # fmt: skip


def why_it_grows(per_change: float) -> Likely:
    """Why the heap has grown, by what a change costs in bytes."""
    return [
        (per_change > 500, "what was drawn is still held: by a list, or by a promise that stays "
                           "open and remembers everybody who asked it."),
        (True, "each step waits for the next one, so all stay open: a loop with `await` holds one "
               "promise at a time."),
    ]  # fmt: skip


def why_nobody_else(longest: int, drawn: int) -> Likely:
    """Why others had no turn."""
    return [
        (longest >= drawn,
         "nobody else had a turn: `await` on what is there already gives way to other promises "
         "alone. await new Promise((go) => setImmediate(go)) lets all others in."),
        (True, "count the changes of this call: after each hundredth one, give way."),
    ]  # fmt: skip


def why_this_trace(got: Sequence[str], wanted: Sequence[str]) -> Likely:
    """Why next and draw have another order."""
    return [
        (sorted(got) != sorted(wanted) and len(got) > len(wanted),
         "after an error nothing more is asked."),
        (True, "one change at a time: the next is asked for when the last is drawn."),
    ]  # fmt: skip


# --- E3: five mistakes ------------------------------------------------------------------------


def why_this_refresh(right: str, got: str) -> Likely:
    """Why a refresh has another end."""
    return [
        (right in ("CancelledError", "TimeoutError") and got == "never",
         "the cancellation is swallowed, and it goes on."),
        (right in ("CancelledError", "TimeoutError"),
         "the cancellation is swallowed: CancelledError is no Exception, but a BaseException."),
        (got.startswith("ShutError"), "an error of ask is passed over: the last number stays."),
        (got == "never", "refresh waits for the note: begin it as a task."),
        (got == "None", "what draw gives is given back."),
        (True, "refresh gives what draw gives."),
    ]  # fmt: skip


def why_these_notes(seen: BoardSeen, right: Sequence[int]) -> Likely:
    """Why other notes came to their end."""
    return [
        (sorted(seen.notes) != sorted(right),
         "a note begins for each answer of a hall, and for no other."),
        (True, "the loop holds tasks weakly: one that nobody else holds is collected while it "
               "waits. Keep every task, in a set of the board, until it is done."),
    ]  # fmt: skip


def why_this_sale(seen: Report, end: Report, right: object, errors: Sequence[str]) -> Likely:
    """Why a sale has another end; `errors` are those of all sales."""
    missing = seen["missing"][0] if seen["missing"] else ""
    return [
        (not end and missing,
         f"`{missing}` was never begun: one sale waits for another. Hold the lock for read and "
         "write alone."),
        (not end, "it waits for something that never ends."),
        ("error" in end and errors.count(end["error"]) > 1,
         "the error of one sale reaches the next: in the tail, that goes on however the last one "
         "has ended."),
        ("error" in end and isinstance(right, int), "nothing failed: the error is your program's."),
        (isinstance(right, str), "an error of ask or write reaches the caller."),
        (end.get("result", 0) is None, "the sum gets lost: is a `return` missing?"),
        (True, "the sum of the prices of these halls."),
    ]  # fmt: skip
