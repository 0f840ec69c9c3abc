"""What S12.2 asks of an answer: each check is one claim."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial

import httpx

from labs.judges import Judge, judging
from labs.judges.apps import host_a_first
from labs.judges.loops import in_a_loop
from labs.servers.hosting import Hosted, hosted
from labs.units.s12_2 import causes
from labs.units.s12_2.behaviours import ANSWERS, INSIDE, WAITING
from labs.units.s12_2.cases import (
    BEHIND,
    ELSE_BEHIND,
    ERRORS,
    FINAL,
    HOST,
    KEPT,
    KEPT_ELSE,
    LINES,
    OTHER_LINES,
    OTHER_TRIES,
    PART,
    TAG,
    TRIES,
    Behind,
    Kept,
    Line,
    Lines,
    Onwards,
    Tries,
)
from labs.units.s12_2.crowd import through, upstream_of, wishes
from labs.units.s12_2.gate import (
    Asked,
    BadRequestError,
    Blame,
    EndToEnd,
    Gateway,
    Onward,
    Persist,
    Reply,
)
from labs.units.s12_2.pauses import pauses_kept
from labs.units.s12_2.traces import parts_of
from labs.units.s12_2.upstream import Upstream, nobody

__all__ = [
    "BEHIND",
    "ELSE_BEHIND",
    "KEPT",
    "KEPT_ELSE",
    "LINES",
    "OTHER_LINES",
    "OTHER_TRIES",
    "TRIES",
]

ForOthers = Callable[[Asked, Reply], tuple[int, Mapping[str, str | None]] | None]


def before_all() -> None:
    """Let a first server bring what all later ones need, once for all answers."""
    host_a_first()


# --- E1: again, or not ------------------------------------------------------------------------

AGAIN = "E1: what may be sent again is, and nothing else"
EXACT = "E1: over a line that breaks, every order is there once"


class _Line:
    """Ends each send as the case says, and keeps what was sent."""

    def __init__(self, ends: Sequence[int | str]) -> None:
        self.ends: list[Reply | Exception] = [_end(each) for each in ends]
        self.sent: list[Asked] = []
        self.pauses: list[str] = []

    async def send(self, asked: Asked) -> Reply:
        self.sent.append(asked)
        await asyncio.sleep(0)  # somebody else's turn
        end = self.ends[min(len(self.sent), len(self.ends)) - 1]
        if isinstance(end, Exception):
            raise end
        return end


class _SilentLine(_Line):
    """Answers when the others have had all their tries, or have not in a thousand turns."""

    def __init__(self, others: Sequence[_Line]) -> None:
        super().__init__((200,))
        self.others = others
        self.saw: list[int] = []

    async def send(self, asked: Asked) -> Reply:
        for _ in range(1000):  # turns of the loop, whatever the time
            self.saw = [len(line.sent) for line in self.others]
            if self.saw == [len(line.ends) for line in self.others]:
                break
            await asyncio.sleep(0)
        return await super().send(asked)


def _end(end: int | str) -> Reply | Exception:
    if isinstance(end, int):
        return Reply(end)
    return KeyError("a mistake") if end == "KeyError" else _error(end)


def _error(name: str) -> httpx.TransportError:
    kind: type[httpx.TransportError] = getattr(httpx, name)
    return kind("the line")


async def _ended(persist: Persist, line: _Line, asked: Asked, tries: int = 3) -> object:
    """What it gives or raises; only what the line raises is caught."""
    given = () if tries == 3 else (tries,)
    try:
        with pauses_kept() as line.pauses:
            return await persist(line.send, asked, *given)
    except Exception as error:
        if error in line.ends:
            return error
        raise


def resent(persist: Persist, cases: Sequence[Tries]) -> None:
    """Each request is sent as often as its method, its key and its errors allow."""
    with judging(AGAIN) as judge:
        for case in cases:
            line, asked = _Line(case.ends), _asked(case.method, case.headers)
            with judge.calling(str(case)):
                got = in_a_loop(partial(_ended, persist, line, asked, case.tries))
            judge.that(
                len(line.sent) == case.sends,
                called=str(case),
                got=f"{len(line.sent)} sends",
                expected=f"{case.sends} sends",
                likely=causes.of_sends(case, len(line.sent)),
            )
            judge.that(
                got is line.ends[case.sends - 1],
                called=str(case),
                got=repr(got),
                expected=f"the end of send {case.sends}: {case.ends[case.sends - 1]}",
                likely=causes.of_end(case, got),
            )
            changed = [each for each in line.sent if each != _asked(case.method, case.headers)]
            judge.that(
                not changed and not line.pauses,
                called=str(case),
                got=f"sent: {changed[0]}" if changed else f"{line.pauses[:1]}",
                expected="the same request at each try, each at once",
                likely=causes.UNTOUCHED if changed else causes.AT_ONCE,
            )


def _asked(method: str, headers: Mapping[str, str]) -> Asked:
    return Asked(method, "/orders?seat=A1", httpx.Headers(dict(headers)), b"A1", "192.0.2.99")


def two_at_once(persist: Persist) -> None:
    """Requests under way at once have their tries each for itself, and wait for no other."""
    with judging(AGAIN) as judge:
        lines = [_Line(("ReadError", "ReadError", 200)) for _ in range(3)]
        silent = _SilentLine(lines)

        async def all_of_them() -> list[object]:
            each = (_ended(persist, line, _asked("GET", {})) for line in (silent, *lines))
            return [*await asyncio.gather(*each)]

        called = "persist(send, GET), three at once, each of which fails twice"
        with judge.calling(called):
            in_a_loop(all_of_them)
        sends = [len(line.sent) for line in lines]
        judge.equal(sends, [3, 3, 3], called=f"{called}: sends of each", likely=causes.MANY)
        called += ", while a fourth is without an answer: sends until then"
        judge.equal(silent.saw, [3, 3, 3], called=called, likely=causes.HELD)


def exact(persist: Persist, requests: int, seed: int, at_once: int = 1) -> None:
    """Through a gateway and over broken lines, what is done is exact, whatever the methods."""
    asked = wishes(requests, seed)
    with judging(EXACT) as judge:
        in_a_loop(partial(_ended, persist, _Line((200,)), _asked("GET", {})))  # is it written?
        with upstream_of(asked) as box:
            statuses = through(box, persist, asked, at_once)
            for number, (wish, status) in enumerate(zip(asked, statuses, strict=True)):
                arrived = box.arrived(str(number))
                done = 201 if wish.method == "POST" else 200
                judge.that(
                    (arrived, status) == (wish.arrivals, done if wish.succeeds else 502),
                    called=f"request {number}: {wish}",
                    got=f"it arrived {arrived} times, and the client was told {status}",
                    expected=f"{wish.arrivals} times, and "
                    f"{done if wish.succeeds else 'the error of the last try (502)'}",
                    likely=causes.of_wish(wish, arrived, status),
                )
            for method, count in (("POST", box.office.orders), ("PATCH", box.office.moved)):
                mine = [wish for wish in asked if wish.method == method]
                judge.equal(
                    count,
                    sum(wish.done for wish in mine),
                    called=f"{len(mine)} x {method}: how many the box office has carried out",
                    likely=causes.UNTOUCHED,
                )


# --- E2: whose fault ----------------------------------------------------------------------------

CODES = "E2: each thing that happens behind has its code in front"


def told(blame: Blame, cases: Sequence[Behind]) -> None:
    """Over the wire, the client gets the code of the side at fault, or the answer as it is."""
    with judging(CODES) as judge, ExitStack() as stack:
        with judge.calling("blame(asked, Reply(200))"):
            first = blame(_asked("GET", {}), Reply(200))
        likely = causes.of_reply(first)
        judge.equal(first, Reply(200), called="blame(asked, Reply(200))", likely=likely)
        box, gone = stack.enter_context(Upstream()), stack.enter_context(nobody())
        host = stack.enter_context
        office = host(hosted(Gateway(box.url, blame=blame)))
        sites = {
            "refused": host(hosted(Gateway(gone, blame=blame))),
            "busy": host(hosted(Gateway(box.url, blame=blame, at_once=0))),
        } | dict.fromkeys(WAITING, host(hosted(Gateway(box.url, blame=blame, patience=0.1))))
        with httpx.Client(trust_env=False, timeout=30) as client:
            for case in cases:
                _is_told(judge, client, sites.get(case.what, office), case)


def _is_told(judge: Judge, client: httpx.Client, site: Hosted, case: Behind) -> None:
    try:
        with client.stream(case.method, f"{site.url}/zoo/{case.what}", headers=case.sent) as reply:
            got = reply.status_code, b"".join(reply.iter_raw()), reply.headers
    except httpx.TransportError as lost:
        got = 0, f"{type(lost).__name__}: {lost}".encode(), httpx.Headers()
    judge.that(
        got[0] == case.status,
        called=str(case),
        got=site.stderr
        if got[0] == 500 and site.stderr
        else f"the client is told {got[0] or f'what it cannot read ({got[1].decode()})'}",
        expected=f"{case.status}",
        likely=causes.of_code(case, got[0]),
    )
    head, _, body = ANSWERS.get(case.what, b"").rpartition(b"\r\n\r\n")
    if str(case.status) in {case.what, ""} or case.what in {"100", "103", "gzip", "cookies"}:
        missing = [line for line in _lines(head) if line not in got[2].multi_items()]
        judge.that(
            got[1] == body and not missing,
            called=str(case),
            got=f"without {missing}" if missing else f"the body is {got[1][:40]!r}",
            expected="the upstream's answer, with its headers and its body",
            likely=causes.of_words(""),
        )
        return
    judge.that(
        INSIDE.encode() not in got[1] and (case.what != "busy" or got[2].get("retry-after") == "1"),
        called=str(case),
        got=f"{dict(got[2])} {got[1][:60]!r}",
        expected='problem(503, retry_after="1")'
        if case.what == "busy"
        else f"problem({case.status})",
        likely=causes.of_words(got[1].decode("latin-1"), busy=case.what == "busy"),
    )


def _lines(head: bytes) -> list[Line]:
    """The headers of the last answer in these bytes that belong to the other end."""
    lines = head.decode("latin-1").rpartition("HTTP/1.1 ")[2].split("\r\n")[1:]
    pairs = [(line.partition(":")[0].lower(), line.partition(":")[2].strip()) for line in lines]
    return [pair for pair in pairs if pair[0] not in {"connection", "content-length"}]


def told_of_errors(blame: Blame) -> None:
    """Every error of httpx, and every status that is none, has its code."""
    with judging(CODES) as judge:
        for name, status in ERRORS.items():
            with judge.calling(f"blame(asked, httpx.{name}(…))", likely=causes.of_error):
                got = blame(_asked("GET", {}), _error(name))
            judge.equal(
                got.status,
                status,
                called=f"blame(asked, httpx.{name}(…)).status",
                likely="the first line that fits: PoolTimeout, other time-outs, the rest.",
            )
        for number in FINAL:
            got = blame(_asked("GET", {}), Reply(number))
            judge.equal(
                got.status,
                502,
                called=f"blame(asked, Reply({number})).status",
                likely="below 200 and above 599 no status is final: 502.",
            )
        for number in {*range(200, 600)} - {206, 304, 407, 421}:
            _goes_on(judge, blame, number, "GET", {})
        for method in ("GET", "HEAD", "POST", "PUT"):
            _goes_on(judge, blame, 304, method, TAG)
            _goes_on(judge, blame, 206, method, PART)


def _goes_on(judge: Judge, blame: Blame, status: int, method: str, sent: Mapping[str, str]) -> None:
    given, as_given = (Reply(status, httpx.Headers({"x-show": "7"}), b"a page") for _ in range(2))
    called = f"blame({method} with {[*sent]}, Reply({status}, …))"
    with judge.calling(called):
        got = blame(_asked(method, sent), given)
    judge.that(
        got == as_given,
        called=called,
        got=repr(got),
        expected=repr(as_given),
        likely="no line of the table but the last fits here: the reply goes on as it is.",
    )


# --- E3: what goes along ------------------------------------------------------------------------

THROUGH = "E3: what is meant for the other end goes through, and nothing else"


def goes_through(end_to_end: EndToEnd, onward: Onward, lines: Lines) -> None:
    """Headers go through line by line, and what the gateway knows better is its own."""
    with judging(THROUGH) as judge:
        for hops in lines.hops:
            headers = httpx.Headers([*hops.sent])
            called = f"end_to_end(headers), {hops.about}: {_shown(hops.sent)}"
            with judge.calling(called):
                got = _small(end_to_end(headers))
            _are(judge, called, got, hops.stays, hops.sent)
            _untouched(judge, called, headers, hops.sent)
        for case in lines.onwards:
            _goes_onward(judge, onward, case)


def _goes_onward(judge: Judge, onward: Onward, case: Onwards) -> None:
    asked = Asked("GET", "/", httpx.Headers([*case.sent]), peer=case.peer)
    called = f"onward(asked), {case.about}, peer {case.peer}: {_shown(case.sent)}"
    try:
        with judge.calling(called, expected="BadRequestError" if case.stays is None else "a list"):
            try:
                got = _small(onward(asked))
            except BadRequestError:
                if case.stays is not None:
                    raise
                return
    finally:
        _untouched(judge, called, asked.headers, case.sent)
    judge.that(
        case.stays is not None,
        called=called,
        got=f"{_shown(got)}",
        expected="BadRequestError",
        likely="look at every line that came, by `harmless`, before any of them is left out.",
    )
    ours = {name: [v for n, v in got if n == name] for name in ("forwarded", "traceparent")}
    rest = [pair for pair in got if pair[0] not in ours]
    _are(judge, called, rest, case.stays or (), case.sent)
    said = [sorted(part.strip() for part in each.split(";")) for each in ours["forwarded"]]
    judge.equal(
        said,
        [[f"for={case.node}", "proto=https"]],
        called=f"{called}: its Forwarded",
        likely=[
            (len(said) != 1, "exactly one line Forwarded, the gateway's own."),
            (":" in case.peer, "an IPv6 address stands in brackets, and these in quotes."),
            (True, "for=<asked.peer>;proto=https"),
        ],
    )
    _trace_is(judge, called, ours["traceparent"], case)


def _trace_is(judge: Judge, called: str, lines: Sequence[str], case: Onwards) -> None:
    sent = next((value for name, value in case.sent if name.lower() == "traceparent"), "")
    got = parts_of(lines[0]) if len(lines) == 1 else None
    known = case.trace is not None
    old = parts_of(sent)
    judge.that(
        got is not None
        and (got[0], got[2]) == (case.trace or (got[0], "01"))
        and (known or got[0].lower() not in sent.lower())
        and (old is None or got[1] != old[1]),
        called=f"{called}: its traceparent",
        got=f"{list(lines)}",
        expected="one: the trace and flags that came, a new parent" if known else "one, new",
        likely=causes.of_trace("".join(lines), known=known),
    )


def _are(
    judge: Judge, called: str, got: Sequence[Line], wanted: Sequence[Line], sent: Sequence[Line]
) -> None:
    judge.that(
        [*got] == [*wanted],
        called=called,
        got=_shown(got),
        expected=_shown(wanted),
        likely=causes.of_lines(got, wanted, sent),
    )


def _untouched(judge: Judge, called: str, headers: httpx.Headers, sent: Sequence[Line]) -> None:
    judge.that(
        headers.multi_items() == httpx.Headers([*sent]).multi_items(),
        called=called,
        got=f"the headers that were given are {_shown(headers.multi_items())} now",
        expected="that they stay as they are",
        likely="make a new list: do not delete from what you are given.",
    )


def _small(pairs: Sequence[Line]) -> list[Line]:
    return [(str(name).lower(), value) for name, value in pairs]


def _shown(lines: Sequence[Line]) -> str:
    return ", ".join(f"{name}: {value!r}" for name, value in lines) or "nothing"


def through_the_wire(end_to_end: EndToEnd, onward: Onward) -> None:
    """So it is through a gateway, in both directions."""
    sent = [HOST, ("connection", "x-till"), ("x-till", "7"), ("range", "bytes=0-9")]
    with judging(THROUGH) as judge, Upstream() as box:
        gateway = Gateway(box.url, onward=onward, end_to_end=end_to_end)
        with hosted(gateway) as site, httpx.Client(trust_env=False, timeout=30) as client:
            traces = []
            for _ in range(2):
                reply = client.get(f"{site.url}/zoo/cookies", headers=sent)
                came = {name.lower(): value for name, value in box.seen[-1].headers}
                traces.append(parts_of(came.get("traceparent", "")))
            called = f"a GET through the gateway, with {_shown(sent)}"
            judge.that(
                "x-till" not in came and came.get("range") == "bytes=0-9",
                called=called,
                got=f"the upstream saw {_shown([*came.items()])}",
                expected="range, and no x-till",
                likely="onward begins with what end_to_end lets through.",
            )
            judge.that(
                None not in traces and traces[0] != traces[1],
                called=f"{called}, twice: both traceparents",
                got=repr(traces),
                expected="two, and other ones",
                likely=causes.of_trace("", known=False),
            )
            _is_refused(judge, gateway, box)
            back = [pair for pair in reply.headers.multi_items() if pair[0] in _WATCHED]
            judge.equal(
                back,
                [*_COOKIES, ("cache-control", "max-age=60"), ("vary", "Accept-Language")],
                called=f"{called}: these headers of its answer",
                likely=causes.of_lines(back, _COOKIES, [("connection", "x-box")]),
            )


def _is_refused(judge: Judge, gateway: Gateway, box: Upstream) -> None:
    before, lines = len(box.seen), httpx.Headers([("x-a", "1\r\nX-Role: admin")])
    reply = in_a_loop(partial(gateway.reply, Asked("GET", "/", lines)))
    judge.equal(
        (reply.status, len(box.seen) - before),
        (400, 0),
        called="a GET with a line break in a header: its status, and arrivals upstream",
        likely="raise BadRequestError, and nothing is sent.",
    )


_COOKIES = [("set-cookie", "a=1; Path=/"), ("set-cookie", "b=2; Path=/")]
_WATCHED = {"set-cookie", "x-box", "keep-alive", "proxy-connection", "cache-control", "vary"}


# --- E4: for others -----------------------------------------------------------------------------


def shared(for_others: ForOthers, cases: Sequence[Kept]) -> None:
    """An answer is given to others for its life, if nothing forbids it."""
    with judging("E4: an answer is given to others only where it may be") as judge:
        for case in cases:
            asked = Asked("GET", "/shows/7", httpx.Headers(case.asked))
            reply = Reply(case.status, httpx.Headers(case.reply, encoding="latin-1"), b"a page")
            called = (
                f"for_others(…): GET with {_shown(asked.headers.multi_items())}; "
                f"{case.status} with {_shown(reply.headers.multi_items())}"
            )
            with judge.calling(called):
                got = for_others(asked, reply)
            judge.equal(got, case.wanted, called=called, likely=[(got != case.wanted, case.likely)])
