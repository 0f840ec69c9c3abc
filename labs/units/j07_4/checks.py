"""What J07.4 asks of an answer: each check is one claim."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from labs.judges import Judge, judging
from labs.judges.pages import Answer, Ask, Outcome, fetch_as
from labs.units.j07_4 import causes
from labs.units.j07_4.door import MISSING, PAGES, Door, opened
from labs.units.j07_4.messages import Cors, Exchange, Piece
from labs.units.j07_4.traffic import CLICK, HARDER, WHOLE, Said, Tapped

ExchangesIn = Callable[[list[Piece]], list[Exchange]]

SITE = {"http://flytower.test"}
SITES = {"https://flytower.test", "https://kirkwall.flytower.test:8443"}
JSON = {"Content-Type": "application/json"}
SEATS, LIST, HOLDS, HOLD, REPORTS, NOWHERE = (*PAGES, "/nowhere")
READ = [
    *((path, Ask()) for path in (SEATS, LIST, NOWHERE, REPORTS)),
    (HOLDS, Ask("POST", body=b"seat=A1")),
]
PREFLIGHT_S = {f"access-control-{name}" for name in ("allow-methods", "allow-headers", "max-age")}
SENT = [
    (HOLDS, Ask("POST", JSON, b'{"seat": "A1"}')),
    (HOLD, Ask("DELETE")),
    # what follows, nobody may send
    (HOLD, Ask("PUT", JSON, b"{}")),
    (HOLDS, Ask("POST", {**JSON, "X-Admin": "1"}, b"{}")),
]


# --- E1: what was said, in order --------------------------------------------------------------


def in_order(exchanges_in: ExchangesIn, seed: int) -> None:
    """Each request is told once, in the order of setting out, with the answer of its own line."""
    with judging("E1: each request in its order, with its own answer") as judge:
        _told(judge, exchanges_in, Tapped(CLICK, seed, WHOLE), "a log in whole messages")


def however_cut(
    exchanges_in: ExchangesIn, seeds: Sequence[int], lines: Sequence[Sequence[Said]] = HARDER
) -> None:
    """The same holds wherever messages are cut, whatever is in their bodies, and without an end."""
    with judging("E1: each request in its order, with its own answer") as judge:
        for seed in seeds:
            for most in (WHOLE, 40, 3):
                case = Tapped(lines, seed, most, first=0)
                _told(judge, exchanges_in, case, f"a log in pieces of at most {most} bytes")
        judge.equal(list(exchanges_in([])), [], called="exchanges_in([])")


def _told(judge: Judge, exchanges_in: ExchangesIn, case: Tapped, about: str) -> None:
    log, called = list(case.log), f"exchanges_in(log), {about}"
    with judge.calling(called, likely=causes.why_it_raised):
        told = list(exchanges_in(log))
    judge.that(
        log == list(case.log),
        called=called,
        got="the log is another than before",
        expected="the log as it was",
        likely="it is the caller's: change nothing in it.",
    )
    forgotten = _if_kept(exchanges_in, case, told) if told != case.right else ""
    for number, right in enumerate(case.right):
        if number < len(told):
            judge.that(
                told[number] == right,
                called=f"{called}: exchange {number + 1} of {len(case.right)}",
                got=str(told[number]),
                expected=str(right),
                likely=forgotten or causes.why_this_exchange(told[number], right, told, case),
            )
    judge.that(
        len(told) == len(case.right),
        called=called,
        got=f"{len(told)} exchanges",
        expected=f"{len(case.right)}",
        likely=forgotten or causes.why_so_many(len(told), case),
    )


def _if_kept(exchanges_in: ExchangesIn, case: Tapped, told: Sequence[object]) -> str:
    """What to say if the same log gives something else, on connections that are all new."""
    with suppress(Exception):
        again = [piece._replace(connection=piece.connection + 1_000) for piece in case.log]
        if list(exchanges_in(again)) != told:
            return causes.KEPT
    return ""


# --- E2: who may read, who may send -----------------------------------------------------------


def read_by(with_cors: Cors, allowed: set[str]) -> None:
    """Pages of allowed origins read each answer; to others it is as if nothing were there."""
    title = "E2: pages of ours read every answer, and other pages none"
    with judging(title) as judge, opened(with_cors, allowed) as door:
        ours = sorted(allowed)
        for page in ours:  # what a preflight says is not said again
            fetch_as(page, door.url + HOLD, Ask("DELETE"))
        for path, ask in READ:
            for page in [*ours, *causes.strangers(allowed), *ours[:1], ""]:
                called = f"{ask.method} {path}, {f'by a page of {page}' if page else 'by no page'}"
                outcome = asked(judge, door, called, page, (path, ask))
                is_as_the_api_said(judge, door, outcome.answer, path, called)
                if page in allowed:
                    judge.that(
                        not outcome.blocked,
                        called=called,
                        got=f"{causes.cors_in(outcome.answer)}: {outcome.blocked}",
                        expected="an answer that the page may read",
                        likely=causes.why_not_readable(outcome, page),
                    )
                    says_no_more(judge, outcome.answer, called)
                else:
                    says_nothing(judge, outcome.answer, called, page, allowed)


def sent_by(with_cors: Cors, allowed: set[str]) -> None:
    """A preflight lets pages of allowed origins send what the API takes, and never reaches it."""
    title = "E2: a preflight lets in what the API takes, from pages of ours"
    with judging(title) as judge, opened(with_cors, allowed) as door:
        ours = sorted(allowed)
        for page in [*ours, *causes.strangers(allowed), *ours[:1]]:
            for path, ask in SENT if page in allowed else SENT[:2]:
                called = f"preflight for {causes.shown(ask)} {path}, by a page of {page}"
                outcome = asked(judge, door, called, page, (path, ask))
                reached = [request.method for request in door.reached]
                may = page in allowed and (path, ask) in SENT[:2]
                judge.that(
                    reached == ([ask.method] if may else []),
                    called=called,
                    got=f"{causes.cors_in(outcome.preflight)}; "
                    f"the API was asked {', '.join(reached) or 'nothing'}",
                    expected=f"the {ask.method} goes to the API, and nothing else"
                    if may
                    else "nothing goes to the API",
                    likely=causes.why_sent(outcome, reached, may=may),
                )
                usual = (path, ask) in SENT[:2]
                is_a_full_answer(judge, door.returned[0], called, ours=page in allowed, usual=usual)
                if page not in allowed:
                    says_nothing(judge, outcome.preflight, called, page, allowed)


def other_options(with_cors: Cors, allowed: set[str]) -> None:
    """What is not both, OPTIONS and with that header, is the API's to answer."""
    title = "E2: a preflight lets in what the API takes, from pages of ours"
    with judging(title) as judge, opened(with_cors, allowed) as door:
        for ask in (Ask("OPTIONS"), Ask("GET", {"Access-Control-Request-Method": "DELETE"})):
            called = f"{causes.shown(ask)} {HOLD}, not by a page"
            asked(judge, door, called, "", (HOLD, ask))
            judge.equal(
                [request.method for request in door.reached],
                [ask.method],
                called=called,
                likely="a preflight is an OPTIONS with Access-Control-Request-Method: both, or it "
                "goes on to the API.",
            )


