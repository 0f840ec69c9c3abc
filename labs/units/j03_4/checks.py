"""What J03.4 asks of an answer: each check is one claim."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import requests

from labs.judges import Judge, judging
from labs.judges.apps import Add, app_of, host_a_first
from labs.judges.rivals import locked, rival
from labs.judges.wire import keeps
from labs.servers.hosting import Hosted
from labs.servers.http_client import HttpClient
from labs.units.j03_4 import causes
from labs.units.j03_4.asking import (
    all_at_once,
    expect,
    office_of,
    raised,
    raised_by,
    statement,
)
from labs.units.j03_4.contracts import clicks
from labs.units.j03_4.evenings import (
    Question,
    Row,
    random_question,
    random_season,
    wanted_rows,
    why_this_page,
)
from labs.units.j03_4.line import broken_line
from labs.units.j03_4.office import SEASON, Evening, new_office, print_of


def before_all() -> None:
    """Let a first server bring what all later ones need, once for all answers."""
    host_a_first()


# --- E1: GET ----------------------------------------------------------------------------------

LISTED = "E1: each question gets its evenings, and the database stays as it is"
ALWAYS: Sequence[Question] = (
    {},
    {"venue": "", "limit": 3},
    {"venue": "kirkwall"},
    {"sort": "title", "since": "2026-12-04T19:30", "limit": 4},
)
FORGED: Sequence[object] = ([4], {}, [[1], 2], ["Dido", "4"])
REFUSED = ("limit=0", "limit=101", "limit=two", "sort=venue", "sort=id", "after=rubbish", "after=")


def listed(add_list: Add, questions: int, seed: int) -> None:
    """Random questions, each followed to its last page, give what SQL gives."""
    draw = Random(seed)  # noqa: S311 - no secret
    database = new_office(random_season(draw, 23), seats=1)
    before = print_of(database)
    with judging(LISTED) as judge, office_of(judge, database, add_list) as site:
        with site.client() as client:
            for question in [*ALWAYS, *(random_question(draw) for _ in range(questions))]:
                wanted = wanted_rows(database, question)
                _Reading(judge, site, client, question).follow(_address(question), wanted)
            for bad in (*REFUSED, *map(_forged, FORGED)):
                answer = client.get(f"/performances?{bad}")
                expect(
                    judge,
                    answer,
                    422,
                    "what does not fit, or no cursor of this list",
                    raised(site, answer) or causes.NOT_REFUSED,
                )
        judge.equal(
            print_of(database) == before,
            True,
            called="GET /performances, many times; whether the database is as before",
            likely="something is written: GET is safe.",
        )


def _forged(place: object) -> str:
    return f"after={urlsafe_b64encode(json.dumps(place).encode()).decode()}"


def listed_while_others_write(add_list: Add) -> None:
    """Between two pages evenings come and go, and the app is another one."""
    for sort, venue in (("starts", None), ("title", "Kirkwall")):
        asked = {"sort": sort, "venue": venue, "limit": 3, "since": "2026-12-03"}
        question = {name: value for name, value in asked.items() if value is not None}
        database = new_office(_alike(), seats=1)
        with judging(LISTED) as judge:
            with office_of(judge, database, add_list) as site, site.client() as client:
                with locked(database):
                    page = _Reading(judge, site, client, question).page(_address(question))
                judge.that(
                    page["next"] is not None and len(page["items"]) == 3,
                    called=f"GET {_address(question)}",
                    got=f"{len(page['items'])} items, next {page['next']!r}",
                    expected="3 items, and an address: more come after",
                )
            last = page["items"][-1]
            statement(database, "DELETE FROM performance WHERE id = ?", last["id"])
            sql = "INSERT INTO performance VALUES (?, 'A Play', 'Kirkwall', '2026-12-03T09:00', '')"
            for number in (0, 100):
                statement(database, sql, number)
            rows = wanted_rows(database, question)
            rest = [r for r in rows if (r[sort], r["id"]) > (last[sort], last["id"])]
            with office_of(judge, database, add_list) as site, site.client() as client:
                reading = _Reading(judge, site, client, question, causes.MOVED)
                for _ in range(2):
                    reading.follow(page["next"], rest)


def _alike() -> list[Evening]:
    """Twelve evenings with one title, at two venues, at three times."""
    return [
        Evening(n, "Dido", "Kirkwall" if n % 3 else "Stromness", f"2026-12-0{3 + n % 2}T19:30")
        for n in range(1, 13)
    ]


def _address(question: Question) -> str:
    return f"/performances?{urlencode(question)}".removesuffix("?")


@dataclass(frozen=True)
class _Reading:
    """A caller who follows a list from page to page."""

    judge: Judge
    site: Hosted
    client: HttpClient
    question: Question
    likely: str = ""

    def follow(self, address: str | None, wanted: Sequence[Row]) -> None:
        """Each page, by its link, has what comes next of what is wanted."""
        seen: list[Row] = []
        limit = self.question.get("limit", 20)
        while address is not None:
            page = self.page(address)
            items, here = page["items"], wanted[len(seen) : len(seen) + limit]
            self.judge.that(
                items == here,
                called=f"GET {address}",
                got=f"evenings {[row.get('id') for row in items]}",
                expected=f"evenings {[row['id'] for row in here]}",
                likely=self.likely or why_this_page(items, here, seen, self.question),
            )
            seen += items
            self.judge.that(
                items or page["next"] is None,
                called=f"GET {address}",
                got=f"no items, and next {page['next']!r}",
                expected="next null: nothing comes after",
            )
            address = page["next"]
        self.judge.that(
            len(seen) == len(wanted),
            called=f"GET {_address(self.question)}, and each next",
            got=f"{len(seen)} evenings, then next is null",
            expected=f"{len(wanted)} evenings",
            likely=self.likely or "next is null only when nothing comes after.",
        )

    def page(self, address: str) -> dict[str, Any]:
        """One page, in its form."""
        answer = self.client.get(address)
        error = raised(self.site, answer)
        why = causes.why_no_page(address, answer, error)
        expect(self.judge, answer, 200, "a page", why if error else self.likely or why)
        page = answer.json()
        self.judge.that(
            isinstance(page, dict) and {"items", "next"} <= page.keys(),
            called=f"GET {address}",
            got=answer.text[:90],
            expected="an object with items and next",
        )
        following = page["next"]
        self.judge.that(
            following is None or str(following).startswith("/performances?"),
            called=f"GET {address}; its next",
            got=repr(following),
            expected="an address that begins with /performances?, or null",
            likely='link("/performances", …) makes it.',
        )
        return dict(page)


# --- E2: POST ---------------------------------------------------------------------------------

ONCE = "E2: a click makes one hold, however often it is sent"
WISH = {"performance": 1, "seats": 2, "name": "Ada"}
HELD = "SELECT count(DISTINCT hold.id), count(seat.code) FROM hold LEFT JOIN seat ON hold = hold.id"


def clicks_are_kept_apart(add_posting: Add, first: int) -> None:
    """Known keys are replayed, new ones make a hold, other wishes are refused."""
    database = new_office(seats=8, first=first)
    with judging(ONCE) as judge:
        with office_of(judge, database, add_posting) as site:
            keeps(judge, site, clicks(first))
        _has(judge, database, (4, 6), "after these requests", causes.NOT_UNDONE)
        kept = statement(database, "SELECT key FROM answer ORDER BY key")
        judge.equal(
            [key for (key,) in kept],
            ["CLICK-1", "click-1", "click-2", "click-3"],
            called="SELECT key FROM answer ORDER BY key",
            likely="a row for each key that made a hold, and for no other.",
        )
        _replays_what_was(judge, database, add_posting, first)


def _replays_what_was(judge: Judge, database: Path, add_posting: Add, first: int) -> None:
    """At a new app, one known key's hold having been released, and another's changed."""
    statement(database, "UPDATE seat SET hold = NULL WHERE hold = ?", first)
    statement(database, "DELETE FROM hold WHERE id = ?", first)
    statement(database, "UPDATE hold SET name = 'Adam' WHERE id = ?", first + 1)
    before = print_of(database)
    with office_of(judge, database, add_posting) as site:
        for key, number, seats, since in (
            ("click-1", first, ["A001", "A002"], "released"),
            ("click-2", first + 1, ["A003", "A004"], "Adam's"),
        ):
            answer = _post(site, key, WISH)
            about = f"{key} again, at a new app; its hold is {since} by now"
            expect(judge, answer, 201, about, raised(site, answer) or causes.KEPT_ELSEWHERE)
            judge.equal(
                answer.json(),
                {"id": number, "performance": 1, "name": "Ada", "seats": seats},
                called=f"POST /holds ({about})",
                likely=causes.REPLAYED,
            )
    judge.equal(
        print_of(database) == before,
        True,
        called="POST /holds, two known keys; whether the database is as before",
        likely="a known key changes nothing, in no table.",
    )


def clicks_over_a_broken_line(add_posting: Add) -> None:
    """Each guest's first two answers get lost, and the client sends again."""
    database, lost = new_office(seats=20), cycle((True, True, False))
    with judging(ONCE) as judge:
        app = app_of(judge, database, add_posting)
        with broken_line(app, lambda: next(lost)) as line, line.client() as client:
            for guest in range(4):
                headers = {"Idempotency-Key": f"guest-{guest}"}
                answer = client.post("/holds", json=WISH, headers=headers)
                expect(judge, answer, 201, f"guest-{guest}, after two lost answers")
        called = "4 guests with a key each, the first two answers to each of them lost"
        _has(judge, database, (4, 8), called, causes.KEPT_TOO_LATE)


