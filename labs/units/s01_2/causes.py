"""What the mistakes of S01.2 are, in words."""

import asyncio
from collections.abc import Mapping, Sequence

from labs.judges import Likely
from labs.units.s01_2.stage import Report
from labs.units.s01_2.upstream import Came

# --- E1 ---------------------------------------------------------------------------------------


def ended(came: Came) -> str:
    """How an import ended."""
    if came.returned:
        return "it returned"
    return ", ".join(type(error).__name__ for error in came.errors)


def of_a_mistake(error: Exception) -> Likely:
    """Why an error that no hall and no caller has raised reaches the caller."""
    return [
        (
            isinstance(error, TimeoutError),
            "a call that is late, or an import that never ends: `except TimeoutError` for the "
            "first; for the second, a place that nobody gives back.",
        ),
        (
            isinstance(error, TypeError) and "await" in str(error),
            "`await` stands before something that is no coroutine; begin yours by `async def`.",
        ),
        (
            "different event loop" in str(error),
            "it is made once, outside: make it in the coroutine, anew for each import.",
        ),
    ]


def why_it_goes_on(came: Came) -> Likely:
    """Why calls go on after the end."""
    return [
        (
            came.later,
            "the others are not cancelled: gather lets them go on, a TaskGroup does not.",
        ),
        (True, "cancel each call, and wait for it: the end comes when the last has ended."),
    ]


def why_these_calls(begun: Sequence[int], asked: Sequence[int]) -> Likely:
    """Why other halls were asked."""
    return [
        (not begun, "nothing was asked: is ask awaited, for each hall?"),
        (len(set(begun)) < len(begun), "no hall is asked twice."),
        (len(begun) < len(asked), "the next one is asked as soon as a place is free."),
        (set(begun) > set(asked), "a hall that has left is for good: ask no other after it."),
        (True, "in the order given."),
    ]


def why_late_ends_so(came: Came) -> Likely:
    """Why an import in which halls are late ends otherwise, or too early."""
    return [
        (came.open, "a call that is late is cancelled, and waited for, before the end."),
        (True, "a hall that is late is no error; one that has left is."),
    ]


def why_this_end(came: Came, *, is_cancelled: bool) -> Likely:
    """Why the caller is not told what happened."""
    return [
        (
            is_cancelled and came.returned,
            "the cancellation is swallowed: CancelledError is for the caller, too.",
        ),
        (came.returned, "the failure is swallowed: only a call that is late is no error."),
        (
            any(isinstance(error, asyncio.CancelledError) for error in came.errors),
            "the caller is told of a cancellation, and not why: let the first error through.",
        ),
        (True, "let what ask raised reach the caller."),
    ]


def why_this_peak(peak: int, limit: int) -> Likely:
    """Why another number of calls was under way."""
    return [
        (peak == 0, "nothing was asked: is ask awaited, for each hall?"),
        (peak == limit + 1, "one too many: is a place taken before the call, and kept during it?"),
        (peak > limit, "nothing holds the limit: one semaphore for each import, shared by its "
                       "calls."),
        (peak == 1, "each waits for the one before: begin them together."),
        (True, "not all places are used: does another import hold some of them?"),
    ]  # fmt: skip


def why_this_is_found(found: Mapping[int, int | None], right: Mapping[int, int | None]) -> Likely:
    """Why it is not what was answered."""
    missing = [hall for hall in right if hall not in found]
    other = [hall for hall in found if hall not in right]
    wrong = [hall for hall in right if hall in found and found[hall] != right[hall]]
    first, lost, extra = ((halls or [0])[0] for halls in (wrong, missing, other))
    return [
        (
            len(missing) == len(right) > 0,
            "nothing is kept: put each answer into `found` as soon as it is there.",
        ),
        (
            missing and right[lost] is None,
            f"hall {lost} was late, so its place in found is None.",
        ),
        (missing, f"the answer of hall {lost} was there, and is lost."),
        (
            wrong and right[first] is None,
            f"hall {first} was late, so its place in found is None, whatever was there before.",
        ),
        (other, f"hall {extra} belongs in no more: the import had ended, or it was never asked."),
        (
            right.get(first) == 0,
            "0 seats are an answer: None is for a call that was late.",
        ),
        (
            found.get(first) is None,
            f"hall {first} answers at once, and waited for a place only: the time counts from the "
            "call on, so it stands within `async with places`.",
        ),
        (True, f"look at hall {first}."),
    ]


