"""What J01.5 asks of an answer: each check is one claim."""

from collections.abc import Mapping, Sequence

from labs.judges import Judge, judging
from labs.units.j01_5 import causes, stage
from labs.units.j01_5.calls import Many, Retry
from labs.units.j01_5.stage import Case, Report, Tour


def before_all() -> None:
    """What a trial does once for all answers: start the partner."""
    stage.partner()


# --- E1: exactly once -------------------------------------------------------------------------

Reached = tuple[str | None, str]
"""What a callback gets: the error's text, and the value as JavaScript writes it."""

SEAT, NOTHING = '"seat in 3"', "undefined"

DRIVERS: Mapping[str, Mapping[str, tuple[str, Sequence[Reached]]]] = {
    "at_once": {
        "answers": ("answers", [(None, SEAT)]),
        "fails": ("calls back with an error", [("3 is full", NOTHING)]),
        "twice": ("calls back with a seat, then with another", [(None, SEAT)]),
        "throws": ("throws", [("no way to 3", NOTHING)]),
        "throws_late": ("calls back with a seat, then throws", [(None, SEAT)]),
        "both": ("calls back with an error and a seat", [("3 is full", NOTHING)]),
        "again": (
            "answers, and is asked for hall 3 once more",
            [(None, '"order 1"'), (None, '"order 2"')],
        ),
    },
    "later": {
        "answers": ("calls back later with the value 0", [(None, "0")]),
        "nothing": ("calls back later with null alone", [(None, NOTHING)]),
        "fails": ("calls back later with an error", [("3 is full", NOTHING)]),
        "twice": ("calls back with an error, then with a seat", [("3 is full", NOTHING)]),
        "throws": ("throws, and calls back later all the same", [("no way to 3", NOTHING)]),
        "throws_late": ("calls back with an error, then throws", [("3 is full", NOTHING)]),
        "both": ("calls back later with an error and a seat", [("3 is full", NOTHING)]),
        "orders": (
            "is asked for the halls 3, 1 and 3, and answers 1 first",
            [(None, '"order 2"'), (None, '"order 1"'), (None, '"order 3"')],
        ),
        "callback_throws": ("answers, and the callback throws", [(None, SEAT)]),
        "catches_all": (
            "calls back later inside of a `try`, and the callback throws",
            [(None, SEAT)],
        ),
    },
}
"""What drivers do, in words, and what reaches the callback: see ask_careful.mjs."""


def once(style: str) -> None:
    """Whatever the driver does, the callback is called once, later, with what came first."""
    with judging("E1: exactly one call, whatever the driver does") as judge:
        said = stage.ask("ask_careful.mjs", "careful.mjs", style)
        judge.that(
            said["wrapped"] == "function",
            called="careful(driver)",
            got="careful.mjs exports no careful" if said["missing"] else f"{said['wrapped']}",
            expected="a function of hall and callback",
            likely=causes.of_no_function(missing=said["missing"]),
        )
        for name, (does, wanted) in DRIVERS[style].items():
            seen = said["seen"][name]
            got = [(call["error"], call["value"]) for call in seen["calls"]]
            within = any(call["within"] for call in seen["calls"])
            called = f"careful(driver)(3, callback), where the driver {does}"
            judge.that(
                got == wanted and not within and "threw" not in seen,
                called=called,
                got=_reached(seen, got, within=within),
                expected=f"{_calls(wanted)}, after it has returned",
                likely=causes.why_these_calls(name, seen, got, wanted, within=within),
            )
            _driver_was_asked(judge, called, name, seen)


