"""What J08.4 asks of an answer: each check is one claim."""

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any, NoReturn

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import (
    RequestedRangeNotSatisfiable,
    TooManyRequests,
    default_exceptions,
)

from labs.judges import Judge, judging
from labs.judges.contracts.reviews import contract
from labs.judges.wire import keeps
from labs.servers.hosting_wsgi import HostedWSGI, hosted_wsgi
from labs.units.j08_4 import causes
from labs.units.j08_4.bare import Desk, Export, Refused, bare_app
from labs.units.j08_4.crowd import (
    COMINGS,
    EVENING,
    HELD_BY,
    SAFE,
    TOMS,
    VISITS,
    Coming,
    hash_of,
)
from labs.units.j08_4.failures import FAILURES, given_away
from labs.units.j08_4.guests import Seen, Wish, asked, asked_all
from labs.units.j08_4.held import Held, WatchedKeys
from labs.units.j08_4.stacks import stacks_of

Write = Callable[[str], object]
AddRequestId = Callable[[Flask], object]
AddWriting = Callable[[Flask, Write], object]
Guard = Callable[[Flask, Mapping[str, str]], object]
Layers = Callable[[], Sequence[type]]

_SECONDS = 5.0
_HELD, _HELD_BODY = 0.1, 0.3
"""Seconds for which a request is kept in a layer, and between two pieces of its answer."""
_ROUNDED = 20
"""Milliseconds by which a line may be rounded."""
_LATE = 500
"""Milliseconds by which a request's thread may be late on a busy machine."""


def before_all() -> None:
    """Let a first server bring what all later ones need, once for all answers."""
    with hosted_wsgi(bare_app()) as site:
        asked(site.port, Wish("GET", "/healthz"), "first")


# --- E1: the access log -----------------------------------------------------------------------

LINES = "E1: each request has one line, and it agrees with what the guest has seen"
MEMBERS = ("id", "method", "route", "status", "ms")


def reconciled(
    add_request_id: AddRequestId, add_access_log: AddWriting, guests: int, seed: int
) -> None:
    """An evening of guests: as many lines, each with what its guest has asked and seen."""
    draw, lines = Random(seed), list[str]()  # noqa: S311 - no secret
    wishes = [*EVENING, *draw.choices(EVENING, k=guests - len(EVENING))]
    draw.shuffle(wishes)
    with judging(LINES) as judge:
        app = _logging_app(judge, add_request_id, add_access_log, lines.append, export=_long)
        with hosted_wsgi(app) as site:
            # What is no well-formed id is replaced: the guest finds the new one in the answer.
            pairs = [(wish, f"guest{'-' if n % 9 else ' '}{n}") for n, wish in enumerate(wishes)]
            seen = asked_all(site.port, pairs, at_once=4)
            _until(lambda: len(lines) >= guests)
            raised = causes.raised(site.stderr)
        _once_each(judge, lines, seen, raised)
        logged = {line["id"]: line for line in map(json.loads, lines)}
        for one in seen:
            _agrees(judge, logged[one.given_id], one, raised)


def _logging_app(
    judge: Judge,
    add_request_id: AddRequestId,
    add_access_log: AddWriting,
    write: Write,
    *,
    export: Export | None = None,
) -> Flask:
    """With a layer that stands further in, and refuses or fails if a header says so."""
    app = bare_app(export=export)
    add_request_id(app)
    with judge.calling("add_access_log(app, write)"):
        add_access_log(app, write)

    @app.before_request
    def further_in() -> ResponseReturnValue | None:
        match request.headers.get("X-Layer"):
            case "refuses":
                return "No.", 401
            case "fails":
                raise LookupError("of a layer")
        return None

    return app


def _long() -> Iterator[str]:
    """More than any buffer takes, so that it is noticed when a guest goes."""
    for _ in range(2_000):
        yield "5,again\n" * 8_000