def clicks_at_once(add_posting: Add) -> None:
    """At once, from several apps; and while the database refuses a part of it."""
    _at_once(add_posting)
    _together_or_not(add_posting)
    _beside_another(add_posting)


def _at_once(add_posting: Add) -> None:
    """Five requests with one key, at two apps of one file; then four with a key each."""
    database = new_office(seats=20)
    with (
        judging(ONCE) as judge,
        office_of(judge, database, add_posting) as one,
        office_of(judge, database, add_posting) as two,
    ):
        sites = [one, two, one, two, one]
        same = all_at_once(database, [partial(_post, site, "same", WISH) for site in sites])
        _all_made(judge, same, "five at once with one key", sites)
        judge.that(
            len({answer.text for answer in same}) == 1,
            called="POST /holds, five at once with one key, at two apps",
            got=" and ".join(sorted({answer.text for answer in same})),
            expected="one answer, five times",
            likely=causes.LOOKS,
        )
        _has(judge, database, (1, 2), "then, in the database", causes.LOOKS)
        wish = WISH | {"performance": 2, "seats": 1}
        calls = [partial(_post, site, f"own {n}", wish) for n, site in enumerate(sites[:4])]
        _all_made(judge, all_at_once(database, calls), "four at once, each with a key", sites)
        _has(judge, database, (5, 6), "then, in the database", causes.LOOKS)


