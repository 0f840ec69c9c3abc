"""What S12.1 asks of an answer: each check is one claim."""

import ssl
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from labs.judges import Judge, judging
from labs.judges.judge import Likely
from labs.measure.faults import Proxy
from labs.units.s12_1 import causes
from labs.units.s12_1.messages import Head, Refused, Request
from labs.units.s12_1.names import (
    ANSWER,
    Papers,
    SecureDoor,
    line_to,
    name_on,
    papers_for,
    soon_gone,
)
from labs.units.s12_1.probes import (
    LEGAL,
    LEGAL_ELSE,
    PROBES,
    PROBES_ELSE,
    Legal,
    Probe,
    mixtures,
)
from labs.units.s12_1.seen import BodyOf, HeadOf, by_h11, by_parts
from labs.units.s12_1.talks import (
    ENDED,
    ENDED_ELSE,
    SERVED,
    SERVED_ELSE,
    Step,
    Talk,
    answered,
    plain_head,
)

__all__ = [
    "ENDED",
    "ENDED_ELSE",
    "LEGAL",
    "LEGAL_ELSE",
    "PROBES",
    "PROBES_ELSE",
    "SERVED",
    "SERVED_ELSE",
]


class EdgeLine(Protocol):
    """One connection of a server."""

    is_open: bool

    def fed(self, data: bytes) -> bytes: ...


MakeEdge = Callable[[HeadOf, Callable[[Request], bytes]], EdgeLine]
MakeContext = Callable[[Mapping[str, Path]], ssl.SSLContext]


class Calling(Protocol):
    """A client that keeps sessions."""

    def ask(self, port: int, host: str, request: bytes) -> bytes: ...


MakeCaller = Callable[[str], Calling]


def before_all() -> None:
    """Make what all answers share."""
    for names in (NAMES, OTHER_NAMES):
        _papers(names), _papers(names, together=True)


# --- E1: heads --------------------------------------------------------------------------------

READS = "E1: what is right is read, each field of it"
REFUSES = "E1: what two may read in two ways is refused"


def reads(head_of: HeadOf, heads: Iterable[Legal]) -> None:
    """A legal head is read in all its parts."""
    with judging(READS) as judge:
        for legal in heads:
            called = f"head_of({legal.raw!r}), {legal.name}"
            with judge.calling(called, likely=causes.why_refused):
                got = head_of(legal.raw)
            judge.that(
                isinstance(got, Head),
                called=called,
                got=f"{got!r:.90}",
                expected="a Head",
                likely="is a `return` missing?",
            )
            for part in ("method", "target", "version", "length", "fields"):
                had, wanted = getattr(got, part), getattr(legal.head, part)
                judge.equal(
                    had,
                    wanted,
                    called=f"{called}; .{part}",
                    likely=causes.why_this_part(part, had, wanted),
                )


def refuses(head_of: HeadOf, probes: Iterable[Probe]) -> None:
    """Each probe is refused with its status."""
    with judging(REFUSES) as judge:
        for probe in probes:
            called = f"head_of({probe.raw!r}), {probe.name}"
            wanted = " or ".join(map(str, probe.status))
            got: object = None
            try:
                got = head_of(probe.raw)
            except NotImplementedError:
                raise
            except Refused as refusal:
                got = refusal.status
            except Exception as error:
                got = error
            if isinstance(got, Head):
                shown = f"a Head of length {got.length}"
            else:
                shown = f"Refused({got})" if isinstance(got, int) else f"{got!r:.90}"
            judge.that(
                isinstance(got, int) and got in probe.status,
                called=called,
                got=shown,
                expected=f"Refused({wanted})",
                likely=probe.likely,
            )


def agrees_with_h11(head_of: HeadOf, body_of: BodyOf, seed: int, count: int = 300) -> None:
    """Of streams with slips, each is refused, or read as the library h11 reads it."""
    with judging(REFUSES) as judge:
        for raw in mixtures(seed, count):
            called = f"your head_of, and body_of, on {raw!r}"
            with judge.calling(called, expected="Refused, or what h11 reads"):
                yours = by_parts(head_of, body_of, raw)
            theirs = by_h11(raw)
            judge.that(
                yours.agrees(theirs),
                called=called,
                got=f"{yours}: {yours.requests}",
                expected=f"refused, or as the library h11 has it: {theirs}: {theirs.requests}",
                likely="two readers disagree on these bytes: one of the rules is looser than it "
                "stands in the text.",
            )


# --- E2: a line -------------------------------------------------------------------------------

SERVES = "E2: requests are answered in their order, however the line cuts them"
ENDS = "E2: a line goes on or ends as it should, within its limits"