def _once_each(judge: Judge, lines: Sequence[str], seen: Sequence[Seen], raised: str) -> None:
    """Each line is JSON with the five members; each id stands in one."""
    ids = Counter[object]()
    for text in lines:
        line = _object(text)
        judge.that(
            line is not None and set(line) == set(MEMBERS),
            called="write(line), at each request",
            got=repr(text) if line is None else f"the members {', '.join(line)}",
            expected=f"a JSON object, with {', '.join(MEMBERS)}",
            likely=causes.why_no_object(text),
        )
        ids[(line or {})["id"]] += 1
    strange = set(ids) - {one.given_id for one in seen}
    for one in seen:
        count = ids[one.given_id]
        judge.that(
            count == 1,
            called=f"{one.wish}, answered {one.status} with X-Request-ID: {one.given_id}",
            got=f"{count} lines with this id; {len(lines)} lines for {len(seen)} guests",
            expected="1 line with this id",
            likely=raised or causes.why_so_many(count, one, len(lines), len(seen), strange),
        )


def _agrees(judge: Judge, line: Mapping[str, Any], one: Seen, raised: str) -> None:
    wanted: dict[str, object] = {"method": one.wish.method, "route": one.wish.route}
    if one.status is not None:
        wanted["status"] = one.status
    got = {name: line[name] for name in wanted}
    judge.that(
        repr(got) == repr(wanted) and type(line["ms"]) in (int, float) and line["ms"] >= 0,
        called=f"{one.wish}",
        got=str(got | {"ms": line["ms"]}),
        expected=str(wanted) + ", and ms a number",
        likely=raised or causes.why_it_differs(line, one),
    )
    came = one.wish.comes_as
    judge.that(
        one.status in (came, None),
        called=f"{one.wish}",
        got=one.status,
        expected=f"{came}, as without the log",
        likely=raised or "an after_request returns the response.",
    )


def told_at_the_end(add_request_id: AddRequestId, add_access_log: AddWriting) -> None:
    """A line comes when its answer is over, counts from its own beginning, and to its own app."""
    held, lines, others = Held(), list[str](), list[str]()
    with judging(LINES) as judge:
        app = _logging_app(judge, add_request_id, add_access_log, lines.append, export=held.pieces)
        app.before_request(held.layer)
        _logging_app(judge, add_request_id, add_access_log, others.append)
        with hosted_wsgi(app) as site:
            export, begun = Wish("GET", "/shows/1/export"), threading.Event()
            slow = threading.Thread(target=asked, args=(site.port, export, "slow", begun))
            slow.start()
            held.in_layer.wait(_SECONDS)
            time.sleep(_HELD)
            asked(site.port, Wish("GET", "/shows/2/reviews"), "quick")
            _until(lambda: lines)
            before_body = held.so_far()
            held.go_in.set()
            held.in_body.wait(_SECONDS)
            in_pieces = begun.wait(3)
            time.sleep(_HELD_BODY)
            asked(site.port, Wish("GET", "/shows/3/reviews"), "late")
            _until(lambda: len(lines) > 1)
            early, ms = list(lines), held.so_far()
            held.go_on.set()
            slow.join(_SECONDS)
            _until(lambda: len(lines) > 2)
            ended = held.so_far()
            raised = causes.raised(site.stderr)
        _not_before(judge, early, others, raised)
        judge.that(
            in_pieces,
            called=f"{export}, while its second piece is being made",
            got="nothing of the answer's body",
            expected="its first piece, as without the log",
            likely=raised or causes.COLLECTED,
        )
        _from_its_beginning(judge, lines, (before_body, ms, ended), raised)


def _not_before(judge: Judge, early: Sequence[str], others: Sequence[str], raised: str) -> None:
    ids = [(_object(text) or {}).get("id") for text in early]
    judge.that(
        ids == ["quick", "late"],
        called="GET /shows/1/export (id slow), and meanwhile GET /shows/2/reviews (id quick) and "
        "GET /shows/3/reviews (id late); lines while the export is still being sent",
        got=f"lines of {ids}" if ids else "no line",
        expected="those of quick and late",
        likely=raised or causes.too_early("slow" in ids, others),
    )
    judge.equal(
        len(others),
        0,
        called="the lines that came to the write of another app, which nobody has asked",
        likely=causes.OTHER_APP,
    )