_THEIRS = "INSERT INTO answer SELECT * FROM theirs"


def _beside_another(add_posting: Add) -> None:
    """An app that answers the same key between look and change has answered it."""
    database = new_office(seats=4)
    with judging(ONCE) as judge, office_of(judge, database, add_posting) as site:
        first = _post(site, "click-8", WISH)
        expect(judge, first, 201, "a new key", raised(site, first))
        statement(database, "CREATE TABLE theirs AS SELECT * FROM answer")
        for sql in ("DELETE FROM answer", "UPDATE seat SET hold = NULL", "DELETE FROM hold"):
            statement(database, sql)
        with rival(database, "SELECT", _THEIRS, after=True) as other:
            answer = _post(site, "click-8", WISH)
        about = "another app answers the same key once your handler has looked"
        likely = causes.at_once(raised(site, answer), causes.LOOKS)
        expect(judge, answer, 201, about, likely)
        made = (0, 0) if other.done else (1, 2)
        _has(judge, database, made, f"by this app, where {about}", causes.LOOKS)


def _all_made(
    judge: Judge, answers: Sequence[requests.Response], about: str, sites: Sequence[Hosted]
) -> None:
    for answer in answers:
        expect(judge, answer, 201, about, causes.at_once(raised_by(sites, answer), causes.LOOKS))


def _together_or_not(add_posting: Add) -> None:
    """If one of the three tables refuses, none of them has changed, and the key is as new."""
    for table, event in (("answer", "INSERT ON answer"), ("seat", "UPDATE ON seat")):
        database = new_office(seats=8)
        with judging(ONCE) as judge, office_of(judge, database, add_posting) as site:
            _forbid(database, event)
            answer = _post(site, "click-7", WISH)
            about = f"while the table {table} refuses every {event.split()[0]}"
            judge.that(
                answer.status_code >= 400,
                called=f"POST /holds, {about}",
                got=f"{answer.status_code} {answer.text[:90]}",
                expected="an error: the hold is not made, or its answer not kept",
                likely="the answer is kept in the table `answer`, in the same transaction.",
            )
            _has(judge, database, (0, 0), about, causes.APART)
            kept = statement(database, "SELECT count(*) FROM answer")[0][0]
            judge.equal(kept, 0, called=f"rows of answer, {about}", likely=causes.APART)
            statement(database, "DROP TRIGGER forbidden")
            expect(judge, _post(site, "click-7", WISH), 201, "the same key, once it may be")
            _has(judge, database, (1, 2), "then, in the database")