def serves(edge: MakeEdge, talks: Iterable[Talk]) -> None:
    """Kept lines, pipelines, bodies; in any cut."""
    with judging(SERVES) as judge:
        for talk in talks:
            _holds(judge, edge, talk)


def ends(edge: MakeEdge, talks: Iterable[Talk]) -> None:
    """Last answers, refusals, limits and 100-continue."""
    with judging(ENDS) as judge:
        for talk in talks:
            _holds(judge, edge, talk)


def side_by_side(edge: MakeEdge) -> None:
    """Two lines at once, byte by byte in turns; what one says or ends is not the other's."""
    with judging(SERVES) as judge:
        talks = (SERVED[1], ENDED[0])
        lines = [_Line(judge, edge, talk, "in turns with another line") for talk in talks]
        pairs = [[(step, byte) for step in talk.steps for byte in _bytes(step)] for talk in talks]
        for place in range(max(map(len, pairs))):
            for line, each in zip(lines, pairs, strict=True):
                if place < len(each):
                    step, (byte, is_last) = each[place]
                    line.hears(byte, line.talk.bytes_due(step) if is_last else b"")
        for line in lines:
            line.has_ended()


def _bytes(step: Step) -> list[tuple[bytes, bool]]:
    """Each byte of a step, and whether it is the last."""
    size = len(step.comes)
    return [(step.comes[n : n + 1], n == size - 1) for n in range(size)]


def _holds(judge: Judge, edge: MakeEdge, talk: Talk) -> None:
    line = _Line(judge, edge, talk, "step by step")
    for step in talk.steps:
        line.hears(step.comes, talk.bytes_due(step))
    line.has_ended()
    if not talk.in_any_cut:
        return
    line = _Line(judge, edge, talk, "all at once")
    line.hears(
        b"".join(step.comes for step in talk.steps),
        b"".join(map(talk.bytes_due, talk.steps)),
    )
    line.has_ended()
    line = _Line(judge, edge, talk, "byte by byte")
    for step in talk.steps:
        for byte, is_last in _bytes(step):
            line.hears(byte, talk.bytes_due(step) if is_last else b"")
    line.has_ended()


class _Line:
    """One talk with one edge."""

    def __init__(self, judge: Judge, edge: MakeEdge, talk: Talk, how: str) -> None:
        self.talk = talk
        self._judge, self._how, self._asked = judge, how, 0
        with judge.calling("Edge(head_of, answer)"):
            self._edge = edge(self._head_of, self._answer)
        self._told = f"{talk.name}, {how}"
        self._heads: list[bytes] = []

    def _head_of(self, raw: bytes) -> Head:
        self._heads.append(raw)
        return plain_head(raw)

    def _answer(self, request: Request) -> bytes:
        self._asked += 1
        return answered(request, self._asked)

    def hears(self, data: bytes, due: bytes) -> None:
        called = f"edge.fed({data!r:.120}): {self._told}"
        with self._judge.calling(called, likely=causes.why_raised):
            got = self._edge.fed(data)
        self._judge.equal(
            got,
            due,
            called=called,
            likely=causes.why_said(got, due, self.talk.likely),
        )

    def has_ended(self) -> None:
        self._judge.equal(
            self._edge.is_open,
            self.talk.stays_open,
            called=f"edge.is_open, after {self._told}",
            likely=self.talk.likely,
        )
        wanted = sum(isinstance(due, str) for step in self.talk.steps for due in step.due)
        self._judge.equal(
            self._asked,
            wanted,
            called=f"calls of answer, in {self._told}",
            likely="answer is called once for each request that is whole.",
        )
        [(head, times)] = Counter(self._heads or [b""]).most_common(1)
        self._judge.that(
            times == 1,
            called=f"calls of head_of, in {self._told}",
            got=f"{times} times head_of({head!r:.60})",
            expected="once for each head",
            likely="keep the head while its body is missing; do not read it again at each piece.",
        )


# --- E3: names and sessions -------------------------------------------------------------------

NAMES = ("tickets.flytower.test", "venues.flytower.test")
OTHER_NAMES = ("screens.flytower.test", "a.example", "shop.flytower.test")
BY_NAME = "E3: each name has its certificate, and all else is the same for all"
RESUMES = "E4: a second visit is resumed, each name by its own session"

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


@cache
def _papers(names: Sequence[str], *, together: bool = False) -> Papers:
    return papers_for(names, together=together)


def _client(ca: str, version: ssl.TLSVersion, *alpn: str) -> ssl.SSLContext:
    client = ssl.create_default_context(cadata=ca)
    client.verify_flags &= ~ssl.VERIFY_X509_STRICT
    client.minimum_version = client.maximum_version = version
    if alpn:
        client.set_alpn_protocols(list(alpn))
    return client