def _driver_was_asked(judge: Judge, called: str, name: str, seen: Report) -> None:
    """The driver was called with the hall, and an error of the callback's own is not hidden."""
    judge.that(
        seen["halls"] == seen["ordering"],
        called=called,
        got=f"the driver was asked about the halls {causes.written(seen['halls'])}",
        expected=f"about {seen['ordering']}",
        likely="the driver gets the hall, and a callback of yours, once for each call.",
    )
    wanted = ["the mail is down"] if name in ("callback_throws", "catches_all") else []
    judge.that(
        seen["uncaught"] == wanted,
        called=called,
        got=f"errors that nobody caught: {', '.join(seen['uncaught']) or 'none'}",
        expected=", ".join(wanted) or "none",
        likely="what the callback throws is its own affair: call it by queueMicrotask in each "
        "case, so that neither you nor the driver can catch it.",
    )


def _reached(seen: Report, got: Sequence[Reached], *, within: bool) -> str:
    if "threw" in seen:
        return f"it threw: {seen['threw']}"
    return _calls(got) + (", before it has returned" if within else "")


def _calls(calls: Sequence[Reached]) -> str:
    """Such as `callback(null, "seat in 3")`."""
    shown = [
        f"callback(null, {value})"
        if error is None
        else f"callback({error}{'' if value == NOTHING else f', {value}'})"
        for error, value in calls
    ]
    return ", then ".join(shown) or "no call of callback within 0.3 seconds"


# --- E2: many promises ------------------------------------------------------------------------


MANY = (
    Many((12, 3, 5, 8, 6), 2, [(1, True), (2, True), (0, True), (4, True), (3, True)]),
    Many((12, 3, 5, 8, 6), 3, [(2, True), (1, False), (0, True), (3, True)]),
)
"""A second task that ends before the first; a task that fails while others are under way."""

MANY_ELSE = (
    Many((), 3, []),
    Many((12, 3, 12), 10, [(2, True), (0, True), (1, True)]),
    Many((4, 0, 6), 1, [(0, True), (1, True), (2, True)]),
    Many((1, 2, 3, 4), 2, [(0, False), (1, False)]),
    Many((1, 2, 3, 4, 5, 6), 3, [(0, True), (1, True), (2, True), (5, True), (4, True), (3, True)]),
    Many((4, 5, 6, 8), 2, [(0, True), (1, True), (2, True), (3, True)], beside=True),
)
"""Nothing; the same hall twice, and room for more; one by one, and 0 among them; two that fail;
three lanes; two calls at once."""


def many(scenarios: Sequence[Many]) -> None:
    """So many tasks are under way as long as there are items; results have the items' order."""
    with judging("E2: so many at once, and results in the order of the items") as judge:
        given = [{**each._asdict(), "begun": each.begun()} for each in scenarios]
        said = stage.ask("ask_promises.mjs", "promises.mjs", maps=given)
        _is_exported(judge, said, "mapLimit")
        for each, seen in zip(scenarios, said["maps"], strict=True):
            _is_promise(judge, each.called(0), seen)
            _stays(judge, each.called(), "items", each.items, seen["left"])
            _kept_its_limit(judge, each, seen)
            _settled_rightly(judge, each, seen)


def _stays(judge: Judge, called: str, name: str, given: Sequence[int], left: Sequence[int]) -> None:
    """The caller's list is afterwards what it was."""
    judge.that(
        list(left) == list(given),
        called=called,
        got=f"afterwards, {name} is {list(left)}",
        expected=f"{list(given)}, as before",
        likely=causes.OF_THE_CALLERS.format(name),
    )


def _kept_its_limit(judge: Judge, each: Many, seen: Report) -> None:
    for step, (got, right) in enumerate(zip(seen["seen"], each.begun(), strict=False)):
        judge.that(
            got == right,
            called=each.called(step) + ("" if step else ", at first"),
            got=f"tasks begun: {got}",
            expected=f"{right}",
            likely=causes.why_so_many_begun(got, right, each, step),
        )
    judge.that(
        seen["items"] == list(each.items[: len(seen["items"])]),
        called=each.called(),
        got=f"tasks of {causes.written(seen['items'])}, in this order",
        expected=f"of {list(each.items)}",
        likely=causes.why_these_items(beside=each.beside),
    )


