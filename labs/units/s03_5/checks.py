"""What S03.5 asks of an answer: each check is one claim."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from fastapi import FastAPI, HTTPException, Response

from labs.judges import Judge, judging
from labs.judges.wire import keeps
from labs.servers.hosting import hosted
from labs.units.s03_5 import causes, fuzz
from labs.units.s03_5.contracts import V1, V2, read_by_both, sold_by
from labs.units.s03_5.desk import new_desk
from labs.units.s03_5.documents import HALLS, ORDERS, Api, Change, Found
from labs.units.s03_5.examples import Shown, came_back, left_over, shown_in, wrong_with
from labs.units.s03_5.ledger import STATUSES, Ledger

__all__ = ["HALLS", "ORDERS"]

AddVersion = Callable[[FastAPI, Ledger], None]
AddNotice = Callable[[FastAPI, datetime, datetime, Callable[[], datetime]], None]
Detect = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterable[Found]]


def before_all() -> None:
    """A first server brings what all later ones need."""
    fuzz.statuses(new_desk(), 1, 1)


# --- E1: two versions -------------------------------------------------------------------------


def _both(judge: Judge, add_v1: AddVersion, add_v2: AddVersion, ledger: Ledger) -> FastAPI:
    app = FastAPI()
    for name, add in (("add_v1", add_v1), ("add_v2", add_v2)):
        with judge.calling(f"{name}(app, ledger)"):
            add(app, ledger)
    return app


def both_served(add_v1: AddVersion, add_v2: AddVersion) -> None:
    """Version 1 keeps its contract beside version 2, which keeps its own."""
    with (
        judging("E1: both versions keep their contracts") as judge,
        hosted(_both(judge, add_v1, add_v2, Ledger())) as site,
    ):
        keeps(judge, site, V1)
        keeps(judge, site, V2)


def read_across(add_v1: AddVersion, add_v2: AddVersion) -> None:
    """Whatever version an order came by, and whatever becomes of it, both show it rightly."""
    with judging("E1: both versions keep their contracts") as judge:
        ledger, other = Ledger(41), Ledger(7, seat=3_900, fee=90)
        with (
            hosted(_both(judge, add_v1, add_v2, ledger)) as site,
            hosted(_both(judge, add_v1, add_v2, other)) as elsewhere,
        ):
            for phone in (" 01856 9", None, "0"):
                made = ledger.add(12, ["C1", "C2"], phone)
                for status in (*STATUSES, STATUSES[0]):
                    ledger.set_status(made.id, status)
                    keeps(judge, site, read_by_both(replace(made, status=status)))
            keeps(judge, elsewhere, read_by_both(other.add(0, ["C1", "C2"], "5")))
            for number, version in ((8, 1), (9, 2), (10, 1)):
                keeps(judge, elsewhere, sold_by(version, number))


# --- E1: the notice ---------------------------------------------------------------------------


def _noticed_app(judge: Judge, add_notice: AddNotice, told: "Notice") -> tuple[FastAPI, list[str]]:
    """An app with routes of both versions, and what its handlers have served."""
    app, served = FastAPI(), list[str]()

    def first_page(response: Response) -> str:
        served.append("list")
        response.headers["Link"] = '</v1/orders?page=2>; rel="next"'
        return "orders"

    def nobody() -> str:
        served.append("missing")
        raise HTTPException(404)

    with judge.calling(told.called):
        add_notice(app, told.deprecated, told.sunset, lambda: told.now)
    app.get("/v1/orders")(first_page)
    app.get("/v1/missing")(nobody)
    app.get("/v2/orders")(first_page)
    app.get("/v10/orders")(first_page)
    return app, served


class Notice:
    """When version 1 is deprecated and ends, and what time it is."""

    def __init__(self, deprecated: datetime, sunset: datetime, now: datetime) -> None:
        self.deprecated, self.sunset, self.now = deprecated, sunset, now

    @property
    def called(self) -> str:
        """In words."""
        return f"add_notice(app, {self.deprecated}, {self.sunset}, now)"


def notice(add_notice: AddNotice) -> None:
    """Each answer of version 1 says since when and until when, and where to go on."""
    with judging("E1: version 1 says when it ends, and ends then") as judge:
        day = datetime(2026, 9, 1, tzinfo=UTC)
        told = Notice(day, datetime(2027, 6, 3, 12, tzinfo=UTC), day)
        app, _ = _noticed_app(judge, add_notice, told)
        with hosted(app) as site:
            _is_noticed(judge, site, told, "GET /v1/orders", 200)
            _is_noticed(judge, site, told, "GET /v1/missing", 404)
            _is_noticed(judge, site, told, "GET /v1/nowhere", 404)
            _is_noticed(judge, site, told, "DELETE /v1/orders", 405)
            _is_noticed(judge, site, told, "GET /v2/orders", 200)
            told.now = told.sunset + timedelta(days=1)
            _is_noticed(judge, site, told, "GET /v1/orders", 410)
            _is_noticed(judge, site, told, "GET /v2/orders", 200)


def notice_elsewhere(add_notice: AddNotice) -> None:
    """In other zones; from before the deprecation to past the sunset; beside another app."""
    with judging("E1: version 1 says when it ends, and ends then") as judge:
        summer = timezone(timedelta(hours=2))
        sunset = datetime(2028, 3, 1, 0, 30, 0, 400_000, summer)
        told = Notice(datetime(2026, 10, 5, 1, 0, 0, 900_000, summer), sunset, sunset)
        app, served = _noticed_app(judge, add_notice, told)
        _noticed_app(judge, add_notice, Notice(sunset, sunset + timedelta(days=9), sunset))
        steps = ((-60_000_000, 200), (-3_600, 200), (-1, 200), (0, 410), (86_400, 410), (-60, 200))
        with hosted(app) as site:
            for seconds, status in steps:
                told.now = (sunset + timedelta(seconds=seconds)).astimezone(UTC)
                served.clear()
                _is_noticed(judge, site, told, "GET /v1/orders", status)
                judge.that(
                    bool(served) is (status < 400),
                    called=f"GET /v1/orders {seconds:+,} s from the sunset",
                    got=f"the handler ran {len(served)} times",
                    expected="once" if status < 400 else "not at all",
                    likely="ask now() before await go_on(request), and answer without it.",
                )
                _is_noticed(judge, site, told, "OPTIONS /v1/orders", max(status, 405))
                _is_noticed(judge, site, told, "GET /v10/orders", 200)
                _is_noticed(judge, site, told, "GET /shop/v1/orders", 404)
                _is_noticed(judge, site, told, "GET /v2/orders", 200)


def _is_noticed(judge: Judge, site: Any, told: Notice, asked: str, status: int) -> None:  # noqa: ANN401
    """The answer has this status, and the headers if its path is one of version 1."""
    method, path = asked.split()
    with site.client() as client:
        reply = client.request(method, path)
    called = f"{told.called}, and {asked} when now() is {told.now}"
    judge.that(
        reply.status_code == status,
        called=called,
        got=f"{reply.status_code} {reply.text:.80}",
        expected=str(status),
        likely=causes.why_this_status(reply.status_code, status, site.stderr),
    )
    ends = told.sunset.astimezone(UTC)
    old = path.startswith("/v1/")
    for name, wanted in {
        "Deprecation": f"@{int(told.deprecated.timestamp())}",
        "Sunset": f"{causes.DAYS[ends.weekday()]}, {ends.day:02} {causes.MONTHS[ends.month - 1]} "
        f"{ends:%Y %H:%M:%S} GMT",
    }.items():
        got = reply.headers.get(name)
        judge.equal(
            got,
            wanted if old else None,
            called=f"{called}: the header {name}",
            likely=causes.why_this_header(name, got, old=old, refused=status >= 400),
        )
    links = {each.strip() for each in reply.headers.get("Link", "").split(",") if each.strip()}
    wanted_links = {'</v2/orders>; rel="successor-version"'} if old else set()
    if status == 200:
        wanted_links.add('</v1/orders?page=2>; rel="next"')
    judge.that(
        links == wanted_links,
        called=f"{called}: the header Link",
        got=", ".join(sorted(links)) or "no such header",
        expected=", ".join(sorted(wanted_links)) or "no such header",
        likely=causes.why_this_link(links, old=old, refused=status >= 400),
    )


# --- E2: what breaks --------------------------------------------------------------------------


def flags(breaks: Detect, api: Api) -> None:
    """Each planted break is found, at its place, and nothing besides."""
    _detects(breaks, api.document(), api.planted, "E2: it flags what breaks")


def lets_pass(breaks: Detect, api: Api) -> None:
    """What breaks nobody is not flagged; a detector that finds nothing at all does not pass."""
    changes = [*api.harmless, *api.planted[:1]]
    _detects(breaks, api.document(), changes, "E2: it lets pass what breaks nobody")


def _detects(breaks: Detect, old: dict[str, Any], changes: Sequence[Change], title: str) -> None:
    with judging(title) as judge:
        for change in changes:
            new = change.of(old)
            called = f"breaks(old, new), where {change.about}"
            before = deepcopy((old, new))
            with judge.calling(called, likely=causes.why_it_fails):
                got = sorted((str(place), str(kind)) for place, kind in breaks(old, new))
            wanted = sorted(change.breaks)
            judge.that(
                got == wanted,
                called=called,
                got=got or "nothing",
                expected=wanted or "nothing",
                likely=causes.why_these_breaks(got, wanted),
            )
            judge.that(
                (old, new) == before,
                called=called,
                got="one of the documents was changed",
                expected="both as they were",
                likely="read the documents, and build a list of your own.",
            )


# --- E3: a guide that runs --------------------------------------------------------------------


def guide_works(guide: Callable[[], str], requests: int = 60, seed: int = 1) -> None:
    """Each example gets its documented answer, and each status that the service gives has one."""
    with judging("E3: each example works, and each status is documented") as judge:
        with judge.calling("guide()"):
            text = guide()
        examples = list(shown_in(text))
        judge.that(
            examples,
            called="guide()",
            got="no example",
            expected="lines with > and < at their beginning, one below the other",
        )
        alone = left_over(text)
        judge.that(
            not alone,
            called="guide()",
            got=f"a line that is in no example: {''.join(alone[:1])!r}",
            expected="> METHOD /path …, and right below it < and the status; no space before them",
        )
        with hosted(new_desk()) as site:
            for number, each in enumerate(examples, 1):
                _works(judge, site, number, each)
        documented = {(fuzz.operation_of(each.method, each.path), each.status) for each in examples}
        missing = sorted(fuzz.statuses(new_desk(), requests, seed) - documented)
        judge.that(
            not missing,
            called=f"a fuzz of {requests} requests, beside your guide",
            got="".join(f"{status} to {operation}" for operation, status in missing[:1]),
            expected="an example of it",
            likely=f"{len(missing)} of the statuses that the service gives are in no example.",
        )


def _works(judge: Judge, site: Any, number: int, each: Shown) -> None:  # noqa: ANN401
    status, answer = came_back(site, each)
    wrong = wrong_with(each, status, answer)
    judge.that(
        wrong is None,
        called=f"example {number} of your guide, in a new office after those before it: "
        f"{each.asked}",
        got=wrong and wrong[0],
        expected=wrong and f"as documented: {wrong[1]}",
        likely=causes.why_this_example(each.asked, each.told),
    )