def _made(judge: Judge, edge_context: MakeContext, papers: Papers) -> ssl.SSLContext:
    called = f"edge_context({{{', '.join(repr(name) for name in papers.files)}: files}})"
    with judge.calling(called):
        got = edge_context(dict(papers.files))
    judge.that(
        isinstance(got, ssl.SSLContext),
        called=called,
        got=f"{got!r:.90}",
        expected="an SSLContext",
        likely="is a `return` missing?",
    )
    return got


def named(edge_context: MakeContext, names: Sequence[str]) -> None:
    """Certificate, protocol and versions by name; who asks for no name, or for another one."""
    with judging(BY_NAME) as judge:
        papers = _papers(names)
        with SecureDoor(_made(judge, edge_context, papers)) as door:
            for name in (*names, *reversed(names)):
                for version in VERSIONS:
                    _has_name(judge, door, _client(papers.ca, version, "h2", "http/1.1"), name)
            for other in ("evil.example", f"x.{names[0]}", names[0].partition(".")[2]):
                _has_no_other(judge, door, papers, other)
            _has_a_first(judge, door, papers)


def _has_name(
    judge: Judge,
    door: SecureDoor,
    client: ssl.SSLContext,
    name: str,
    why: Callable[[Exception], Likely] = causes.why_no_line,
) -> None:
    called = f"a client that asks for {name}, in {client.minimum_version.name}"
    with judge.calling(called, likely=why), line_to(door.port, client, name) as line:
        chosen = line.selected_alpn_protocol()
        judge.equal(
            name_on(line), name, called=f"{called}; the certificate", likely=causes.CERTIFICATE
        )
        judge.equal(
            chosen,
            "http/1.1",
            called=f"{called}, and offers h2 and http/1.1; the protocol",
            likely=causes.ALPN,
        )


def _has_no_other(
    judge: Judge, door: SecureDoor, papers: Papers, other: str, likely: str = causes.UNKNOWN
) -> None:
    client = _client(papers.ca, ssl.TLSVersion.TLSv1_3)
    client.check_hostname = False
    called = f"a client that asks for {other}"
    got = "a line"
    try:
        with line_to(door.port, client, other) as line:
            got = f"a line, and the certificate of {name_on(line)}"
    except ssl.SSLError as error:
        got = str(error.reason)
    except OSError as error:
        got = f"{type(error).__name__}: {error}"
    judge.that(
        "UNRECOGNIZED_NAME" in got,
        called=called,
        got=got,
        expected="the alert for a name that is not recognised",
        likely=likely,
    )


def _has_a_first(judge: Judge, door: SecureDoor, papers: Papers) -> None:
    for version in VERSIONS:
        client = _client(papers.ca, version, "http/1.1")
        client.check_hostname = False
        called = f"a client that asks for no name, in {version.name}"
        with (
            judge.calling(called, likely=causes.why_no_line),
            line_to(door.port, client, None) as line,
        ):
            first = next(iter(papers.files))
            judge.equal(
                name_on(line), first, called=f"{called}; the certificate", likely=causes.FIRST
            )
            judge.equal(
                line.selected_alpn_protocol(),
                "http/1.1",
                called=f"{called}; the protocol",
                likely=causes.ALPN,
            )


def two_contexts(edge_context: MakeContext) -> None:
    """Two edges at once keep to their own names, need no file later, and speak no old TLS."""
    with judging(BY_NAME) as judge:
        papers = [_papers(names) for names in (NAMES, OTHER_NAMES)]
        contexts = []
        for each in papers:
            with soon_gone(each) as files:
                contexts.append(_made(judge, edge_context, files))
        for each, other, context in zip(papers, reversed(papers), contexts, strict=True):
            with SecureDoor(context) as door:
                _has_no_other(judge, door, other, next(iter(other.files)), causes.OWN)
                client = _client(each.ca, VERSIONS[1], "http/1.1")
                for name in each.files:
                    _has_name(judge, door, client, name, causes.why_no_line_without_files)
            judge.that(
                context.minimum_version >= ssl.TLSVersion.TLSv1_2,
                called="edge_context(files).minimum_version",
                got=context.minimum_version.name,
                expected="TLSv1_2",
                likely="the line begins in the context that you return: its versions count.",
            )


# A session must be asked for and shown as a client does; a certificate that is for both names
# lets a server resume either.


