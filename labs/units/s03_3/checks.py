"""What S03.3 asks of an answer: each check is one claim."""

import copy
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from labs.judges import Judge, judging
from labs.judges.apps import Add, app_of, host_a_first
from labs.judges.rivals import rival
from labs.units.s03_3 import causes
from labs.units.s03_3.front import behind_nginx, replayed, visits
from labs.units.s03_3.merging import MORE, RFC_7396, Example
from labs.units.s03_3.model import Run
from labs.units.s03_3.office import new_office, read, season, written_elsewhere
from labs.units.s03_3.replicas import Answer, Replicas, ask
from labs.units.s03_3.shop import ELSEWHERE, PATHS, STAGE, WITHDRAWN, Lot, Shop

__all__ = ["ELSEWHERE", "MORE", "PATHS", "RFC_7396", "STAGE", "Lot"]

Buy = Callable[..., str | None]
Merge = Callable[[Any, Any], Any]


def before_all() -> None:
    """What the first server brings is there for all answers."""
    host_a_first()


# --- E1: reads --------------------------------------------------------------------------------

REPLICAS = "E1: two replicas say the same, and what may be kept"


def say_the_same(add_reads: Add, first: int = 1) -> None:
    """Whoever is asked, after a restart, and after a change elsewhere: what the office has now."""
    with judging(REPLICAS) as judge:
        office = new_office(season(), first=first)
        other = new_office(season(("Gala", "Dido")), (("k-ada", "Ann", 5),), first)
        two = Replicas(lambda: app_of(judge, office, add_reads))
        beside = app_of(judge, other, add_reads)
        for change in ("", "changed", "deleted"):
            if change:
                written_elsewhere(office, first, note=change, prices={"stalls": 4500})
                _corrected_elsewhere(office)
            if change == "deleted":
                _deleted_elsewhere(office, first)
            for number in (first, first + 1, 999):
                _each_says(judge, two, office, number, change)
            two.restart(0)
            ask(beside, "GET", f"/evenings/{first}")
            ask(beside, "GET", "/evenings")
            ask(beside, "GET", "/me", headers={"Authorization": "Bearer k-ada"})


def _corrected_elsewhere(database: Path) -> None:
    """By hand: other names and credits, and other documents of the same versions."""
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE guest SET credit = credit + 700, name = name || ' Rae'")
        db.execute("UPDATE evening SET body = json_set(body, '$.venue', 'Lyness')")


def _deleted_elsewhere(database: Path, number: int) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        sql = "UPDATE evening SET version = version + 1, gone = 1 WHERE id = ?"
        db.execute(sql, (number,))


def _each_says(judge: Judge, two: Replicas, database: Path, number: int, change: str) -> None:
    """Both replicas, on one evening, the list and two accounts."""
    [*found] = read(database, "SELECT * FROM evening WHERE id = ?", number)
    living = read(database, "SELECT * FROM evening WHERE NOT gone ORDER BY id")
    items = [{"id": row["id"]} | json.loads(row["body"]) for row in living]
    status = 404 if not found else 410 if found[0]["gone"] else 200
    one = next((item for item in items if item["id"] == number), None)
    for _ in range(2):
        answer = two("GET", f"/evenings/{number}")
        _is(judge, answer, f"GET /evenings/{number}", (status, one), change)
        for row in found if status == 200 else ():
            tag = f'"{number}-{row["version"]}"'
            judge.equal(
                answer.tag, tag, called=f"ETag of GET /evenings/{number}", likely=causes.TAG
            )
    for _ in range(2):
        _is(judge, two("GET", "/evenings"), "GET /evenings", (200, {"items": items}), change)
    accounts = {guest.pop("key"): guest for guest in read(database, "SELECT * FROM guest")}
    for key in ("k-ada", "k-ada", "k-ben", "k-ben", "k-eve", "k-eve"):
        account = accounts.get(key)
        answer = two("GET", "/me", headers={"Authorization": f"Bearer {key}"})
        _is(
            judge, answer, f"GET /me with the key {key}", (200 if account else 401, account), change
        )


def _is(judge: Judge, answer: Answer, called: str, wanted: tuple[int, Any], change: str) -> None:
    status, said = wanted
    got = f"{answer.status} {answer.raised or answer.body.decode()[:150]}"
    judge.that(
        answer.status == status and (said is None or answer.json == said),
        called=called + (f", after an evening was {change} elsewhere" if change else ""),
        got=got,
        expected=f"{status} {'' if said is None else json.dumps(said)}",
        likely=[
            (answer.raised, f"your handler raised {answer.raised}"),
            (answer.status == 304, causes.NOT_ASKED),
            (status == 410 or (change == "deleted" and called == "GET /evenings"), causes.GONE),
            (True, causes.MEMORY if change else causes.SHAPE),
        ],
    )


