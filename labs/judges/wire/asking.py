"""A service is asked what its contract says, from outside, whatever it is written in."""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import httpx

from labs.judges.judge import Judge
from labs.judges.wire.exchange import Answer, AtOnce, Contract, Exchange, Request
from labs.judges.wire.reply import SECONDS, NoReplyError, Reply, send, wrong_in
from labs.judges.wire.values import Difference, filled

_DYING = 0.5
"""Seconds that a program may take to end after its connections have: why is then known."""

_BROKEN = 500
"""From this status on it is the service that failed, which may have printed why."""


def _nothing() -> None:
    """Nothing waits for this request to be sent."""


class Ending(Protocol):
    """How a program ended, of which `stop` asked it."""

    @property
    def code(self) -> int | None:
        """Its exit code; None if it had to be killed."""

    @property
    def left(self) -> Sequence[str]:
        """Names of processes that it left running."""


class Serving(Protocol):
    """A program that answers at an address."""

    @property
    def url(self) -> str: ...

    def check(self, patience: float = 0) -> None:
        """Raise, in the learner's line, if the program has ended, or does within so many s."""

    @property
    def stderr(self) -> str:
        """What it has printed of errors."""

    def stop(self, grace: float = 2.0) -> Ending:
        """SIGTERM, and after `grace` seconds SIGKILL."""


def keeps(judge: Judge, service: Serving, contract: Contract) -> None:
    """Raise CheckFailed at the first step whose answer is not the contract's.

    Raises what the service raises (`ProgramError`) if it has ended by itself.
    """
    talk = _Talk(judge, service)
    for number, step in enumerate(contract.steps, 1):
        place = f"{contract.name}, {number} of {len(contract.steps)}"
        if isinstance(step, AtOnce):
            place += f", {len(step.exchanges)} at once: {step.about}"
            replies = talk.ask_together([one.request for one in step.exchanges])
            for exchange, reply in zip(step.exchanges, replies, strict=True):
                talk.judge_reply(exchange, reply, place)
        else:
            talk.judge_reply(step, talk.ask(step.request), place)


def overtakes(judge: Judge, service: Serving, slow: Exchange, quick: Exchange) -> None:
    """Raise CheckFailed unless `quick` is answered while `slow`, sent before, is under way.

    Two answers that come one right after the other may be read in either order: `quick` must be
    there in half the time that was left for `slow`.
    """
    talk = _Talk(judge, service)
    under_way = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        began = pool.submit(talk.ask, slow.request, under_way.set)
        under_way.wait(SECONDS)
        asked = time.monotonic()
        first = talk.judge_reply(quick, talk.ask(quick.request), "two at once")
        last = talk.judge_reply(slow, began.result(), "two at once")
    if first.at - asked > (last.at - asked) / 2:
        judge.fails(
            sent=f"{slow.request}, then {quick.request} while it was under way",
            got=f"the answer to {slow.request} first",
            expected=f"that to {quick.request} first, which has nothing to wait for",
            likely="something in the program blocks all callers while one is served.",
        )


def ends(judge: Judge, service: Serving, grace: float = 2.0) -> None:
    """Raise CheckFailed unless the service heeds SIGTERM within `grace` s, and leaves nothing."""
    ending = service.stop(grace)
    sent = "SIGTERM, with which a system asks a program to end"
    if ending.code is None:
        judge.fails(
            sent=sent,
            got=f"it still ran after {grace:g} s, and was killed",
            expected="an end by itself",
            likely="the signal is caught and nothing ends the program, or a connection that stays "
            "open holds it up.",
        )
    if ending.left:
        judge.fails(
            sent=sent,
            got=f"it ended, and left running: {', '.join(ending.left)}",
            expected="nothing that outlives it",
            likely="a program that it started: end it, and wait for it, before you end.",
        )


class _Talk:
    """What is asked of one service, and what was kept of its answers."""

    def __init__(self, judge: Judge, service: Serving) -> None:
        self._judge = judge
        self._service = service
        self._kept: dict[str, Any] = {}

    def ask(self, request: Request, sent: Callable[[], object] = _nothing) -> Reply | NoReplyError:
        """By a client of its own, so that no connection of another is in the way."""
        # A proxy for the outside world is none for this machine; reading its certificates
        # takes a tenth of a second.
        address = self._service.url
        with httpx.Client(base_url=address, trust_env=False, verify=False) as client:  # noqa: S501
            try:
                return send(client, request, self._kept, sent)
            except NoReplyError as error:
                return error

    def ask_together(self, requests: Sequence[Request]) -> list[Reply | NoReplyError]:
        gate = threading.Barrier(len(requests))

        def ask(request: Request) -> Reply | NoReplyError:
            gate.wait()
            return self.ask(request)

        with ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(ask, requests))

    def judge_reply(self, exchange: Exchange, reply: Reply | NoReplyError, place: str) -> Reply:
        """The reply, kept as the exchange says; raises CheckFailed if it is not its answer."""
        sent = f"{_shown(exchange.request, self._kept)}\n{exchange.about} ({place})"
        last = _last_line(self._service.stderr)
        if isinstance(reply, NoReplyError):
            with self._judge.calling(sent):
                self._service.check(_DYING)
            self._judge.fails(
                sent=sent,
                got=reply.got,
                expected=str(exchange.answer.status),
                likely=reply.likely,
                printed=last,
            )
        if wrong := wrong_in(reply, exchange.answer, self._kept):
            signs = (words for sign, words in exchange.likely if not self._wrong(reply, sign))
            at = f"{wrong.place}: " if wrong.place not in ("", "status") else ""
            self._judge.fails(
                sent=sent,
                got=at + wrong.got,
                expected=at + wrong.expected,
                likely=next(signs, ""),
                printed=last if reply.status >= _BROKEN else "",
            )
        self._kept |= {name: reply.json[member] for member, name in exchange.keep.items()}
        return reply

    def _wrong(self, reply: Reply, answer: Answer) -> Difference | None:
        return wrong_in(reply, answer, self._kept)


def _shown(request: Request, kept: Mapping[str, Any]) -> str:
    body = request.body.decode("utf-8", "replace")
    if request.json is not None:
        body = json.dumps(filled(request.json, kept), ensure_ascii=False)
    return f"{request.method} {request.path.format_map(kept)} {body}".rstrip()


_COMINGS = re.compile(
    r"\[.+?\] (?:\S+:\d+ (?:Accepted|Closing|\[\d{3}\]: .*)|PHP \S+ Development Server .*)"
)
"""What PHP's own server prints of itself and of each caller: never the last word of an error."""


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip() and not _COMINGS.fullmatch(line)]
    return lines[-1] if lines else ""