def _forbid(database: Path, event: str) -> None:
    """Let it fail by an error that is no refusal of a constraint."""
    sql = f"CREATE TRIGGER forbidden BEFORE {event} BEGIN INSERT INTO full VALUES (1); END"  # noqa: S608 - our words
    statement(database, sql)


def _post(site: Hosted, key: str, wish: Mapping[str, object]) -> requests.Response:
    with site.client() as client:
        return client.post("/holds", json=wish, headers={"Idempotency-Key": key})


def _has(
    judge: Judge, database: Path, expected: tuple[int, int], when: str, likely: str = ""
) -> None:
    (got,) = statement(database, HELD)
    judge.that(
        got == expected,
        called=f"holds and held seats in the database, {when}",
        got=f"{got[0]} holds with {got[1]} seats",
        expected=f"{expected[0]} holds with {expected[1]} seats",
        likely=likely,
    )


# --- E3: PUT ----------------------------------------------------------------------------------

REPLACED = "E3: PUT replaces the whole, and only what its caller saw"
NEW = {"title": "Dido, last night", "venue": "Kirkwall", "starts": "2026-12-06T18:00"}


def replaced(add_one: Add, add_changing: Add) -> None:
    """What is there is replaced if its ETag is sent; refused otherwise, and nothing changes."""
    database = new_office()
    with (
        judging(REPLACED) as judge,
        office_of(judge, database, add_one, add_changing) as site,
        site.client() as client,
    ):
        untouched, seen = print_of(database), client.get("/performances/2")
        tag = seen.headers["ETag"]
        other = client.get("/performances/1").headers["ETag"]
        for number, sent, status in (
            (2, None, 428),
            (2, other, 412),
            (2, f"W/{tag}", 412),
            (2, tag.strip('"'), 412),
            (99, tag, 404),
        ):
            answer = _put(client, number, sent, NEW)
            about = f"If-Match: {sent}"
            expect(
                judge,
                answer,
                status,
                about,
                raised(site, answer) or causes.why_put(answer, sent),
            )
            _unchanged(judge, database, untouched, f"PUT /performances/{number} ({about})")
        answer = _put(client, 2, tag, NEW)
        about = f"If-Match: {tag}, its ETag"
        expect(judge, answer, 200, about, raised(site, answer) or causes.why_put(answer, tag))
        _is_now(judge, client, answer, {"id": 2, **NEW, "note": None})
        _all_seats_stay(judge, database, f"after PUT /performances/2 ({about})", causes.CASCADE)
        changed = print_of(database)
        answer = _put(client, 2, tag, seen.json())
        expect(judge, answer, 412, f"{about} before that", causes.why_put(answer, tag))
        _unchanged(judge, database, changed, "a PUT with the ETag of before")


def _put(
    client: HttpClient, number: int, tag: str | None, body: Mapping[str, object]
) -> requests.Response:
    headers = {} if tag is None else {"If-Match": tag}
    return client.put(f"/performances/{number}", json=body, headers=headers)


def _is_now(
    judge: Judge, client: HttpClient, answer: requests.Response, row: Mapping[str, object]
) -> None:
    """PUT's answer, and what GET says afterwards, are this row with its ETag."""
    there = client.get(f"/performances/{row['id']}")
    called = f"PUT /performances/{row['id']}"
    for about, got in ((f"{called}, then GET", there.json()), (called, answer.json())):
        judge.equal(
            got,
            row,
            called=f"{about}; the body",
            likely=[
                (isinstance(got, dict) and got.get("note") != row["note"], causes.NOTE),
                (True, "all four columns are as sent, and the row as it is then is answered."),
            ],
        )
    judge.equal(
        answer.headers.get("ETag"),
        there.headers["ETag"],
        called=f"{called}; the header ETag",
        likely="tag_of of the row as it is after the change.",
    )