def told_what_may_be_kept(add_reads: Add) -> None:
    """Cache-Control says what the need is, and who has the present version gets 304."""
    with judging(REPLICAS) as judge:
        office = new_office()
        two = Replicas(lambda: app_of(judge, office, add_reads))
        for path in ("/evenings", "/evenings/2", "/me"):
            answer = two("GET", path, headers={"Authorization": "Bearer k-ada"})
            said = answer.headers.get("cache-control", "")
            fits, likely = causes.policy(path, said)
            judge.that(
                fits,
                called=f"Cache-Control of GET {path}",
                got=repr(said) if said else "none",
                expected=causes.NEEDS[path],
                likely=likely,
            )
        for asked, status in causes.IF_NONE_MATCH.items():
            answer = two("GET", "/evenings/2", headers={"If-None-Match": asked})
            _is_known(judge, answer, asked, status)
        written_elsewhere(office, 2, note="sold out")
        for _ in range(2):
            _is_known(
                judge, two("GET", "/evenings/2", headers={"If-None-Match": '"2-1"'}), '"2-1"', 200
            )
        _deleted_elsewhere(office, 2)
        answer = two("GET", "/evenings/2", headers={"If-None-Match": '"2-3"'})
        _is_known(judge, answer, '"2-3"', 410)


def _is_known(judge: Judge, answer: Answer, asked: str, status: int) -> None:
    judge.that(
        answer.status == status and bool(answer.body) == (status != 304),
        called=f"GET /evenings/2 with If-None-Match: {asked}",
        got=f"{answer.status}, {len(answer.body)} bytes",
        expected=f"{status}{', no body' if status == 304 else ''}",
        likely=[
            (answer.raised, f"your handler raised {answer.raised}"),
            (status == 304 and "W/" in asked, causes.WEAK),
            (status == 304 and "," in asked, causes.SEVERAL),
            (status == 410, causes.GONE),
            (status == 200 and asked == '"2-1"', causes.MEMORY),
            (True, causes.KNOWN if status == 304 else causes.NOT_ASKED),
        ],
    )
    judge.that(
        status == 410 or (answer.tag and "cache-control" in answer.headers),
        called=f"the headers of GET /evenings/2 with If-None-Match: {asked}",
        got=dict(answer.headers),
        expected="ETag and Cache-Control, in a 304, too",
        likely="a Response of one's own gets its headers when it is made."
        if status == 304
        else "the same two headers belong into the 200: response.headers.update(headers).",
    )


KEPT = "E1: nginx answers nine reads of ten, none old, none to the wrong guest"


def kept_well(add_posters: Add, add_reads: Add, seed: int) -> None:
    """A trace through a real nginx: at least 90 % from its cache, and no wrong answer."""
    trace = visits(seed=seed)
    with judging(KEPT) as judge:
        office = new_office()
        app = partial(app_of, judge, office, add_posters, add_reads)
        with behind_nginx(app) as client:
            seen = replayed(client, office, trace)
            tag = client.get("/evenings/1").headers.get("ETag", "")
            again = client.get("/evenings/1", headers={"If-None-Match": tag})
        wrong = [each for each in seen if each.wrong or each.status != 200]
        for each in wrong:
            judge.fails(
                called=f"GET {each.visit.path}, {'kept by' if each.kept else 'through'} nginx",
                got=f"{each.wrong or each.status}: {each.text[:100]}",
                expected="what the office has at that moment, for this guest",
                likely=causes.KEPT if each.kept else causes.MEMORY,
            )
        kept = sum(each.kept for each in seen)
        missed = sorted({each.visit.path for each in seen[50:] if not each.kept})
        judge.that(
            kept >= 0.9 * len(seen),
            called=f"{len(seen)} reads through nginx",
            got=f"{kept} from its cache; late ones that were not: {', '.join(missed)}",
            expected=f"at least {0.9 * len(seen):.0f}",
            likely="the list is the same for all, and may be a minute old: say so.",
        )
        judge.equal(
            again.status_code,
            304,
            called=f"the status of GET /evenings/1 through nginx, with If-None-Match: {tag}",
            likely=causes.AGAIN,
        )


# --- E2: changes ------------------------------------------------------------------------------


def merges(merged: Merge, examples: Sequence[Example]) -> None:
    """Documents and patches of RFC 7396: the right result, and both arguments as they were."""
    with judging("E2: a merge patch does what RFC 7396 says") as judge:
        for target, patch, wanted in examples:
            given = copy.deepcopy((target, patch))
            called = f"merged({json.dumps(target)}, {json.dumps(patch)}), in JSON"
            with judge.calling(called):
                got = merged(*given)
            likely = causes.why_merged(target, patch, got)
            judge.equal(_typed(got), _typed(wanted), called=called, likely=likely)
            judge.equal(
                given, (target, patch), called=f"its arguments after {called}", likely=causes.OWN
            )


def _typed(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, sort_keys=True, default=repr)


LIFE = "E2: changes go as in the model, and none is lost"


