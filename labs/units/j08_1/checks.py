"""What J08.1 asks of an answer: each check is one claim."""

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from labs.judges import CheckFailed, Judge, judging
from labs.judges.contracts import reviews
from labs.judges.wire import Contract, Request, keeps
from labs.languages import Node
from labs.languages.served import Served
from labs.units.j08_1 import causes, contracts, stage
from labs.units.j08_1.layers import Broken, Notes, Onion

Compose = Callable[..., Callable[[Any], Any]]

# --- E1: compose ------------------------------------------------------------------------------

ORDER = "E1: each layer in its turn, on the way in and on the way out"
ONCE = "E1: errors come out as they are, and nothing runs twice"

_TOGETHER = 5
"""Seconds in which two threads must meet; both are on their way."""


def in_turn(compose: Compose) -> None:
    """Two layers and a handler are crossed in their order, and out again."""
    with judging(ORDER) as judge:
        notes = Notes()
        parts = (notes.layer("A"), notes.layer("B"), notes.handler("show"))
        _goes(judge, compose, Onion("compose(A, B, show)", parts, notes, ["A", "B", "show"]))
        notes = Notes()
        parts = (notes.layer("A"), notes.refusing("gate"), notes.handler("show"))
        called = "compose(A, gate, show), where gate refuses"
        _goes(judge, compose, Onion(called, parts, notes, ["A", "gate"]))


def in_other_turns(compose: Compose) -> None:
    """So are none, five, the same one twice, and an onion in an onion; what is handed on stays."""
    with judging(ORDER) as judge:
        notes = Notes()
        show = notes.handler("show")
        _goes(judge, compose, Onion("compose(show)", (show,), notes, ["show"]))
        five = [notes.layer(name) for name in "ABCDE"]
        called = "compose(A, B, C, D, E, show)"
        _goes(judge, compose, Onion(called, (*five, show), notes, [*"ABCDE", "show"]))
        called, parts = "compose(A, A, show)", (five[0], five[0], show)
        _goes(judge, compose, Onion(called, parts, notes, ["A", "A", "show"]))
        with judge.calling("compose(B, show)"):
            inner = compose(five[1], show)
        called, way = "compose(A, compose(B, show))", ["A", "B", "show"]
        _goes(judge, compose, Onion(called, (five[0], inner), notes, way))
        _hands_on(judge, compose)


def _goes(judge: Judge, compose: Compose, onion: Onion) -> None:
    """The way in, and the same way out; twice, with another request."""
    called, notes = onion.called, onion.notes
    expected = [f"{part} in" for part in onion.way]
    expected += [f"{part} out" for part in reversed(onion.way)]
    notes.heard.clear()
    with judge.calling(called, likely=causes.why_raised):
        app = compose(*onion.parts)
    judge.that(
        callable(app) and not notes.heard,
        called=called,
        got=repr(app) + f", after {notes.heard}" * bool(notes.heard),
        expected="a function of a request, before anything is called",
        likely="compose gives a function, and calls nothing yet: is `return` missing?",
    )
    for request in ("first", "second"):
        notes.heard.clear()
        one = f"{called}({request!r})"
        with judge.calling(one, likely=causes.why_raised):
            got = app(request)
        judge.that(
            notes.heard == expected,
            called=one,
            got=", ".join(notes.heard) or "nothing was called",
            expected=", ".join(expected),
            likely=causes.why_this_way(notes.heard, expected),
        )
        judge.that(
            got is notes.answer,
            called=one,
            got=repr(got),
            expected="the very object that the innermost part returned",
            likely="what a layer, or call_next, returns is handed back: is a `return` missing?",
        )


def _hands_on(judge: Judge, compose: Compose) -> None:
    def louder(request: str, call_next: Callable[[str], Any]) -> Any:  # noqa: ANN401
        return call_next(request + "!")

    answers: Sequence[object] = (None, 0, "", [])
    for answer in answers:
        asked: list[str] = []

        def show(request: str, asked: list[str] = asked, answer: object = answer) -> object:
            asked.append(request)
            return answer

        called = f"compose(louder, louder, show)('7'), show gives {answer!r}"
        with judge.calling(called):
            got = compose(louder, louder, show)("7")
        judge.equal(
            asked,
            ["7!!"],
            called=f"{called}; what show was asked, where louder adds a '!'",
            likely="the next layer gets what was handed to call_next, not the first request.",
        )
        judge.that(got is answer, called=called, got=repr(got), expected=repr(answer))