# --- E2 ---------------------------------------------------------------------------------------


_SLIPS_IN = (
    "between one that leaves and the next in the queue, another slips in: hand the place over, "
    "and call it free only if nobody waits."
)


def why_this_order(given: Report) -> Likely:
    """Why tasks begin in another order than they came in."""
    return [
        ("newcomer" in given, _SLIPS_IN),
        (True, "whoever came first goes on first: push at one end, shift at the other."),
    ]


def why_so_many(got: int, right: int, ends: Sequence[tuple[int, bool]]) -> Likely:
    """Why other tasks have begun than ought to."""
    return [
        (not ends and got == 0, "no task is begun, though places are free."),
        (not ends and got > right, "nothing waits: whoever finds no place free queues up."),
        (not ends, "all places are free at first."),
        (got < right and not ends[-1][1], "a task that fails gives its place back, too: finally."),
        (got < right, "nobody calls the next one: who gives a place back resolves its promise."),
        (True, "a place that is given back is for one: either the next in the queue, or free."),
    ]


def why_this_rush(seen: Report, limit: int) -> Likely:
    """Why tasks that arrive one by one are not held to the limit."""
    return [
        (seen["peak"] > limit, _SLIPS_IN),
        (seen["ended"] == 0, "no task ends: is each begun?"),
        (True, "somebody waits for ever, though places are free."),
    ]  # fmt: skip


def read(seen: Report) -> str:
    """What a reader got, and how it ended."""
    got = ", ".join(f"[{hall}, {seats}]" for hall, seats in map(_pair, seen["got"])) or "nothing"
    end = {
        "ended": "then the end",
        "hung": "then it waits, for ever",
        "threw": f"then an error: {seen.get('error', '')}",
    }
    return f"{got}; {end[seen['how']]}"


def _pair(item: object) -> tuple[object, object]:
    return (item[0], item[1]) if isinstance(item, list | tuple) and len(item) == 2 else (item, "")


def why_this_is_read(seen: Report, wanted: Sequence[tuple[int, int]], error: str) -> Likely:
    """Why the reader gets something else, or another end."""
    got = [tuple(pair) if isinstance(pair, list) else pair for pair in seen["got"]]
    said = seen.get("error", "")
    return [
        (seen.get("heldUp"),
         "a hall waits in vain for a later one to be asked: the next is begun when any call "
         "ends, not when the reader gets on."),
        (not seen["signals"] and seen["how"] == "hung",
         "ask gets no signal, and so nothing breaks it off."),
        (seen["how"] == "hung" and error == "AbortError",
         "the caller's signal does not reach ask: AbortSignal.any([signal, stop.signal])."),
        (seen["how"] == "hung",
         "it waits for calls that nobody has aborted: stop.abort() comes first, then wait."),
        (said and "iterable" in said, "answers is an async generator: async function* answers."),
        (said and said != error and error,
         "another error takes the place of the first: what `finally` waits for may fail, so wait "
         "by Promise.allSettled."),
        (said and not error, "nothing went wrong at the partner: the error is the program's own."),
        (error and not said, "the failure is swallowed: let it reach the reader."),
        (sorted(map(str, got)) == sorted(map(str, wanted)), "in the order of halls."),
        (got and not isinstance(got[0], tuple), "it gives pairs: yield [hall, seats]."),
        (len(got) < len(wanted), "an answer is left out: 0 seats are one, too."),
        (True, "it gives pairs of a hall and its seats, in the order of halls."),
    ]  # fmt: skip


def why_it_asks_on(seen: Report) -> Likely:
    """Why something is left."""
    return [
        (not seen["signals"], "ask gets no signal, and so nothing breaks it off."),
        (seen["later"], "those who wait for a place ask later: with an aborted signal ask fails "
                        "at once."),
        (seen["open"] and not seen["timers"], "they are aborted, and not waited for."),
        (seen["how"] == "ended", "the reader has left, and nobody aborts: `finally` runs, too."),
        (True, "an error ends the generator, and nobody aborts the others: `finally`."),
    ]  # fmt: skip