def lives(adds: Sequence[Add], seed: int, steps: int, first: int = 1) -> None:
    """Random steps through two replicas, each compared with a model in memory."""
    with judging(LIFE) as judge:
        office = new_office(season(), first=first)
        run = Run(lambda: app_of(judge, office, *adds), office, seed)
        difference = run.first_difference(steps)
        if difference:
            judge.that(
                ok=False,
                called=f"step {difference.step}: {difference.called}",
                got=difference.got,
                expected=difference.expected,
                likely=difference.likely,
            )


COMES_BETWEEN = """UPDATE evening SET version = version + 1,
                   body = json_set(body, '$.note', 'from elsewhere')
                   WHERE id = 3 AND version = ?"""
BULK = [{"id": 3, "if_match": '"3-1"', "patch": {"venue": "Lyness"}}]
HURRIED = {
    "PATCH /evenings/3": {"venue": "Lyness"},
    "DELETE /evenings/3": None,
    "POST /evenings/bulk": BULK,
}


def loses_none(adds: Sequence[Add]) -> None:
    """Somebody who writes just after the look is kept out, or makes it a 412; who writes just
    after the change is not in its answer."""
    with judging(LIFE) as judge:
        for called, body in HURRIED.items():
            office = new_office()
            app = app_of(judge, office, *adds)
            method, _, path = called.partition(" ")
            with rival(office, "SELECT", COMES_BETWEEN, 1, after=True) as other:
                answer = ask(app, method, path, body, {"If-Match": '"3-1"'})
            status = answer.status
            if body is BULK and status == 200:
                status = answer.json["results"][0]["status"]
            wanted = 412 if other.done else 204 if method == "DELETE" else 200
            judge.that(
                status == wanted,
                called=f'{called} with "3-1", while another writes as soon as you have looked',
                got=f"{status} {answer.raised}",
                expected=f"{wanted}, since it is {'no longer' if other.done else 'still'} that",
                likely=causes.LOST if other.done else answer.raised,
            )
            if method != "DELETE":
                _tells_its_own(judge, adds, method, path, body)


def _tells_its_own(judge: Judge, adds: Sequence[Add], method: str, path: str, body: Any) -> None:  # noqa: ANN401
    office = new_office()
    app = app_of(judge, office, *adds)
    with rival(office, "UPDATE", COMES_BETWEEN, 2, after=True):
        answer = ask(app, method, path, body, {"If-Match": '"3-1"'})
    said = answer.json if isinstance(answer.json, dict) else {}
    tag = said["results"][0]["etag"] if "results" in said else answer.tag
    note = said.get("note", "none")
    judge.that(
        (tag, note) == ('"3-2"', "none"),
        called=f'{method} {path} with "3-1", while another writes as soon as you have committed',
        got=f"ETag {tag}, note: {note}",
        expected='ETag "3-2", note: none, which is what your change made',
        likely=causes.AFTER,
    )


# --- E3: links --------------------------------------------------------------------------------


def buys(
    buy: Buy,
    title: str,
    seats: int,
    *,
    wanted: str | None,
    lots: Sequence[Lot] = STAGE,
    **shop_is: Any,  # noqa: ANN401
) -> None:
    """A client that knows relations, and no path, gets there."""
    with judging("E3: links lead to the checkout, wherever it is") as judge:
        shop = Shop(lots, **shop_is)
        called = f"buy(shop.ask, {title!r}, {seats})"
        with judge.calling(called, likely=lambda error: causes.why_links(error, shop.asked)):
            got = buy(shop.ask, title, seats)
        held = [name for name, _ in shop.held]
        judge.that(
            held == ([wanted] if wanted else []),
            called=called,
            got=f"held: {held}",
            expected=f"held: {[wanted] if wanted else []} (title and place in the list)",
            likely=causes.why_held(held, wanted),
        )
        if wanted:
            judge.equal(shop.held[0][1], seats, called=f"seats that {called} holds")
        judge.equal(
            got,
            shop.paid[0] if shop.paid else None,
            called=called,
            likely="return the href of `self` in the last document; None if nothing can be held.",
        )
        judge.equal(len(shop.paid), int(wanted is not None), called=f"orders paid by {called}")


def buys_elsewhere(buy: Buy) -> None:
    """Other paths, methods, pages and queues; a title that is a part of another; sold out."""
    gala, dido, small = Lot("Gala", 5), Lot("Dido, the film", 9), Lot("dido", 9)
    full, gap = [Lot("Gala", 0)] * 5, [WITHDRAWN] * 4
    put = {"hold": "PUT", "wait": "POST", "next": "POST", "checkout": "PATCH"}
    buys(buy, "Dido", 3, wanted="Dido 3", paths=ELSEWHERE, queue=12)
    buys(buy, "Gala", 1, wanted="Gala 6", lots=[*full, gala, gala], page=1, queue=0, methods=put)
    buys(buy, "Dido", 1, wanted=None, lots=[dido, small, *full])
    buys(buy, "Gala", 1, wanted="Gala 7", lots=[dido, small, *gap, gala])
    buys(buy, "Gala", 1, wanted=None, lots=full, page=1)
    buys(buy, "Gala", 1, wanted="Gala 1", lots=[gala], paths=ELSEWHERE, queue=2)