def _from_its_beginning(
    judge: Judge, lines: Sequence[str], times: tuple[float, float, float], raised: str
) -> None:
    """Of the export; `times`: milliseconds until its body, its last piece, its line."""
    before_body, ms, ended = times
    slow = [line for text in lines if (line := _object(text)) and line.get("id") == "slow"]
    judge.that(
        len(slow) == 1 and ms - _ROUNDED <= slow[0]["ms"] <= ended + _LATE,
        called=f"the line of an export that was held up for {ms:.0f} ms, another within it",
        got=f"ms {slow[0]['ms']}" if slow else "no line",
        expected=f"one line, with ms from {ms:.0f} to {ended:.0f}",
        likely=raised
        or (causes.why_so_short(slow[0]["ms"], before_body, ms) if slow else causes.SHARED),
    )


# --- E2: errors -------------------------------------------------------------------------------

TOLD = "E2: each error is a problem, tells nothing internal, and loses no stack"
_FRAME = re.compile(r"Traceback .*\n(?:  \|)? +File ")
_MISTAKE = "Internal Server Error"


def nine_failures(add_request_id: AddRequestId, add_errors: AddWriting) -> None:
    """Each of nine failures is a 500 that says nothing, and one stack with its id."""
    with judging(TOLD) as judge:
        app, lines = bare_app(), list[str]()
        _with_errors(judge, app, add_request_id, add_errors, lines.append)
        with hosted_wsgi(app) as site, stacks_of(app) as by_flask:
            for number in range(len(FAILURES)):
                lines.clear()
                one = asked(site.port, _drill(number), f"drill-{number}")
                _says_nothing(judge, site, one, number)
                _one_stack(judge, one, lines, by_flask, number)


def _with_errors(
    judge: Judge, app: Flask, add_request_id: AddRequestId, add_errors: AddWriting, write: Write
) -> None:
    add_request_id(app)
    with judge.calling("add_errors(app, write)"):
        add_errors(app, write)


def _drill(number: int) -> Wish:
    return Wish("GET", f"/drill/{number}", about=FAILURES[number].about)


def _says_nothing(judge: Judge, site: HostedWSGI, one: Seen, number: int) -> None:
    told = given_away(FAILURES[number], one.body.decode(errors="replace"))
    judge.that(
        not told,
        called=f"{one.wish}",
        got=f"{one.status} {one.body.decode(errors='replace')[:120]}",
        expected=f"an answer that does not tell: {', '.join(told)}",
        likely=[((one.status or 500) < 500, causes.NOT_YOURS), (True, causes.TELLS)],
    )
    _is_problem(judge, site, one, 500, title=_MISTAKE)


def _is_problem(
    judge: Judge, site: HostedWSGI, one: Seen, status: int, *, title: str | None = None
) -> None:
    """With the three members, and the id that the header has; None is any title."""
    number = one.headers.get("x-request-id")
    wanted = {"status": status, "title": title, "request_id": number}
    got = one.json
    if title is None and isinstance(got, dict):
        wanted["title"] = got.get("title")
    kind = one.headers.get("content-type", "").partition(";")[0]
    judge.that(
        (one.status, kind, got) == (status, "application/problem+json", wanted),
        called=f"{one.wish}",
        got=f"{one.status} {kind} {one.body.decode(errors='replace')[:120]}",
        expected=f"{status} application/problem+json {json.dumps(wanted)}",
        likely=causes.why_no_problem(one, status, kind, wanted, site.stderr),
    )


def _one_stack(
    judge: Judge, one: Seen, lines: Sequence[str], by_flask: Sequence[str], number: int
) -> None:
    failure, id_ = FAILURES[number], one.headers.get("x-request-id")
    own = [line for text in lines if (line := _object(text)) and line.get("id") == id_]
    judge.that(
        len(own) == 1 and not by_flask,
        called=f"{one.wish}, then the log",
        got=f"{len(own)} lines with its id by write, {len(by_flask)} stacks by Flask's own logger",
        expected="1 line by write, and none besides",
        likely=causes.why_so_many_stacks(len(own), len(by_flask), lines),
    )
    stack = str(own[0].get("stack"))
    lacks = [word for word in (failure.kind, *failure.inside) if word not in stack]
    judge.that(
        own[0] == {"id": id_, "stack": stack} and _FRAME.search(stack) and not lacks,
        called=f"{one.wish}, then its line",
        got=json.dumps(own[0])[:140],
        expected='{"id": …, "stack": …}, with all that format_exception gives',
        likely=f"the stack lacks {', '.join(lacks)}." if stack and lacks else causes.NO_STACK,
    )