def _settled_rightly(judge: Judge, each: Many, seen: Report) -> None:
    failed = [f"hall {each.items[number]} is shut" for number, well in each.ends if not well]
    results = [
        f"{item}, {n}" if n > 1 else (0, "undefined")[n] for n, item in enumerate(each.items)
    ]
    judge.that(
        (seen.get("error") == failed[0]) if failed else (seen.get("result") == results),
        called=each.called(),
        got=causes.outcome(seen),
        expected=f"rejected: {failed[0]}" if failed else f"fulfilled: {causes.written(results)}",
        likely=causes.why_this_outcome(seen, results, failed, beside=each.beside),
    )
    _all_handled(judge, each.called(), seen)


RETRIES = (Retry(["503", "504", None], 5), Retry(["503", "504", "500"], 3))
RETRIES_ELSE = (
    Retry([None], 3),
    Retry(["503"], 1),
    Retry(["404", "404", None], 4),
    Retry([*map(str, range(500, 511)), None], 12),
    Retry(["503", "504", None], 3, beside=True),
)
"""None fails; one is allowed; the same error again; many; two calls at once."""


def again(scenarios: Sequence[Retry]) -> None:
    """A task is begun again until it goes well, one attempt after another, so often at most."""
    with judging("E2: as often as needed, and no more than allowed") as judge:
        given = [each._asdict() for each in scenarios]
        said = stage.ask("ask_promises.mjs", "promises.mjs", retries=given)
        _is_exported(judge, said, "retry")
        for each, seen in zip(scenarios, said["retries"], strict=True):
            ends, times, beside = each
            _is_promise(judge, each.called(), seen)
            last = ends[-1]
            judge.that(
                seen["calls"] == len(ends)
                and seen["peak"] == 1
                and (seen.get("error") == last if last else seen.get("result") == 0),
                called=each.called(),
                got=f"{seen['calls']} calls of task, {causes.outcome(seen)}",
                expected=f"{len(ends)} calls, " + (f"rejected: {last}" if last else "fulfilled: 0"),
                likely=causes.why_these_attempts(ends, times, seen, beside=beside),
            )
            _all_handled(judge, each.called(), seen)


def _is_exported(judge: Judge, said: Report, name: str) -> None:
    judge.that(
        name in said["exports"],
        called="promises.mjs",
        got=f"exports: {', '.join(said['exports']) or 'none'}",
        expected=name,
        likely="`export` stands before the function, and its name is spelt as in the text.",
    )


def _is_promise(judge: Judge, called: str, seen: Report) -> None:
    judge.that(
        seen.get("promise"),
        called=called,
        got=f"it threw: {seen['threw']}" if "threw" in seen else "no promise",
        expected="a promise",
        likely="is the promise returned, also where there is nothing to do?",
    )


def _all_handled(judge: Judge, called: str, seen: Report) -> None:
    judge.that(
        not seen["unhandled"],
        called=called,
        got=f"unhandled rejections: {', '.join(seen['unhandled'])}",
        expected="none: they would end the program",
        likely="a promise is neither returned, nor caught, nor given to Promise.all.",
    )


# --- E3: a tour, in two languages -------------------------------------------------------------

GOES_WELL = (Case([3, 12]),)
GOES_ELSE = (Case((12, 3, 12, 5)), Case([]), Case([8]), Case([3, 12], beside=[4, 5]))
"""The same hall twice, in a tuple; no hall; one; two tours at once."""

BROKEN_OFF = (Case([3, 12], cancel="seats 12 begins"), Case([3, 12], shut=12))
BROKEN_ELSE = (
    Case([5, 3, 7, 12]),
    Case([7, 3]),
    Case([9, 4, 9], shut=9),
    Case([9, 4, 11], cancel="seats 9 begins"),
)
"""Hall 7 is full, after two holds and before any; seats that fail, or are cancelled, at once."""