def _all_seats_stay(judge: Judge, database: Path, when: str, likely: str) -> None:
    """The table seat has its six rows of each evening, free or held."""
    judge.equal(
        statement(database, "SELECT count(*) FROM seat")[0][0],
        6 * len(SEASON),
        called=f"rows of seat, {when}",
        likely=likely,
    )


def _unchanged(judge: Judge, database: Path, before: str, called: str) -> None:
    judge.equal(
        print_of(database) == before,
        True,
        called=f"{called}; whether the database is as before",
        likely="a refusal changes nothing: compare first, then UPDATE.",
    )


def replaced_often(add_one: Add, add_changing: Add) -> None:
    """Once and three times, with the ETag of the time: the database is the same."""
    body = {**NEW, "title": " Dido ", "venue": "", "note": "", "id": 4}
    prints = {}
    for times in (1, 3):
        database = new_office()
        with (
            judging(REPLACED) as judge,
            office_of(judge, database, add_one, add_changing) as site,
            site.client() as client,
        ):
            for _ in range(times):
                tag = client.get("/performances/5").headers["ETag"]
                answer = _put(client, 5, tag, body)
                expect(judge, answer, 200, f"If-Match: {tag}, its ETag", raised(site, answer))
            _is_now(judge, client, answer, {**body, "id": 5})
            prints[times] = print_of(database)
    with judging(REPLACED) as judge:
        judge.that(
            len(set(prints.values())) == 1,
            called="the same PUT 1 and 3 times; a hash of the database after each",
            got=prints,
            expected="twice the same",
            likely="PUT sets what was sent; it adds nothing, and counts nothing.",
        )


def replaced_beside_another(add_one: Add, add_changing: Add) -> None:
    """Whoever comes between look and change is not overwritten."""
    database, theirs = new_office(), "2026-12-03T20:00"
    deed = f"UPDATE performance SET starts = '{theirs}' WHERE id = 1"  # noqa: S608 - our words
    with (
        judging(REPLACED) as judge,
        office_of(judge, database, add_one, add_changing) as site,
        site.client() as client,
    ):
        tag = client.get("/performances/1").headers["ETag"]
        with rival(database, "SELECT", deed, after=True) as ines:
            answer = _put(client, 1, tag, NEW)
        about = f"Ines, too, saw {tag}, and moves the evening once your handler has looked"
        likely = causes.at_once(raised(site, answer), causes.LOST)
        expect(judge, answer, 412 if ines.done else 200, about, likely)
        judge.equal(
            statement(database, "SELECT starts FROM performance WHERE id = 1")[0][0],
            theirs if ines.done else NEW["starts"],
            called="the evening's starts, after that",
            likely=causes.LOST,
        )


# --- E3: DELETE -------------------------------------------------------------------------------

RELEASED = "E3: DELETE frees the seats of one hold, and says what the second one gets"
SEATS = "SELECT performance, code, hold FROM seat WHERE hold IS NOT NULL ORDER BY 1, 2"
KEEP = "INSERT INTO answer SELECT 'click-' || id, name, json_object('id', id) FROM hold"


def released(add_plain_posts: Add, add_releasing: Add) -> None:
    """Its seats are free, its row is gone, others stay; the second gets what the document says."""
    database = new_office(seats=6)
    with judging(RELEASED) as judge:
        with office_of(judge, database, add_plain_posts, add_releasing) as site:
            wishes = ((1, 2, "Ada"), (1, 3, "Ben"), (2, 2, "Cem"))
            ids = [_hold(site, *wish) for wish in wishes]
            stay = {ids[1]: 3, ids[2]: 2}
            statement(database, KEEP)
            _delete(judge, site, ids[0], 204, "Ada's A001 and A002; at evening 2 these are Cem's")
            _seats_are(judge, database, stay, f"after DELETE /holds/{ids[0]}")
            second = _documented(judge, site)
            for number, about in ((ids[0], causes.GONE), (999, causes.NEVER)):
                _delete(judge, site, number, second, about)
            _seats_are(judge, database, stay, "after all of that")
            judge.equal(
                statement(database, "SELECT count(*) FROM answer")[0][0],
                len(ids),
                called="rows of answer, after all of that",
                likely=causes.FORGOTTEN,
            )
        with office_of(judge, database, add_plain_posts) as site:
            _hold(site, 1, 3, "Dan")