def refusals(add_request_id: AddRequestId, add_errors: AddWriting) -> None:
    """What is refused on purpose keeps status, title and headers, and leaves no stack."""
    with judging(TOLD) as judge:
        app, lines = bare_app(), list[str]()

        class ClosedError(Refused):
            """A kind of Refused."""

        @app.get("/closed")
        def closed() -> NoReturn:
            raise ClosedError(410, "This show is over.")

        @app.get("/locked")
        def locked() -> NoReturn:
            abort(409, "row 7 of review is locked")

        @app.get("/flood")
        def flood() -> NoReturn:
            raise TooManyRequests("limit of till-7", retry_after=7)

        @app.get("/piece")
        def piece() -> NoReturn:
            raise RequestedRangeNotSatisfiable(length=7)

        _with_errors(judge, app, add_request_id, add_errors, lines.append)
        with hosted_wsgi(app) as site:
            for visit in VISITS:
                one = asked(site.port, visit.wish, "visit")
                if visit.status < 400:
                    _unchanged(judge, one, visit.status)
                    continue
                title = visit.title or default_exceptions[visit.status]().name
                _is_problem(judge, site, one, visit.status, title=title)
                _has_headers(judge, one, visit.headers)
                judge.equal(
                    lines,
                    [],
                    called=f"what write was given after {visit.wish}",
                    likely="nobody has made a mistake here: a stack belongs to those alone.",
                )


def _unchanged(judge: Judge, one: Seen, status: int) -> None:
    judge.that(
        one.status == status and one.headers["content-type"] == "application/json",
        called=str(one.wish),
        got=f"{one.status} {one.headers.get('content-type')}",
        expected=f"{status} application/json, as before",
        likely="what does not fail is left alone.",
    )