def ways_out(compose: Compose) -> None:
    """An exception passes every layer, unless one catches it; call_next works once."""
    with judging(ONCE) as judge:
        notes = Notes()
        broken = Broken("the page is lost")
        parts = (notes.layer("A"), notes.layer("B"), notes.raising("show", broken))
        with judge.calling("compose(A, B, show)"):
            app = compose(*parts)
        _raises(judge, app, notes, broken)
        notes = Notes()
        parts = (notes.catching("A", Broken), notes.layer("B"), notes.raising("show", broken))
        called = "compose(A, B, show), A catches what show raises"
        with judge.calling(called):
            got = compose(*parts)("7")
        judge.that(
            got is notes.answer,
            called=called,
            got=repr(got),
            expected="what A answers in its place",
            likely="is it caught, or changed, somewhere on its way?",
        )
        _refuses_a_second(judge, compose, None)
        _refuses_a_second(judge, compose, broken)


def _raises(judge: Judge, app: Callable[[Any], Any], notes: Notes, broken: Exception) -> None:
    called = f"compose(A, B, show)('7'), where show raises {broken!r}"
    expected = ["A in", "B in", "show in", "show failed", "B failed", "A failed"]
    got = _came(app, "7")
    judge.that(
        got is broken,
        called=called,
        got=repr(got),
        expected="that very object, raised",
        likely="compose catches nothing, and raises nothing else in its place.",
    )
    judge.equal(notes.heard, expected, called=called, likely="layers are left from the inside.")


def _refuses_a_second(judge: Judge, compose: Compose, error: Exception | None) -> None:
    """The second call of call_next is a RuntimeError, and nothing further in is called, also if
    the first has ended with this error.
    """
    notes, seen = Notes(), list[object]()
    show = notes.raising("show", error) if error else notes.handler("show")
    parts = (notes.layer("A"), notes.calling_twice("B", seen), notes.layer("C"), show)
    called = "compose(A, B, C, show), B calls call_next twice, then with another request"
    called += f", show raises {error!r}" if error else ""
    with judge.calling(called, likely=causes.why_raised):
        compose(*parts)("7")
    second = seen[1] if len(seen) > 1 else None
    runs = notes.heard.count("show in")
    judge.that(
        isinstance(second, RuntimeError) and runs == 1 and notes.heard.count("C in") == 1,
        called=called,
        got=f"the second time: {second!r}; show ran {runs} times",
        expected="the second time: a RuntimeError; show ran once",
        likely=causes.why_twice(second, runs, failed=error is not None),
    )


def once_in_each_call(compose: Compose) -> None:
    """Once is meant for one call of one layer: neither another request nor another layer counts."""
    with judging(ONCE) as judge:
        broken = KeyError("seat")
        notes = Notes()
        parts = (notes.layer("A"), notes.layer("B"), notes.raising("show", broken))
        with judge.calling("compose(A, B, show)"):
            app = compose(*parts)
        for _ in range(2):
            notes.heard.clear()
            _raises(judge, app, notes, broken)
        _refuses_a_second(judge, compose, LookupError("seat"))
        _refuses_a_kept_one(judge, compose)
        _meets_nobody(judge, compose)
        _asks_itself(judge, compose)


def _refuses_a_kept_one(judge: Judge, compose: Compose) -> None:
    """Whoever has kept a call_next gets no further in by it: while its one call is under way, and
    when the layer has ended.
    """
    kept, asked, came = list[Callable[[str], Any]](), list[str](), list[object]()

    def keeps(request: str, call_next: Callable[[str], Any]) -> Any:  # noqa: ANN401
        kept.append(call_next)
        return call_next(request)

    def show(request: str) -> str:
        asked.append(request)
        if len(asked) == 1:
            came.append(_came(kept[0], "again"))
        return f"show {request}"

    called = "compose(A, show)('7'), where A keeps its call_next, and "
    with judge.calling(called + "show calls it"):
        compose(keeps, show)("7")
    came.append(_came(kept[0], "later"))
    moments = (("show calls it", causes.UNDER_WAY), ("it is called afterwards", causes.ENDED))
    for got, (when, likely) in zip(came, moments, strict=True):
        judge.that(
            isinstance(got, RuntimeError),
            called=called + when,
            got=f"{got!r}; show was asked {', '.join(asked)}",
            expected="a RuntimeError; show was asked 7",
            likely=likely,
        )
    judge.equal(asked, ["7"], called=f"{called}calls it twice more; what show was asked")


