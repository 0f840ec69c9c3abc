"""What J07.2 asks of an answer: each check is one claim."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx

from labs.judges import Judge, judging
from labs.servers.hosting import hosted
from labs.units.j07_2 import causes, stage
from labs.units.j07_2.box import Box
from labs.units.j07_2.cases import (
    FAILS,
    GENTLE_TRIALS,
    NO_TYPE,
    OTHER_TOLD,
    OTHER_TRIALS,
    OTHER_TURNS,
    TOLD,
    TRIALS,
    TURNS,
    Told,
    Trial,
    Turn,
)
from labs.units.j07_2.counter import Counter, Handlers, Refusal
from labs.units.j07_2.evening import evening
from labs.units.j07_2.journey import Deciding, travel
from labs.units.j07_2.ledger import Ledger, Try
from labs.units.j07_2.situations import (
    LATE_SITUATIONS,
    SITUATIONS,
    Situation,
    other_steps,
    passed_on,
    plain_handlers,
    prepared,
    steps,
)

__all__ = [
    "GENTLE_TRIALS",
    "LATE_SITUATIONS",
    "OTHER_TOLD",
    "OTHER_TRIALS",
    "OTHER_TURNS",
    "SITUATIONS",
    "TOLD",
    "TRIALS",
    "TURNS",
    "Handlers",
]

Observed = Callable[[httpx.Client, Sequence[Try]], Mapping[str, Any]]
ValueOf = Callable[[httpx.Response], Any]


def before_all() -> None:
    """What a trial does once for all answers: start the zoo."""
    stage.zoo()


@contextmanager
def _in_the_zoo(title: str) -> Iterator[tuple[Judge, httpx.Client]]:
    """A judge, and a client of the zoo that follows nothing by itself."""
    with judging(title) as judge, stage.client_of(stage.zoo().url) as client:
        yield judge, client


# --- E1: what methods promise -----------------------------------------------------------------


def promises(observed: Observed, trials: Sequence[Trial]) -> None:
    """Each method's promises are what all of its requests have shown, each sent twice."""
    with judging("E1: what each method promises, by evidence") as judge:
        ledger, tries = Ledger(), [trial.sent for trial in trials]
        called = f"observed(client, [{', '.join(map(str, tries))}])"
        with (
            hosted(ledger.app()) as site,
            stage.client_of(site.url) as client,
            judge.calling(called),
        ):
            got = observed(client, tries)
        methods = {sent.method for sent in tries}
        judge.that(
            isinstance(got, Mapping) and set(got) == methods,
            called=called,
            got=repr(got),
            expected=f"a dict with the methods {', '.join(sorted(methods))}",
            likely=causes.of_table(got, methods),
        )
        sent = [(method, path) for method, path in ledger.seen if path != "/state"]
        wanted = [(each.method, each.path) for each in tries for _ in range(2)]
        judge.that(
            sent == wanted,
            called=called,
            got=f"the service saw {' '.join(f'{method} {path}' for method, path in sent)}",
            expected="each request twice, in this order, and nothing more but GET /state",
            likely=causes.of_requests(sent, wanted),
        )
        for method, promise in got.items():
            mine = [trial for trial in trials if trial.sent.method == method]
            _is_shown(judge, method, mine, promise)


def _is_shown(judge: Judge, method: str, trials: Sequence[Trial], promise: Any) -> None:  # noqa: ANN401
    wanted = {
        "safe": all(trial.seen[0] for trial in trials),
        "idempotent": all(trial.seen[1] for trial in trials),
        "body": any(trial.seen[2] for trial in trials),
    }
    shown = "; ".join(f"{trial.sent}: {causes.STATES[trial.pattern]}" for trial in trials)
    for name, value in wanted.items():
        got = getattr(promise, name, None)
        judge.equal(
            got,
            value,
            called=f"observed(…)[{method!r}].{name}, after {shown}",
            likely=causes.of_promise(name, got, trials),
        )


# --- E2: what to do next ----------------------------------------------------------------------


def turns(decide: Deciding, cases: Sequence[Turn]) -> None:
    """Each answer of the zoo is followed by the right step."""
    with _in_the_zoo("E2: the next step is that of the table") as (judge, client):
        for case in cases:
            wish = {"header": [f"{name}: {value}" for name, value in case.headers.items()]}
            reply = client.request(case.method, f"/status/{case.status}", params=wish)
            with judge.calling(str(case), likely=causes.of_no_decision):
                step = decide(reply.status_code, reply.headers, case.method)
            got = tuple(getattr(step, name, None) for name in ("do", "method", "to", "seconds"))
            judge.that(
                got == case.step,
                called=str(case),
                got=repr(step),
                expected=causes.step_in_words(case.step),
                likely=causes.of_step(case, got),
            )


