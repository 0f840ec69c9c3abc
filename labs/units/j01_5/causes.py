"""What the mistakes of J01.5 are, in words."""

import json
from collections.abc import Sequence

from labs.judges import Likely
from labs.units.j01_5.calls import Many
from labs.units.j01_5.stage import Case, Report


def outcome(seen: Report) -> str:
    """How a promise ended."""
    if "error" in seen:
        return f"rejected: {seen['error']}"
    if "result" not in seen:
        return "never settled"
    return f"fulfilled: {written(seen['result'])}"


def written(value: object) -> str:
    """As JavaScript writes a value that came as JSON, where "undefined" stands for undefined."""
    if value is None:
        return "undefined"
    return json.dumps(value, ensure_ascii=False).replace('"undefined"', "undefined")


def _is_copy(error: object, wanted: object) -> bool:
    """Whether it is another error with the words of the one that was wanted."""
    return bool(wanted) and str(error).endswith(f": {wanted}")


OF_A_COPY = "that is another error with the same words: hand on the one that came, itself."
OF_ANOTHER_CALL = "two calls share what ought to belong to each: declare it inside of {}."
OF_THE_CALLERS = "`{}` belongs to the caller, who goes on using it: change a copy, or nothing."


# --- E1 ---------------------------------------------------------------------------------------


def of_no_function(*, missing: bool) -> Likely:
    """Why careful(driver) is no function."""
    return [
        (missing, "`export` stands before the function, and its name is careful."),
        (True, "return a function: return (hall, callback) => { … };"),
    ]


def why_these_calls(
    name: str,
    seen: Report,
    got: Sequence[tuple[object, object]],
    wanted: Sequence[tuple[object, object]],
    *,
    within: bool,
) -> Likely:
    """Why another number of calls, or with something else."""
    return [
        (name in ("again", "orders") and len(got) < len(wanted),
         "a later order is taken for the first again: each call of the function that you return "
         "needs a `done` of its own, inside of it, also for a hall that was ordered before."),
        (any(_is_copy(error, wanted[0][0]) for error, _ in got), OF_A_COPY),
        (wanted[0] in ((None, "0"), (None, "undefined")) and len(got) == 1,
         "0 is a value, and so is undefined: ask whether there is an error, and pass on the value "
         "as it is."),
        (any(str(error).startswith("a string") for error, _ in got),
         "the error itself comes first, or null: neither its text nor the value."),
        (name not in ("throws", "throws_late")
         and ("threw" in seen or (len(got) == 1 and got[0][0] and not wanted[0][0])),
         "this driver throws nothing: the error is your program's own. Does the driver get hall "
         "and callback?"),
        ("threw" in seen, "what the driver throws is caught, and handed to the callback."),
        (name == "callback_throws" and len(got) > 1,
         "what the callback throws is taken for the driver's error: call it where nobody catches, "
         "by queueMicrotask."),
        (name == "throws" and got == [], "nobody tells the callback what the driver threw."),
        (name in ("throws", "throws_late") and len(got) > 1,
         "the driver's second word counts as well: what it throws goes the same way as what it "
         "calls back, and only the first counts."),
        (len(got) > 1, "remember that it was called: a `done` that is false at first."),
        (got == [], "nothing reaches the callback: is it called in each case?"),
        (name == "both" and got != wanted, "there is an error: pass it alone, without a value."),
        (got != wanted, "what came first counts: later calls are passed over."),
        (within, "call it by queueMicrotask(() => callback(…)): it runs when the present code has "
                 "ended."),
    ]  # fmt: skip


# --- E2 ---------------------------------------------------------------------------------------


def why_so_many_begun(got: int, right: int, each: Many, step: int) -> Likely:
    """Why other tasks have begun than ought to, when `step` of them have ended."""
    failed = any(not well for _, well in each.ends[:step])
    return [
        (each.beside, OF_ANOTHER_CALL.format("mapLimit")),
        (got < right and not each.items[got],
         "0 is an item like any other: ask how many are left, not what the next one is."),
        (step == 0 and got == 0, "no task is begun: is the first step called?"),
        (step == 0 and got < right, "one waits for the other: begin `limit` lanes together."),
        (step == 0 and got > right, "all are begun at once: a lane takes its next item when its "
                                    "last has ended."),
        (failed and got > right, "other lanes go on after a failure: leave them nothing to take."),
        (got < right, "the next begins as soon as any has ended, not when all of a group have."),
        (True, "a task that ends makes room for one."),
    ]  # fmt: skip


def why_these_items(*, beside: bool) -> Likely:
    """Why tasks get other items than ought to come."""
    return [
        (beside, OF_ANOTHER_CALL.format("mapLimit")),
        (True, "each task gets its item, and tasks begin in the order of the items."),
    ]


def why_this_outcome(
    seen: Report, results: Sequence[object], failed: Sequence[str], *, beside: bool
) -> Likely:
    """Why it is fulfilled, rejected, or neither."""
    got = seen.get("result")
    return [
        (beside, OF_ANOTHER_CALL.format("mapLimit")),
        (bool(failed) and _is_copy(seen.get("error"), failed[0]), OF_A_COPY),
        (bool(failed) and "result" in seen, "the failure is swallowed: `throw` it again."),
        (bool(failed) and "error" in seen, "the first failure is the one to tell."),
        (not failed and "error" in seen, "nothing failed: the error is the program's own."),
        ("error" not in seen and "result" not in seen, "it waits for something that never ends."),
        (got is None or set(map(str, got)) == {"undefined"},
         "the results are not passed on: .then(() => results)."),
        (not isinstance(got, list), "give a list."),
        (seen["ended"] < len(results),
         f"it does not wait for all: it was fulfilled when {seen['ended']} tasks had ended. What "
         "the next step gives is returned, too."),
        (len(got or []) < len(results) and "undefined" not in (got or []),
         "undefined is a result like any other, and has its place in the list."),
        (len(got or []) != len(results), "one result for each item, for equal items, too."),
        (sorted(map(str, got or [])) == sorted(map(str, results)),
         "they have the order in which tasks ended: keep each in the place of its item, "
         "results[index] = …"),
        (True, "each result in the place of its item: take its index before you wait."),
    ]  # fmt: skip