def _hold(site: Hosted, performance: int, seats: int, name: str) -> int:
    wish = {"performance": performance, "seats": seats, "name": name}
    with site.client() as client:
        answer = client.post("/holds", json=wish)
    answer.raise_for_status()
    return int(answer.json()["id"])


def _delete(judge: Judge, site: Hosted, number: int, status: int, about: str) -> None:
    with site.client() as client:
        answer = client.delete(f"/holds/{number}")
    likely = raised(site, answer) or causes.why_delete(answer, status, about)
    expect(judge, answer, status, about, likely)
    judge.that(
        status != 204 or not answer.content,
        called=f"DELETE /holds/{number} ({about})",
        got=f"a body: {answer.text[:60]}",
        expected="no body",
    )


def _documented(judge: Judge, site: Hosted) -> int:
    """What a DELETE of nothing gets, according to the app's own document."""
    with site.client() as client:
        paths = client.get("/openapi.json").json()["paths"]
    found = [path for name, path in paths.items() if name.startswith("/holds/{")]
    judge.that(
        found and "delete" in found[0],
        called="GET /openapi.json",
        got=f"the paths {list(paths)}",
        expected="DELETE of /holds/{number} among them",
    )
    return 404 if "404" in found[0]["delete"]["responses"] else 204


def _seats_are(
    judge: Judge, database: Path, expected: Mapping[int, int], when: str, likely: str = ""
) -> None:
    _all_seats_stay(judge, database, when, causes.NO_SEATS)
    held: dict[object, int] = {}
    for _, _, hold in statement(database, SEATS):
        held[hold] = held.get(hold, 0) + 1
    rows = [number for (number,) in statement(database, "SELECT id FROM hold ORDER BY id")]
    judge.that(
        held == expected and rows == sorted(expected),
        called=f"how many seats each hold has, and the rows of hold, {when}",
        got=f"{held}, {rows}",
        expected=f"{dict(expected)}, {sorted(expected)}",
        likely=likely
        or [
            (any(held.get(each, 0) < expected[each] for each in expected), causes.OTHERS),
            (set(held) - set(rows), "the hold is gone, and its seats are not free."),
            (
                len(held) == len(expected) and len(rows) > len(held),
                "the seats are free, and the row of hold is still there.",
            ),
            (True, "this hold alone, its row and its seats, in one transaction."),
        ],
    )


def released_together_or_not(add_plain_posts: Add, add_releasing: Add) -> None:
    """If hold cannot be deleted, its seats are not free; nor the other way round."""
    for event in ("DELETE ON hold", "UPDATE ON seat"):
        database = new_office(seats=6)
        with (
            judging(RELEASED) as judge,
            office_of(judge, database, add_plain_posts, add_releasing) as site,
        ):
            ids = [_hold(site, 2, count, name) for count, name in ((1, "Ada"), (4, "Ben"))]
            _forbid(database, event)
            with site.client() as client:
                client.delete(f"/holds/{ids[1]}")
            both = {ids[0]: 1, ids[1]: 4}
            _seats_are(judge, database, both, f"where {event} fails", causes.BOTH)
            statement(database, "DROP TRIGGER forbidden")
            _delete(judge, site, ids[1], 204, "once it may be")
            _seats_are(judge, database, {ids[0]: 1}, "after that")


def released_often(add_plain_posts: Add, add_releasing: Add) -> None:
    """Four at once for one hold: one is done; the rest, and a late one, touch nothing."""
    database = new_office(seats=6, first=40)
    with (
        judging(RELEASED) as judge,
        office_of(judge, database, add_plain_posts, add_releasing) as site,
    ):
        other, mine = _hold(site, 3, 2, "Ada"), _hold(site, 3, 2, "Ben")
        second = _documented(judge, site)
        calls = [partial(site.client().delete, f"/holds/{mine}") for _ in range(4)]
        answers = all_at_once(database, calls)
        got = sorted(answer.status_code for answer in answers)
        judge.that(
            got == sorted([204, second, second, second]),
            called=f"DELETE /holds/{mine}, four at once",
            got=f"the statuses {got}",
            expected=f"204 once, {second} for the rest, as the document says",
            likely=causes.at_once(raised_by([site], *answers), causes.LOST),
        )
        third = _hold(site, 3, 3, "Cem")
        _delete(judge, site, mine, second, causes.GONE)
        _seats_are(judge, database, {other: 2, third: 3}, "after that")