def _meets_nobody(judge: Judge, compose: Compose) -> None:
    """Two threads are in one layer, and then in the handler, at the same moment."""
    in_layer, in_handler = threading.Barrier(2), threading.Barrier(2)

    def meets(request: str, call_next: Callable[[str], Any]) -> Any:  # noqa: ANN401
        in_layer.wait(_TOGETHER)
        try:
            return call_next(request)
        except RuntimeError:
            in_handler.abort()  # nobody else will come
            raise

    def show(request: str) -> str:
        in_handler.wait(_TOGETHER)
        return f"show {request}"

    with judge.calling("compose(A, show)", likely=causes.why_raised):
        app = compose(meets, show)
    called = "app = compose(A, show); app('7') twice at once, from two threads"
    with ThreadPoolExecutor(2) as pool:
        got = sorted(pool.map(lambda request: _said(app, request), "77"))
    judge.equal(got, ["show 7", "show 7"], called=called, likely=causes.SHARED)


def _asks_itself(judge: Judge, compose: Compose) -> None:
    """A layer that asks the whole app for something else, and then goes on."""

    def asks(request: int, call_next: Callable[[int], int]) -> int:
        if request:
            app(request - 1)
        return call_next(request)

    called = "app = compose(A, show); app(3), where A calls app(2) before it calls call_next(3)"
    with judge.calling(called, likely=causes.why_raised):
        app = compose(asks, lambda request: request)
        judge.equal(app(3), 3, called=called, likely=causes.SHARED)


def _said(app: Callable[[str], Any], request: str) -> str:
    """What it answers, or the name of what it raises."""
    came = _came(app, request)
    return type(came).__name__ if isinstance(came, Exception) else str(came)


def _came(app: Callable[[str], Any], request: str) -> object:
    """What it answers, or raises."""
    try:
        return app(request)
    except Exception as error:
        return error


# --- E2: reviews ------------------------------------------------------------------------------

KEEPS = "E2: the service keeps the contract"
EDGES = "E2: bodies and paths are taken to the byte, and to the letter"
FAILS = "E2: whatever the store does, there is an answer, and it tells no secret"


def keeps_the_contract() -> None:
    """The service keeps all steps of the contract of reviews."""
    _keep(KEEPS, reviews.contract())


def apps_side_by_side() -> None:
    """Apps of one program, each with its store, know nothing of each other; where others use a
    store, too, what it says counts.
    """
    _keep(KEEPS, contracts.SIDE_BY_SIDE)


def to_the_byte() -> None:
    """What is just small enough is taken, and JSON of whatever kind is read."""
    _keep(EDGES, contracts.BODIES)


def to_the_letter() -> None:
    """A path that looks alike is another path; what a 405 allows is what is there."""
    _keep(EDGES, contracts.PATHS)


def failing_store(*ways: str) -> None:
    """Whichever function of the store fails in this way, its caller gets a 500 without a word of
    why, and the service lives on.
    """
    with judging(FAILS) as judge, _served(judge) as service:
        for way in ways:
            _lives_on(judge, service, contracts.failing(way))
            for name, request in contracts.ASKED:
                _tells_no_secret(judge, service, way, name, request)


def _lives_on(judge: Judge, service: Served, contract: Contract) -> None:
    try:
        keeps(judge, service, contract)
    except CheckFailed as failed:
        if service.running:
            raise
        judge.fails(
            sent=failed.parts["called"],
            got="the program has ended, by a rejection that nobody heard",
            expected="500, and a program that lives on",
            likely=contracts.UNHEARD,
        )


def _tells_no_secret(judge: Judge, service: Served, way: str, name: str, request: Request) -> None:
    sent = f"{request} {json.dumps(request.json)}" if request.json else str(request)
    answer = stage.ask(service, sent, headers={"X-App": way})
    found = [secret for secret in contracts.SECRETS if secret in answer.text]
    judge.that(
        not found,
        called=f"{sent}, where the store's `{name}` {way}",
        got=f"{answer.status_code} {answer.text}",
        expected="500, and nothing of the error",
        likely="error.message was not written for callers: with 500 say something of your own.",
    )


def _keep(title: str, contract: Contract) -> None:
    with judging(title) as judge, _served(judge) as service:
        keeps(judge, service, contract)


def _served(judge: Judge) -> Served:
    with judge.calling("reviews.mjs, and its makeApp(store)"):
        return Node.serve(stage.give("judge_reviews.mjs"))
