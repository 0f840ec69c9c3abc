"""What J03.1 asks of an answer: each check is one claim."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from fastapi import FastAPI

from labs.judges import Judge, Likely, judging
from labs.units.j03_1 import causes, probe, season
from labs.units.j03_1.errand import STEPS, Errand
from labs.units.j03_1.probe import Stage
from labs.units.j03_1.site import client_of
from labs.units.j03_1.store import Hold, Store, rows_of, spoil

EveryPerformance = Callable[..., Iterable[Mapping[str, Any]]]
HoldsApi = Callable[[Path], FastAPI]

STAGE = Stage(lambda _: FastAPI())
"""The shows and holds of the visible checks; `make` is the answer."""
OTHER_STAGE = Stage(
    STAGE.make,
    titles=["Ærø", "Salt and Lanterns", "Nine Letters", "The Tin Comet"],
    first=400,
    held=[(1 + number % 4, f"Loge {number}/1") for number in range(30)],
    seats=("Loge 7, row Ä", "0"),
    gaps=3,
    limit=7,
)

# --- E1: every page once ------------------------------------------------------------------------

EVERY = "E1: every performance comes, once and in order"
ONCE = "E1: no page is fetched twice, or before it is needed"


def before_all() -> None:
    """What a trial does once for all answers: start a catalogue, and load what serving needs."""
    season.checked()
    with client_of(FastAPI()) as speaking:
        speaking.get("/openapi.json")


def every(every_performance: EveryPerformance, venues: Sequence[int | None]) -> None:
    """The client's list is the database's, whichever venue is asked for."""
    path, origin = season.checked()
    with judging(EVERY) as judge, season.recorded(origin) as (client, seen):
        for venue in venues:
            right = season.in_order(path, venue)
            arguments = () if venue is None else (venue,)
            called = _call(*arguments, of=f"{len(right)} performances")
            seen.clear()
            with judge.calling(called, likely=causes.why_it_raises):
                got = _ids(judge, every_performance(client, *arguments), len(right), called)
            _are(judge, got, right, called, causes.why_these(got, right, venue, seen))


def every_elsewhere(every_performance: EveryPerformance) -> None:
    """A catalogue whose pages are short, empty, and at other addresses; then two readers."""
    right, seen = [40, 7, 12, 3, 99, 1, 2, 50], list[str]()
    called = _call(of="a catalogue whose pages hold 3, 0, 2, 1 and 2")
    with judging(EVERY) as judge, client_of(season.piecemeal(right, seen)) as client:
        with judge.calling(called, likely=causes.why_it_raises):
            got = _ids(judge, every_performance(client), len(right), called)
        _are(judge, got, right, called, causes.why_these(got, right, None, seen))
        called = "two of every_performance(client, 2), an item of each by turns"
        with judge.calling(called, likely=causes.why_it_raises):
            both = list(zip_longest(every_performance(client, 2), every_performance(client, 2)))
        ids = [[one and one["id"] for one in pair] for pair in both]
        judge.that(ids == [[id_] * 2 for id_ in right], called=called,
                   got=f"{len(both)} pairs of ids: {ids!s:.90}",
                   expected=f"{len(right)} pairs of the same",
                   likely="what one call has read, another one takes for its own: keep nothing "
                   "outside of the function.")  # fmt: skip
        judge.equal(dict(both[0][0]), season.listed(right[0]), called=f"{called}; the first",
                    likely="give each item as it came, with all its fields.")  # fmt: skip


def _call(*arguments: object, of: str) -> str:
    return f"every_performance({', '.join(['client', *map(str, arguments)])}), {of}"


def _ids(judge: Judge, performances: object, count: int, called: str) -> list[Any]:
    if not isinstance(performances, Iterable):
        judge.fails(called=called, came_back=repr(performances), expected="performances, as dicts",
                    likely="is a `yield` missing, or a `return`?")  # fmt: skip
    got = list(islice(performances, count + 250))
    wrong = next((one for one in got if not isinstance(one, Mapping) or "id" not in one), None)
    judge.that(
        wrong is None,
        called=called,
        got=f"{wrong!r:.90}",
        expected="a performance as the catalogue gives it: {'id': …}",
        likely=[
            (isinstance(wrong, list), "a page's items one by one: `yield from`, not `yield`."),
            (True, "give the items of each page, not the page."),
        ],
    )
    return [one["id"] for one in got]


def _are(judge: Judge, got: list[Any], right: list[int], called: str, likely: Likely) -> None:
    pairs = enumerate(zip_longest(got, right))
    first = next((number for number, (one, other) in pairs if one != other), len(right))
    judge.that(
        got == right,
        called=called,
        got=f"{len(got)} performances, from place {first}: {got[first : first + 4]}",
        expected=f"{len(right)} performances, from place {first}: {right[first : first + 4]}",
        likely=likely,
    )


def once(every_performance: EveryPerformance, venue: int | None, fails: Mapping[int, int]) -> None:
    """No page is fetched but once and when it is needed; an error is handed on.

    `fails` are the numbers of requests, and the statuses with which they fail.
    """
    _fewest(every_performance, venue)
    for at, status in fails.items():
        _failing(every_performance, at, status)


def _fewest(every_performance: EveryPerformance, venue: int | None) -> None:
    """The catalogue's record: the fewest pages, each of them once, each when it is needed."""
    path, origin = season.checked()
    count = len(season.in_order(path, venue))
    least = -(-count // 100)
    with judging(ONCE) as judge, season.recorded(origin) as (client, seen):
        arguments = () if venue is None else (venue,)
        called = _call(*arguments, of=f"{count} performances")
        with judge.calling(called, likely=causes.why_it_raises):
            performances = iter(every_performance(client, *arguments))
            next(performances)
            _has_asked_once(judge, seen, f"{called}; the caller has taken one")
            likely = causes.why_these_pages(seen, least)
            judge.that("limit=100" in seen[0], called=f"{called}; the first request", got=seen[0],
                       expected="a page of 100", likely=likely)  # fmt: skip
            list(islice(performances, 99))
            _has_asked_once(judge, seen, f"{called}; the caller has taken 100")
            list(islice(performances, count))
        judge.that(
            len(seen) == least == len(set(seen)),
            called=f"{called}; the catalogue's record",
            got=f"{len(seen)} requests: {', '.join(seen)}",
            expected=f"{least} requests, each for another page",
            likely=causes.why_these_pages(seen, least),
        )


def _has_asked_once(judge: Judge, seen: Sequence[str], called: str) -> None:
    judge.that(
        len(seen) == 1,
        called=called,
        got=f"{len(seen)} requests: {', '.join(seen)}",
        expected="1 request",
        likely=[
            (len(set(seen)) < len(seen), "a page was fetched twice: keep what its answer was."),
            (True, "whoever takes one performance waits for one page: `yield` each page's items "
             "before you ask for the next page."),
        ],
    )  # fmt: skip


def _failing(every_performance: EveryPerformance, at: int, status: int) -> None:
    """An error of the catalogue is an error of the list, not its end."""
    called = _call(of=f"450 performances; request {at} is answered with {status}")
    _, origin = season.checked()
    with judging(ONCE) as judge, season.recorded(origin, at, status) as (client, seen):
        try:
            got = f"a list of {len(list(islice(every_performance(client), 900)))} performances"
        except NotImplementedError:
            raise
        except Exception as error:
            got = type(error).__name__
        judge.that(
            got == "HTTPStatusError" and len(seen) == at,
            called=called,
            got=f"{got}, after {len(seen)} requests",
            expected=f"HTTPStatusError, after {at} requests",
            likely=causes.why_not_raised(got, seen, at),
        )


# --- E2: resources ------------------------------------------------------------------------------

CLIENT = "E2: the generic client needs no special case"
THINGS = "E2: addresses, methods and links keep their promises"
STATELESS = "E2: all that counts is in the request, or in the file"


def client(holds_api: HoldsApi, stage: Stage, *shows: int) -> None:
    """The client that knows links, methods and status codes alone does its whole errand."""
    with judging(CLIENT) as judge:
        for which in shows:
            path = stage.store()
            before = rows_of(path)
            with client_of(_made(judge, holds_api, path)) as speaking:
                errand = Errand(speaking, stage.rules(), which, stage.seats).run()
            if stuck := errand.stuck:
                step = STEPS[errand.done]
                judge.that(
                    False,
                    called=f"{errand.sent} (step {errand.done + 1} of 9: {step})",
                    got=stuck.got,
                    expected=stuck.expected or causes.NEEDED.get(step, "the next step"),
                    likely=causes.why_stuck(errand),
                )
            judge.equal(rows_of(path), before, called="after the errand; the holds in the file",
                        likely="it has let its hold go: the others stay as they are.")  # fmt: skip


def refused(holds_api: HoldsApi, stage: Stage) -> None:
    """What cannot be held is refused by its status, and changes nothing."""
    path = stage.store()
    Store(path).add(stage.first, "taken")
    number, before = rows_of(path)[0][0], rows_of(path)
    with judging(CLIENT) as judge, client_of(_made(judge, holds_api, path)) as speaking:
        tries = [
            ("POST", "/holds", {"show": stage.first, "seat": "taken"}),
            ("PUT", f"/holds/{number}", {"show": stage.first, "seat": "taken"}),
            ("POST", "/holds", {"show": stage.first + 99, "seat": "A1"}),
        ]
        for method, address, wanted in tries:
            answer = speaking.request(method, address, json=wanted)
            called = f"{method} {address} {wanted}"
            got = f"{answer.status_code} {answer.text}"
            judge.that(answer.status_code == 409, called=called, got=got, expected="409",
                       likely=causes.why_not_409(answer, method))  # fmt: skip
            judge.equal(rows_of(path), before, called=f"{called}; the holds in the file")
        spoil(path)
        for method, address, wanted in tries[:2]:
            own = {"Connection": "close"}  # an error ends the one that it came by
            answer = speaking.request(method, address, json=wanted, headers=own)
            judge.that(answer.status_code >= 500, got=f"{answer.status_code} {answer.text}",
                       called=f"{method} {address}, when the store's file is spoilt",
                       expected="500", likely="only RefusedError is the client's fault: catch no "
                       "other.")  # fmt: skip


def promises(holds_api: HoldsApi, stage: Stage, *names: str) -> None:
    """The probe finds these promises kept."""
    _probed(THINGS, holds_api, stage, names)


def stateless(holds_api: HoldsApi, stage: Stage, *names: str) -> None:
    """Neither a restart, nor another server, nor another client makes a difference."""
    _probed(STATELESS, holds_api, stage, names)
    _by_turns(holds_api, stage)


def others_write(holds_api: HoldsApi, stage: Stage) -> None:
    """What others write counts, in mid-request, too; another file is another box office."""
    _meanwhile(holds_api, stage)
    _two_files(holds_api, stage)


def _probed(title: str, holds_api: HoldsApi, stage: Stage, names: Sequence[str]) -> None:
    with judging(title) as judge:
        own = replace(stage, make=lambda path: _made(judge, holds_api, path))
        for finding in probe.findings(own, [getattr(probe, name) for name in names]):
            is_plain = finding.is_kept or title != STATELESS
            judge.that(
                finding.is_kept,
                called=finding.called,
                got=finding.got,
                expected=finding.expected,
                likely=causes.why_broken(finding, None if is_plain else _stuck_anyway(own)),
            )


def _stuck_anyway(stage: Stage) -> Errand | None:
    """An errand at one server, without a restart and without anybody else, if it fails."""
    with client_of(stage.make(stage.store())) as speaking:
        errand = Errand(speaking, stage.rules(), seats=stage.seats).run()
    return errand if errand.stuck else None


def _made(judge: Judge, holds_api: HoldsApi, path: Path) -> FastAPI:
    with judge.calling("holds_api(path)", expected="an app"):
        app = holds_api(path)
    judge.that(isinstance(app, FastAPI), called="holds_api(path)", got=repr(app),
               expected="the FastAPI app", likely="is `return app` missing?")  # fmt: skip
    app.add_exception_handler(Exception, causes.told_in_body)
    return app


def _two_files(holds_api: HoldsApi, stage: Stage) -> None:
    """What is in the file counts, whoever wrote it; another file is another box office."""
    paths = [stage.store(), stage.store()]
    with judging(STATELESS) as judge:
        apps = [_made(judge, holds_api, path) for path in paths]
        with client_of(apps[0]) as one, client_of(apps[1]) as other:
            wanted = {"show": stage.first, "seat": "late"}
            number = _asked_of(judge, one, wanted)
            told = f"a hold was made at one server; GET /holds/{number} at one for another file"
            _is_status(judge, other, number, 404, told)
            Store(paths[0]).remove(number)
            told = f"hold {number} was taken out of the file by Priya; GET /holds/{number}"
            _is_status(judge, one, number, 404, told)
            new = Store(paths[0]).add(stage.first, "later").number
            told = f"hold {new} was put into the file by Priya; GET /holds/{new}"
            _is_status(judge, one, new, 200, told)


def _by_turns(holds_api: HoldsApi, stage: Stage) -> None:
    """What server A has read or written, server B changes; then A is asked for it again."""
    path, show, (seat, other) = stage.store(), stage.first, stage.seats
    with judging(STATELESS) as judge:
        apps = [_made(judge, holds_api, path) for _ in range(2)]
        with client_of(apps[0]) as a, client_of(apps[1]) as b:
            number = _asked_of(judge, a, {"show": show, "seat": seat})
            one, listed = f"/holds/{number}", "/holds?limit=50"
            turns = [  # who is asked for what, with which seat; the status and seat that come
                (a, "GET", one, None, 200, seat),
                (a, "GET", listed, None, 200, seat),
                (b, "PUT", one, other, 200, other),
                (a, "GET", one, None, 200, other),
                (a, "GET", listed, None, 200, other),
                (a, "POST", "/holds", seat, 201, seat),
                (b, "DELETE", one, None, 204, None),
                (a, "GET", one, None, 404, None),
                (a, "POST", "/holds", other, 201, other),
            ]
            before = f"POST /holds for seat {seat} at server A"
            for speaking, method, address, wanted, status, comes in turns:
                body = {"json": {"show": show, "seat": wanted}} if wanted else {}
                answer = speaking.request(method, address, **body)  # type: ignore[arg-type]
                told = f"{method} {address}" + (f" for seat {wanted}" if wanted else "")
                told += f" at server {'AB'[speaking is b]}"
                judge.that(
                    answer.status_code == status and comes in (None, *_seats(answer)),
                    called=f"{told}, after {before}",
                    got=f"{answer.status_code} …{answer.text[-90:]}",
                    expected=f"{status}" + (f", with seat {comes}" if comes else ""),
                    likely=causes.why_out_of_date(answer),
                )
                before = told


def _seats(answer: httpx.Response) -> list[object]:
    """The seats of the hold, or of the holds, that an answer brings."""
    came = probe.json_of(answer)
    items = came.get("items", [came])
    return [item.get("seat") for item in items if isinstance(item, dict)]


def _meanwhile(holds_api: HoldsApi, stage: Stage) -> None:
    """Somebody else writes while a request is under way, between two calls of the store."""
    add, change = Store.add, Store.change

    def added(store: Store, show: int, seat: str) -> Hold:
        hold = add(store, show, seat)
        add(store, show, f"{seat}, Priya's")
        return hold

    def changed(store: Store, number: int, show: int, seat: str) -> Hold | None:
        store.remove(number)
        return change(store, number, show, seat)

    path = stage.store()
    with judging(STATELESS) as judge, client_of(_made(judge, holds_api, path)) as speaking:
        wanted = {"show": stage.first, "seat": "both"}
        with patch.object(Store, "add", added):
            number = _asked_of(judge, speaking, wanted)
        right = next(row[0] for row in rows_of(path) if row[2] == "both")
        judge.that(number == right, got=f"Location: /holds/{number}",
                   called=f"POST /holds {wanted}, while Priya adds a hold of her own",
                   expected=f"Location: /holds/{right}",
                   likely="store.add gives the new hold; the last one in the file may be another "
                   "client's.")  # fmt: skip
        with patch.object(Store, "change", changed):
            answer = speaking.put(f"/holds/{number}", json=wanted)
        judge.that(answer.status_code == 404, got=f"{answer.status_code} {answer.text}",
                   called=f"PUT /holds/{number} {wanted}, while Priya takes the hold away",
                   expected="404", likely="store.change gives None if there is no such hold, also "
                   "if there was one a moment ago.")  # fmt: skip


def two_readers(holds_api: HoldsApi, stage: Stage) -> None:
    """Two who read the list by turns, at two servers: an address is the same page for both."""
    path = stage.store()
    with judging(STATELESS) as judge:
        apps = [_made(judge, holds_api, path) for _ in range(2)]
        with client_of(apps[0]) as one, client_of(apps[1]) as other:
            address: str | None = f"/holds?limit={stage.limit or 20}"
            for _ in stage.held:
                if address is None:
                    return
                answers = [speaking.get(address) for speaking in (one, one, other)]
                got = [probe.json_of(answer).get("items") for answer in answers]
                judge.that(
                    got[0] is not None and got[0] == got[1] == got[2],
                    called=f"GET {address}, twice at one server and once at another",
                    got="; ".join(answer.text[:90] for answer in answers),
                    expected="the same holds three times",
                    likely="which page is meant stands in the address alone, as ?after=… does: the "
                    "app remembers no reader.",
                )
                address = probe.json_of(answers[0])["next"]


def _asked_of(judge: Judge, speaking: httpx.Client, wanted: Mapping[str, object]) -> int:
    answer = speaking.post("/holds", json=wanted)
    address = answer.headers.get("Location", "")
    number = address.rpartition("/")[2]
    judge.that(number.isdigit(), called=f"POST /holds {wanted}",
               got=f"{answer.status_code}, Location: {address or 'none'}",
               expected="201, Location: /holds/ and its number",
               likely="the address is /holds/ and the number that the store gave.")  # fmt: skip
    return int(number)


def _is_status(judge: Judge, speaking: httpx.Client, number: int, status: int, called: str) -> None:
    answer = speaking.get(f"/holds/{number}")
    judge.that(
        answer.status_code == status,
        called=called,
        got=f"{answer.status_code} {answer.text}",
        expected=str(status),
        likely="something is remembered outside of the file: ask the store at each request, and "
        "make it in holds_api, for the path that is passed in.",
    )