def resumed(caller: MakeCaller, names: Sequence[str]) -> None:
    """First visits are full, the next resumed, by name; also at a server that starts anew."""
    with judging(RESUMES) as judge:
        papers = _papers(names, together=True)
        for version in VERSIONS:
            with judge.calling(f"caller = Caller(ca), to a server of {version.name}"):
                calling = caller(papers.ca)
            for is_restarted in (False, True):
                with SecureDoor(_one_for_all(papers, version)) as door:
                    for number, name in enumerate((*names, *names, names[0])):
                        kind = "full" if number < len(names) else "resumed"
                        visit = _Visit(name, f"{_told(version)}, {kind}", is_restarted)
                        _visits(judge, calling, door, visit)
        _costs(judge, caller, names[0], papers)


def _told(version: ssl.TLSVersion) -> str:
    return version.name.replace("TLSv1_", "TLSv1.")


def _one_for_all(papers: Papers, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(next(iter(papers.files.values())))
    return context


_ASK = b"GET /plan HTTP/1.1\r\nHost: flytower.test\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class _Visit:
    """A line to this name, and what the server must say of it."""

    name: str
    kind: str
    is_restarted: bool

    @property
    def is_first(self) -> bool:
        return self.kind.endswith("full")

    def __str__(self) -> str:
        told = f"'{self.name}', request), the {'first' if self.is_first else 'next'} time"
        return told + " since the server has started anew" * self.is_restarted


def _visits(judge: Judge, calling: Calling, door: SecureDoor, visit: _Visit) -> None:
    called = f"caller.ask(port, {visit}"
    before = len(door.heard)
    with judge.calling(called, likely=causes.why_no_line):
        got = calling.ask(door.port, visit.name, _ASK)
    judge.equal(got, ANSWER, called=called, likely="read until recv gives b''.")
    judge.equal(
        door.heard[before:],
        [visit.kind],
        called=f"{called}; the server saw",
        likely=causes.why_this_kind(
            lines=len(door.heard) - before,
            is_first=visit.is_first,
            is_restarted=visit.is_restarted,
        ),
    )


def _costs(judge: Judge, caller: MakeCaller, name: str, papers: Papers) -> None:
    """The proxy counts: TLS 1.2 saves a round trip, TLS 1.3 the certificate's bytes."""
    for version, wanted in zip(VERSIONS, ((3, 2), (2, 2)), strict=True):
        with SecureDoor(_one_for_all(papers, version)) as door, Proxy.start(door.port) as proxy:
            proxy.delay_ms = 40
            for _ in range(4):  # a thread that was late makes a trip more, never one less
                calling, trips, down = caller(papers.ca), [], []
                for _ in range(2):
                    with proxy.counting() as count:
                        calling.ask(proxy.port, name, _ASK)
                    trips.append(count.round_trips)
                    down.append(count.bytes_down)
                if tuple(trips) == wanted:
                    break
        called = f"caller.ask(…) twice, {version.name}; round trips until the answer is whole"
        late = causes.why_this_kind(lines=1, is_first=False)
        judge.equal(tuple(trips), wanted, called=called, likely=late)
        judge.that(
            down[1] < down[0] - 200,
            called=f"caller.ask(…) twice, {version.name}; bytes from the server",
            got=f"{down[0]}, then {down[1]}",
            expected="no certificate the second time",
            likely=late,
        )


def callers_apart(caller: MakeCaller) -> None:
    """Another caller has no session of this one, and another CA is not trusted."""
    with judging(RESUMES) as judge:
        papers, others = _papers(NAMES, together=True), _papers(OTHER_NAMES)
        long = ANSWER * 3_000
        with SecureDoor(_one_for_all(papers, VERSIONS[1]), long) as door:
            for kind, calling in (("full", caller(papers.ca)), ("full", caller(papers.ca))):
                called = f"Caller(ca).ask(port, '{NAMES[0]}', request), a long answer"
                with judge.calling(called):
                    got = calling.ask(door.port, NAMES[0], _ASK)
                judge.equal(
                    len(got), len(long), called=f"{called}; bytes", likely="read until b''."
                )
                judge.equal(
                    door.heard[-1],
                    f"TLSv1.3, {kind}",
                    called=f"{called}; by a second Caller, the server saw",
                    likely="sessions belong to the caller: make the dict in __init__.",
                )
            before = len(door.heard)
            try:
                got = caller(others.ca).ask(door.port, NAMES[0], _ASK)
                came: object = f"{got!r:.60}"
            except NotImplementedError:
                raise
            except Exception as error:
                came = error
            judge.that(
                isinstance(came, ssl.SSLCertVerificationError) and len(door.heard) == before,
                called="Caller(ca of somebody else).ask(…)",
                got=came,
                expected="SSLCertVerificationError, and no byte is said",
                likely="the context trusts the `ca` of this caller, and no other.",
            )