def journeys(decide: Deciding) -> None:
    """Redirects that follow one another lead to the end, by the right methods."""
    with _in_the_zoo("E2: the next step is that of the table") as (judge, client):
        for first, (path, methods, body) in causes.JOURNEYS.items():
            sent = Try("POST", path, {"seat": "A1"})
            with judge.calling(f"a POST that meets {first}, by decide"):
                made = travel(client, decide, sent)
            heard = made.reply.json() if made.end.do == "use" else {}
            judge.that(
                ([method for method, _ in made.stops], heard.get("body")) == (methods, body),
                called=f"a POST that meets {first}, by decide",
                got=" → ".join(f"{method} {status}" for method, status in made.stops),
                expected=" → ".join(methods) + f", and {body!r} arrives",
                likely="each decision follows from its own three arguments alone.",
            )


# --- E3: the value, or why there is none --------------------------------------------------------


def values(value_of: ValueOf, failed: type[Exception], told: Sequence[Told]) -> None:
    """A success gives its value, and everything else raises FailedError."""
    with _in_the_zoo("E3: a value, or FailedError") as (judge, client):
        for case in told:
            reply = client.get(case.address)
            if reply.headers.get("content-type") == NO_TYPE:
                del reply.headers["content-type"]
            kind = reply.headers.get("content-type", "no Content-Type")
            said = f"value_of(reply): {case.about}, {reply.status_code}, {kind}, {reply.text!r}"
            with judge.calling(said, expected=repr(case.value), likely=causes.of_no_value):
                got = _value_or_fails(value_of, failed, reply)
            judge.that(
                got is FAILS if case.value is FAILS else _same(got, case.value),
                called=said,
                got=repr(got),
                expected=repr(case.value),
                likely=causes.of_value(case, got),
            )


def _same(got: object, wanted: object) -> bool:
    return type(got) is type(wanted) and got == wanted


def _value_or_fails(value_of: ValueOf, failed: type[Exception], reply: httpx.Response) -> object:
    try:
        return value_of(reply)
    except failed:
        return FAILS


def liars(value_of: ValueOf, failed: type[Exception], seed: int) -> None:
    """Of an evening's answers, those are found that say 200 and are none."""
    with _in_the_zoo("E3: a value, or FailedError") as (judge, client):
        replies = [client.get(address) for address in evening(seed)]
        with judge.calling("value_of(reply), for each of the evening's 40 answers"):
            outcomes = [_value_or_fails(value_of, failed, reply) for reply in replies]
        judge.equal(
            sum(outcome is FAILS for outcome in outcomes),
            9,
            called="value_of(reply), for each of the evening's 40 answers: how many FailedError",
            likely="eight of them say 200, and one says 503.",
        )


# --- E4: the box office answers -------------------------------------------------------------------


def handled(handlers: Handlers) -> None:
    """What is done is answered by its code, with the header that belongs to it."""
    _evening(handlers, {1: steps(1), 41: steps(41)})


def handled_otherwise(handlers: Handlers) -> None:
    """So it is on another evening, with other numbers, where the box refuses some."""
    _evening(handlers, {500: other_steps(500), 7: other_steps(7)})


def _evening(handlers: Handlers, evenings: Mapping[int, Sequence[Situation]]) -> None:
    """Each evening at a counter of its own, whose first number is given; a step here, one there."""
    with judging("E4: what is done has its code and header") as judge, ExitStack() as stack:
        counters = [Counter(handlers, passed_on, Box(first)) for first in evenings]
        sites = [stack.enter_context(hosted(counter)) for counter in counters]
        clients = [stack.enter_context(stage.client_of(site.url)) for site in sites]
        for step in zip(*evenings.values(), strict=True):
            for client, counter, situation in zip(clients, counters, step, strict=True):
                _is_answered(judge, client, counter, situation)


def refusals(refusal: Refusal, situations: Sequence[Situation]) -> None:
    """What goes wrong is answered by its code, with the header that belongs to it."""
    counter = Counter(plain_handlers(), refusal, prepared())
    with (
        judging("E4: what goes wrong has its code and header") as judge,
        hosted(counter) as site,
        stage.client_of(site.url) as client,
    ):
        for situation in situations:
            _is_answered(judge, client, counter, situation)


def _is_answered(
    judge: Judge, client: httpx.Client, counter: Counter, situation: Situation
) -> None:
    called = f"{situation}: {situation.about}"
    reply = situation.ask(client, counter)
    if counter.errors:
        likely = causes.of_broken_answer(situation)
        with judge.calling(called, expected=str(situation.wanted), likely=lambda _: likely):
            raise counter.errors.pop()
    trouble = counter.refused[-1] if counter.refused else None
    wrong = situation.wanted.wrong_in(reply, trouble)
    judge.that(
        not wrong,
        called=called + (f" ({type(trouble).__name__} was raised)" if trouble else ""),
        got=wrong,
        expected=str(situation.wanted),
        likely=causes.of_answer(situation, reply),
    )