def why_these_attempts(
    ends: Sequence[str | None], times: int, seen: Report, *, beside: bool
) -> Likely:
    """Why other attempts were made, or with another end."""
    calls = seen["calls"]
    return [
        (seen["peak"] > 1, "attempts run side by side: the next begins when the last has failed."),
        (beside, OF_ANOTHER_CALL.format("retry")),
        (calls == 1 and ends[:2] == ["404", "404"], "a 404 is an error like any other here."),
        (_is_copy(seen.get("error"), ends[-1]), OF_A_COPY),
        (calls > times, f"{times} calls are allowed, the first among them."),
        (calls == 1 < len(ends), "it is not called again: is there a .catch that calls retry?"),
        (
            calls < len(ends) and calls > 1 and ends[calls - 1] == ends[calls - 2],
            "it gives up when the same error comes again: that is an error like any other.",
        ),
        (
            calls < len(ends),
            "it gives up too early: the first call counts as one, and `times` "
            "alone says how many there are.",
        ),
        (calls > len(ends), "it went well, and is begun again all the same: 0 is a result."),
        ("error" in seen and ends[-1] is None, "the last attempt went well."),
        ("result" in seen and ends[-1] is not None, "when all have failed, `throw` the error."),
        (seen.get("result", 0) is None, "the result gets lost: a `return` is missing."),
        ("error" in seen, "the error of the last attempt reaches the caller."),
        (True, "it waits for something that never ends: is a promise returned in each case?"),
    ]


# --- E3 ---------------------------------------------------------------------------------------


def why_an_error(seen: Report) -> Likely:
    """Why a tour fails when nothing was refused that it asked for."""
    return [
        (_twice(seen), OF_ANOTHER_TOUR),
        (True, "the partner refused nothing: the error is the program's own."),
    ]


OF_ANOTHER_TOUR = (
    "it gives back what it does not hold (any more): the list of holds belongs to one tour, and "
    "is made anew inside of each call."
)


def _twice(seen: Report) -> bool:
    """Whether something was to be given back that is not held."""
    return any(event.startswith("free") and event.endswith("fails") for event in seen["events"])


def why_still_held(where: str, case: Case, seen: Report) -> Likely:
    """Why seats are on hold after the end."""
    events = seen["events"]
    tried = [event for event in events if event.startswith("free")]
    return [
        ("free" in seen.get("signalled", ()),
         "free got the signal, too, which has been aborted: the request is broken off at once."),
        (bool(case.cancel) and where == "Python" and not tried,
         "CancelledError is no Exception, and passes by `except Exception`: `finally` sees it."),
        (not tried and any("hold" in one and "fails" in one for one in events),
         "a hold that fails leaves those before it: note each as soon as you have it, and begin "
         "`try` before the first."),
        (not tried, "nothing is given back on this way out: `finally` runs on each."),
        (bool(tried) and tried[-1].endswith("begins"), "free is not awaited: the end came first."),
        (True, "not all that was held is given back: note each hold as soon as you have it."),
    ]  # fmt: skip


def why_no_signal(signalled: Sequence[str]) -> Likely:
    """Why these requests must not be broken off."""
    return [
        ("free" in signalled, "once it is aborted, a free that carries it gives nothing back."),
        (True, "broken off half-way, nobody would know whether the seat is held."),
    ]


def why_this_end(where: str, case: Case, seen: Report) -> Likely:
    """Why the caller does not get the error that came."""
    return [
        (bool(case.cancel) and where != "Python" and "seats" not in seen["signalled"],
         "seats did not get the signal: nothing breaks it off."),
        (_twice(seen), OF_ANOTHER_TOUR),
        ("error" in seen, "another error took its place: it is the program's own."),
        (True, "the caller must know: `finally` lets the error through, unless it returns; what "
               "catches it throws it again."),
    ]  # fmt: skip


def why_these_events(got: Sequence[str], wanted: Sequence[str], at: int, *, beside: bool) -> Likely:
    """Why the events differ from number `at` on."""
    mine = got[at] if at < len(got) else ""
    right = wanted[at] if at < len(wanted) else ""
    before = got[at - 1] if at else ""
    frees, due = (sum(one.startswith("free") for one in each) for each in (got, wanted))
    return [
        (beside and got != wanted, OF_ANOTHER_TOUR),
        (0 < frees < due and len(set(wanted)) < len(wanted),
         "a hall that occurs twice is held twice: each hold is given back."),
        (before.endswith("begins") and right.endswith("ends"),
         "the next step begins before this one has ended: an `await` is missing, or they begin "
         "together. (forEach waits for nobody.)"),
        (mine.startswith("free") and right.startswith("free"),
         "the last one that was held is given back first."),
        (mine.startswith("tour") and right.startswith("free"),
         "seats are given back also when all went well: `finally`."),
        (mine.startswith("free"), "it is given back too early: all are held until the end."),
        (mine.startswith("seats") and right.startswith("hold"), "first all holds, then the seats."),
        (right.startswith("tour"), "something is done that nobody asked for."),
        (True, "compare the order with the text: hold all, ask for all, give all back."),
    ]  # fmt: skip