def same(tour: Tour, cases: Sequence[Case]) -> None:
    """Both programs give the same results by the same events, in the same order."""
    with judging("E3: both programs do the same, in the same order") as judge:
        seats = {hall: hall % 7 * (20 + hall % 11) for case in cases for hall in case.halls}
        for where, case, seen in _both(judge, tour, cases):
            called = f"tour({list(case.halls)}) in {where}"
            called += f", while tour({case.beside}) comes and goes" if case.beside else ""
            _stays(judge, called, "halls", case.halls, seen["halls"])
            judge.that(
                "error" not in seen,
                called=called,
                got=causes.outcome(seen),
                expected="a list of numbers",
                likely=causes.why_an_error(seen),
            )
            _same_events(judge, called, case, seen)
            left = [seats[hall] for hall in case.halls]
            judge.that(
                seen.get("result") == left,
                called=called,
                got=causes.outcome(seen),
                expected=f"{left}, the seats that are left",
                likely="give back what seats said of each hall, in the order of the halls.",
            )


def clean(tour: Tour, cases: Sequence[Case]) -> None:
    """After a failure and after a cancellation the partner has no hold, and the caller knows."""
    title = "E3: nothing stays on hold, after a failure or a cancellation"
    with judging(title) as judge:
        for where, case, seen in _both(judge, tour, cases):
            right, what = stage.right(case)["error"], _what_happens(case)
            called = f"tour({list(case.halls)}) in {where}, where {what}"
            _stays(judge, called, "halls", case.halls, seen["halls"])
            judge.that(
                not seen["open"],
                called=called,
                got=f"seats on hold after the end: {seen['open']}",
                expected="0, by the partner's gauge",
                likely=causes.why_still_held(where, case, seen),
            )
            judge.that(
                seen.get("error") == right,
                called=called,
                got=causes.outcome(seen),
                expected=f"an error: {right}",
                likely=causes.why_this_end(where, case, seen),
            )
            _same_events(judge, called, case, seen)


def _both(judge: Judge, tour: Tour, cases: Sequence[Case]) -> list[tuple[str, Case, Report]]:
    """What each program does in each case: tour.mjs first."""
    said = stage.in_node(cases)
    judge.that(
        "tour" in said["exports"],
        called="tour.mjs",
        got=f"exports: {', '.join(said['exports']) or 'none'}",
        expected="tour",
        likely="`export` stands before `async function tour`.",
    )
    node = zip(["tour.mjs"] * len(cases), cases, said["reports"], strict=True)
    with judge.calling(f"tour({cases[0].halls}, partner) in Python"):
        seen = stage.in_python(tour, cases)
    return [*node, *zip(["Python"] * len(cases), cases, seen, strict=True)]


def _what_happens(case: Case) -> str:
    if case.cancel:
        return f"the caller cancels when {case.cancel}"
    return f"the seats of {case.shut} are 404" if case.shut > 0 else "hall 7 has no seat to hold"


def _same_events(judge: Judge, called: str, case: Case, seen: Report) -> None:
    signalled = [what for what in seen.get("signalled", ()) if what != "seats"]
    judge.that(
        not signalled,
        called=called,
        got=f"{signalled[0] if signalled else ''} got the signal",
        expected="seats alone",
        likely=causes.why_no_signal(signalled),
    )
    got, wanted = seen["events"], stage.right(case)["events"]
    at = next((n for n, (a, b) in enumerate(zip(got, wanted, strict=False)) if a != b), None)
    at = min(len(got), len(wanted)) if at is None else at
    judge.that(
        got == wanted,
        called=called,
        got=", ".join(["…", *got[max(at - 1, 0) : at + 3]]),
        expected=", ".join(["…", *wanted[max(at - 1, 0) : at + 3]]),
        likely=causes.why_these_events(got, wanted, at, beside=bool(case.beside)),
    )