def why_these_are_asked(seen: Report, least: int, limit: int, halls: Sequence[int]) -> Likely:
    """Why more or fewer halls are asked, or at once."""
    return [
        (seen["begun"] != halls[: len(seen["begun"])],
         "they are asked out of order: in places, who came first goes on first."),
        (seen["peak"] > limit, "each call needs a place: within(() => ask(…)), of one "
                               "`places(limit)` for each reading."),
        (seen["peak"] < least == 1, "nothing is asked."),
        (seen["peak"] < least, "one waits for the other: begin them all, and let places of their "
                               "own hold them back."),
        (True, "who has stopped asks no more: does the aborted signal reach ask?"),
    ]  # fmt: skip


# --- E3 ---------------------------------------------------------------------------------------


def of_pool(given: Report) -> str:
    """A call of importHalls, and what happens."""
    halls = given["Halls"]
    shown = f"{halls}" if len(halls) < 5 else f"{{{halls[0]}, …, {halls[-1]}}}"
    happens = ""
    if given.get("Leaves"):
        happens = f"; hall {given['Leaves']} has left"
    if given.get("Cancels"):
        happens = f"; the caller cancels when hall {given['Cancels']} is asked"
    if given.get("Never"):
        happens += f", {given['Never']} do not answer"
    return f"importHalls(ctx, {shown}, {given['Workers']}, ask){happens}"


def of_a_race(error: Exception) -> Likely:
    """Why two goroutines use one variable, unless the detector says enough."""
    return [
        ("DATA RACE" in str(error) and "run_" in str(error).partition("DATA RACE")[2],
         "the caller has the map while workers still write: wait for all, group.Wait(), and count "
         "each by group.Add(1) before `go`."),
    ]  # fmt: skip


def why_it_hangs(given: Report) -> Likely:
    """Why it never ends."""
    return [
        (given.get("Cancels"),
         "the caller's context does not reach ask: derive yours from ctx, not from Background."),
        (given.get("Leaves"),
         "the calls under way are not cancelled: the first error cancels the context that ask "
         "gets."),
        (True, "somebody waits for what never comes: is the channel closed, and each worker done?"),
    ]  # fmt: skip


def why_this_peak_in_go(seen: Report, workers: int) -> Likely:
    """Why another number of calls was under way."""
    return [
        (seen["Peak"] > workers, "more goroutines ask than `workers`: begin so many, and let each "
                                 "take halls from the channel."),
        (seen["Peak"] == 0 or (seen["Open"] and not seen["Hung"]),
         "it returns before its workers have done anything: group.Add(1) before `go`, and at the "
         "end group.Wait(). Do the halls reach them?"),
        (seen["Peak"] == 1, "one asks at a time: is `go` there, and no lock held during ask?"),
        (True, "too few workers: begin as many as `workers` says."),
    ]  # fmt: skip


def why_somebody_is_left(seen: Report) -> Likely:
    """Why calls or goroutines are left."""
    return [
        (seen["Open"] and seen["Goroutines"][1] > seen["Goroutines"][0],
         "it returns while workers go on, and nobody cancels them."),
        (seen["Open"] or seen["Later"], "wait for the workers before you return: group.Wait()."),
        (seen["Goroutines"][1] == seen["Goroutines"][0] + 1,
         "one waits for ever: your context for its parent, unless you `defer cancel(nil)`; or "
         "whoever fills a channel."),
        (True, "a goroutine waits for ever: for a channel that nobody closes, or to hand over what "
               "nobody takes."),
    ]  # fmt: skip


def why_this_error(got: str, right: str) -> Likely:
    """Why it returns another error."""
    return [
        (not right, "all went well: nil. Is the cause asked for before cancel is called?"),
        (not got, "the error gets lost: context.Cause(ctx), of your own context."),
        (got == "context canceled", "this is what the others failed with: the first error is the "
                                    "cause, context.Cause(ctx)."),
        (True, "the first error counts, as ask gave it."),
    ]  # fmt: skip
