"""What J03.1 asks of an answer: each check is one claim."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from labs.judges import Judge, Likely, judging
from labs.units.j03_1 import causes, probe, season
from labs.units.j03_1.errand import STEPS, Errand
from labs.units.j03_1.probe import Stage
from labs.units.j03_1.site import client_of
from labs.units.j03_1.store import Store, rows_of

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
    """What a trial does once for all answers: start a catalogue."""
    season.checked()


def every(every_performance: EveryPerformance, venues: Sequence[int | None]) -> None:
    """The client's list is the database's, whichever venue is asked for."""
    path, origin = season.checked()
    with judging(EVERY) as judge:
        for venue in venues:
            right = season.in_order(path, venue)
            arguments = () if venue is None else (venue,)
            called = _call(*arguments, of=f"{len(right)} performances")
            with season.recorded(origin) as (client, seen):
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
        called = "two of every_performance(client), an item of each by turns"
        with judge.calling(called, likely=causes.why_it_raises):
            both = list(zip_longest(every_performance(client), every_performance(client)))
        judge.that(
            [[one and one["id"] for one in pair] for pair in both] == [[id_] * 2 for id_ in right],
            called=called,
            got=f"{len(both)} pairs: {both!s:.90}",
            expected=f"{len(right)} pairs of the same",
            likely="what one call has read, another one takes for its own: keep nothing outside "
            "of the function.",
        )


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


def once(every_performance: EveryPerformance, venue: int | None = None) -> None:
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


def failing(every_performance: EveryPerformance, at: int) -> None:
    """An error of the catalogue is an error of the list, not its end."""
    called = _call(of=f"450 performances; request {at} is answered with 503")
    _, origin = season.checked()
    with judging(ONCE) as judge, season.recorded(origin, at) as (client, seen):
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
            likely=[
                (got.startswith("a list"), "half of a list looks like a whole one: "
                 "raise_for_status() tells them apart."),
                (got == "KeyError", "an error's body has no items: raise_for_status() first."),
                (True, "hand on httpx's own error, by raise_for_status(), and do not ask again."),
            ],
        )  # fmt: skip


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


def promises(holds_api: HoldsApi, stage: Stage, *names: str) -> None:
    """The probe finds these promises kept."""
    _probed(THINGS, holds_api, stage, names)


def stateless(holds_api: HoldsApi, stage: Stage, *names: str) -> None:
    """Neither a restart, nor another server, nor another client makes a difference."""
    _probed(STATELESS, holds_api, stage, names)


def _probed(title: str, holds_api: HoldsApi, stage: Stage, names: Sequence[str]) -> None:
    with judging(title) as judge:
        own = replace(stage, make=lambda path: _made(judge, holds_api, path))
        for finding in probe.findings(own, [getattr(probe, name) for name in names]):
            judge.that(
                finding.is_kept,
                called=finding.called,
                got=finding.got,
                expected=finding.expected,
                likely=causes.why_broken(finding),
            )


def _made(judge: Judge, holds_api: HoldsApi, path: Path) -> FastAPI:
    with judge.calling("holds_api(path)", expected="an app"):
        app = holds_api(path)
    judge.that(isinstance(app, FastAPI), called="holds_api(path)", got=repr(app),
               expected="the FastAPI app", likely="is `return app` missing?")  # fmt: skip
    app.add_exception_handler(Exception, causes.told_in_body)
    return app


def two_files(holds_api: HoldsApi, stage: Stage) -> None:
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