def asked(judge: Judge, door: Door, called: str, page: str, what: tuple[str, Ask]) -> Outcome:
    """What came of it, the function having returned an Answer and changed none of the API's."""
    door.forget()
    path, ask = what
    outcome = fetch_as(page or door.url, door.url + path, ask)
    with judge.calling(called):
        if door.wrong:
            raise door.wrong
    judge.that(
        door.fits,
        called=called,
        got=door.returned[-1],
        expected="an Answer: a number, headers that are texts, a body of bytes",
        likely="is a `return` missing?" if door.returned[-1] is None else "compare the types.",
    )
    judge.that(
        door.pages == PAGES,
        called=called,
        got="an answer of the API's is another than before",
        expected="a new Answer; the API's own is left as it is",
        likely="the API gives one Answer to many callers: headers that you write into it reach "
        "the next one, too.",
    )
    return outcome


def is_as_the_api_said(
    judge: Judge, door: Door, answer: Answer | None, path: str, called: str
) -> None:
    """The API was asked, once; what it said is all there; and Vary names Origin."""
    said = door.pages.get(path, MISSING)
    got = answer or Answer(0)
    told = causes.headers(got)
    judge.that(
        len(door.reached) == 1,
        called=called,
        got=f"the API was asked {len(door.reached)} times",
        expected="once, whoever asks",
        likely=causes.why_so_often(len(door.reached)),
    )
    judge.that(
        door.reached == door.came,
        called=called,
        got=f"the API was asked {door.reached[0]}",
        expected=f"{door.came[-1]}",
        likely="the API gets the request as it came, its Origin as well: api(request).",
    )
    judge.that(
        (got.status, got.body) == (said.status, said.body),
        called=called,
        got=f"{got.status} {got.body!r}",
        expected=f"{said.status} {said.body!r}, as the API said",
        likely="add headers, and leave the rest as it is.",
    )
    stays = [(name.lower(), value) for name, value in said.headers.items()]
    for name, value in [*stays, ("vary", "Origin")]:
        judge.that(
            not causes.missing(value, told.get(name, "")),
            called=called,
            got=f"{name}: {told.get(name)}" if name in told else f"no {name}",
            expected=f"{name}: with {value}",
            likely=causes.why_these_headers(name, value, told.get(name, "")),
        )


def is_a_full_answer(judge: Judge, got: object, called: str, *, ours: bool, usual: bool) -> None:
    """What a preflight is told, beside what may be sent: pages of ours in full, others in short."""
    answer = got if isinstance(got, Answer) else Answer(0)
    told = causes.headers(answer)
    lists = {"vary": "Origin"}
    if ours:
        lists |= {
            "access-control-allow-methods": "GET, POST, DELETE",
            "access-control-allow-headers": "Content-Type",
            "access-control-max-age": "600",
        }
    seen = {"status": answer.status, "body": answer.body}
    seen |= {
        f"missing in {name}": causes.missing(each, told.get(name, ""))
        for name, each in lists.items()
    }
    wanted = {"status": 204, "body": b""} | {f"missing in {name}": [] for name in lists}
    likely = causes.why_this_preflight(seen, wanted, ours=ours, usual=usual)
    differ = [part for part in seen if seen[part] != wanted[part]]
    got, right = ({part: each[part] for part in differ} for each in (seen, wanted))
    judge.equal(got, right, called=called, likely=likely)


def says_no_more(judge: Judge, answer: Answer | None, called: str) -> None:
    """What only a preflight says stands on no other answer."""
    judge.that(
        not set(causes.cors_headers(answer)) & PREFLIGHT_S,
        called=called,
        got=causes.cors_in(answer),
        expected="of Access-Control-… only -Allow-Origin and -Allow-Credentials",
        likely="these belong into a preflight's answer alone: are they written into a dict that "
        "later calls get, too? Make a new one in each call.",
    )


def says_nothing(
    judge: Judge, answer: Answer | None, called: str, page: str, allowed: set[str]
) -> None:
    """No header speaks of who may."""
    judge.that(
        not causes.cors_headers(answer),
        called=called,
        got=causes.cors_in(answer),
        expected="no header that begins with Access-Control-",
        likely=causes.why_said(answer, page, allowed),
    )