def _has_headers(judge: Judge, one: Seen, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        got = one.headers.get(name.lower(), "")
        judge.that(
            {part.strip() for part in got.split(",")} == set(value.split(", ")),
            called=f"{one.wish}, the header {name}",
            got=got or "none",
            expected=value,
            likely="what get_response() of the error brings of headers stays; its body goes.",
        )


def failing_layers(add_request_id: AddRequestId, add_errors: AddWriting) -> None:
    """A layer may fail, too; each app has its own log; the contract of reviews is kept whole."""
    with judging(TOLD) as judge:
        _contract_kept(judge, add_request_id, add_errors)
        app, other = bare_app(), bare_app()
        lines, others = list[str](), list[str]()
        _with_errors(judge, app, add_request_id, add_errors, lines.append)
        _with_errors(judge, other, add_request_id, add_errors, others.append)

        @app.before_request
        def fails() -> None:
            if "X-Fails" in request.headers:
                FAILURES[0].happen()

        with hosted_wsgi(app) as site, stacks_of(app) as by_flask:
            wish = Wish("GET", "/shows/1/reviews", headers={"X-Fails": "1"}, about="a layer fails")
            for said, method in (("one", "GET"), ("two", "POST"), ("no id!", "GET")):
                before = len(lines)
                one = asked(site.port, replace(wish, method=method), said)
                _is_problem(judge, site, one, 500, title=_MISTAKE)
                _one_stack(judge, one, lines[before:], by_flask, 0)
        judge.equal(
            (len(lines), len(others)),
            (3, 0),
            called="three failures in one app, none in another: the lines of both",
            likely=causes.OTHER_APP,
        )


def _contract_kept(judge: Judge, add_request_id: AddRequestId, add_errors: AddWriting) -> None:
    app = bare_app()
    _with_errors(judge, app, add_request_id, add_errors, lambda _: None)
    with hosted_wsgi(app) as site:
        keeps(judge, site, contract())


# --- E3: the key ------------------------------------------------------------------------------

FLASK = "E3: without a key nothing happens, in Flask"


def flask_guarded(guard: Guard, seed: int) -> None:
    """Whoever comes, in whatever order: a handler runs for owners of keys, or for who reads."""
    with judging(FLASK) as judge:
        desk = Desk()
        app = _guarded(judge, guard, desk, dict(HELD_BY))
        comings = _in_some_order(COMINGS, seed)
        with hosted_wsgi(app) as site:
            for number, coming in enumerate(comings):
                desk.ran.clear()
                one = asked(site.port, coming.wish, f"guest-{number}")
                _let_in_or_not(judge, one, coming, desk.ran, causes.raised(site.stderr))
                if coming.refused:
                    _is_problem(judge, site, one, 401)


def _in_some_order(comings: Sequence[Coming], seed: int) -> list[Coming]:
    """The plain ones first, so that a failure is told of what is simplest: who is refused."""
    order = list(comings)
    Random(seed).shuffle(order)  # noqa: S311 - no secret
    return sorted(
        order,
        key=lambda coming: (not coming.plain, not coming.refused, coming.wish.method != "POST"),
    )


def _guarded(judge: Judge, guard: Guard, desk: Desk, keys: Mapping[str, str]) -> Flask:
    app = bare_app(desk)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> ResponseReturnValue:
        return error.title, error.status

    with judge.calling("guard(app, keys)"):
        guard(app, keys)
    return app


def _let_in_or_not(
    judge: Judge,
    one: Seen,
    coming: Coming,
    ran: Sequence[tuple[str, str, object]],
    raised: str,
) -> None:
    """A refusal is a 401 that says how, with its id, and no handler; else all is as ever."""
    sent = str(one.wish)
    runs = 0 if coming.refused or not coming.handled else 1
    got = f"{one.status}, {len(ran)} handlers ran"
    judge.that(
        one.status == coming.status and len(ran) == runs,
        called=sent,
        got=got,
        expected=f"{coming.status}, {runs} handlers ran",
        likely=raised or causes.why_let_in(one.status, coming, len(ran)),
    )
    judge.equal(
        one.headers.get("x-request-id"),
        one.id,
        called=f"{sent}: X-Request-ID of the answer",
        likely="the id comes first: what is refused further out never gets one.",
    )
    if coming.refused:
        judge.equal(
            one.headers.get("www-authenticate"),
            "Bearer",
            called=f"{sent}: WWW-Authenticate of the answer",
            likely="a 401 says how to come in.",
        )
    elif runs and coming.owner and one.wish.method not in SAFE:
        judge.equal(
            ran[0][2],
            coming.owner,
            called=f"{sent}: the caller, as the handler finds it",
            likely="the name that keys has for the hash is kept as caller, before the handler.",
        )


def flask_keys_come_and_go(guard: Guard) -> None:
    """A key holds while it is among its app's keys, and in no other app."""
    with judging(FLASK) as judge:
        keys, desk = dict(HELD_BY), Desk()
        app = _guarded(judge, guard, desk, keys)
        _guarded(judge, guard, Desk(), {})
        with hosted_wsgi(app) as site:
            _come_and_go(judge, site.port, keys, desk.ran)


def flask_each_its_own(guard: Guard) -> None:
    """Who reads is not looked up; of two at once, each keeps its own name."""
    with judging(FLASK) as judge:
        keys, desk = WatchedKeys(HELD_BY, hash_of("sesame")), Desk()
        with hosted_wsgi(_guarded(judge, guard, desk, keys)) as site:
            _each_its_own(judge, site.port, keys, desk.ran)


def _each_its_own(
    judge: Judge, port: int, keys: WatchedKeys, ran: list[tuple[str, str, object]]
) -> None:
    keys.looked_up.clear()
    reads = replace(TOMS, method="GET", body=b"", about="with Tom's key")
    asked(port, reads, "reads")
    judge.equal(
        len(keys.looked_up), 0, called=f"{reads}: look-ups in keys", likely=causes.LOOKED_UP
    )
    ran.clear()
    ines = replace(TOMS, headers={"Authorization": "Bearer poppy-7"})
    keys.meanwhile = lambda: asked(port, ines, "ines")
    asked(port, replace(TOMS, path="/shows/2/reviews"), "tom")
    judge.equal(
        [caller for _, path, caller in ran if path == "/shows/2/reviews"],
        ["Tom"],
        called="POST /shows/2/reviews with Tom's key, while Ines comes with hers: the caller, as "
        "the handler of Tom's finds it",
        likely=causes.ONE_OWNER,
    )


def _come_and_go(
    judge: Judge,
    port: int,
    keys: dict[str, str],
    ran: list[tuple[str, str, object]],
) -> None:
    gone = dict(keys)
    steps: Sequence[tuple[str, Callable[[], object], int]] = (
        ("its key is known", dict, 200),
        ("its key was taken out", keys.clear, 401),
        ("its key came back", lambda: keys.update(gone), 200),
    )
    for about, change, status in steps:
        change()
        ran.clear()
        one = asked(port, replace(TOMS, about=about), "again")
        refused = status == 401
        judge.that(
            (one.status == 401) == refused and len(ran) == (0 if refused else 1),
            called=f"{one.wish}",
            got=f"{one.status}, {len(ran)} handlers ran",
            expected="401, no handler" if refused else "not 401, and the handler",
            likely=causes.COPIED,
        )


DJANGO = "E3: without a key nothing happens, in Django; each request has its line"


def django_guarded(layers: Layers, seed: int) -> None:
    """The same in Django; and each request has a number, a line, and a problem if it fails."""
    from labs.units.j08_4.django_site import new_django, raised, ran

    with judging(DJANGO) as judge:
        lines = list[str]()
        with judge.calling("Django's start, with layers()"):
            app = new_django(layers(), dict(HELD_BY), lines.append)
        comings = _in_some_order([each for each in COMINGS if each.in_django], seed)
        with hosted_wsgi(app) as site:
            for number, coming in enumerate(comings):
                for seen in (ran, lines, raised):
                    seen.clear()
                one = asked(site.port, coming.wish, f"guest-{number}")
                _let_in_or_not(judge, one, coming, ran, "".join(raised[:1]))
                if coming.status >= 400:
                    _is_problem(judge, site, one, coming.status)
                _has_its_line(judge, one, lines, coming)


def _object(text: str) -> dict[str, Any] | None:
    """What a line holds; None if it is no JSON object."""
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _has_its_line(judge: Judge, one: Seen, lines: Sequence[str], coming: Coming) -> None:
    found = [line for line in map(_object, lines) if line]
    access = [line for line in found if "status" in line]
    stacks = [line for line in found if "stack" in line]
    failed = 1 if coming.status == 500 else 0
    judge.that(
        [(line["id"], line["status"]) for line in access] == [(one.id, one.status)]
        and len(stacks) == failed,
        called=f"{one.wish}: lines in the log",
        got=f"(id, status): {[(line['id'], line['status']) for line in access]}, "
        f"stacks: {len(stacks)}",
        expected=f"(id, status): {[(one.id, one.status)]}, stacks: {failed}",
        likely="Log stands in the list once, outside of what refuses: it sees what is within it.",
    )


def django_keys_come_and_go(layers: Layers) -> None:
    """A key holds while it is among the keys."""
    from labs.units.j08_4.django_site import new_django, ran

    with judging(DJANGO) as judge:
        keys = dict(HELD_BY)
        with hosted_wsgi(new_django(layers(), keys, lambda _: None)) as site:
            _come_and_go(judge, site.port, keys, ran)


def django_each_its_own(layers: Layers) -> None:
    """The same as in Flask."""
    from labs.units.j08_4.django_site import new_django, ran

    with judging(DJANGO) as judge:
        keys = WatchedKeys(HELD_BY, hash_of("sesame"))
        with hosted_wsgi(new_django(layers(), keys, lambda _: None)) as site:
            _each_its_own(judge, site.port, keys, ran)


def _until(there: Callable[[], object]) -> None:
    """Wait until it is there, for three seconds at most: what follows looks."""
    end = time.monotonic() + 3
    while not there() and time.monotonic() < end:
        time.sleep(0.005)
