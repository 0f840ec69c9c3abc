"""Why an answer is wrong: what each misconception would have done."""

from collections.abc import Sequence

import httpx

from labs.judges.judge import Likely
from labs.units.s12_2.behaviours import INSIDE
from labs.units.s12_2.cases import Behind, Line, Tries
from labs.units.s12_2.crowd import Wish

UNTOUCHED = "each try sends what was asked, as it is: the same headers, the same key."
AT_ONCE = "no try waits before it goes, and nothing may stop the loop."
HELD = "what holds one up (a lock, say) holds up all: let each request wait for its own upstream."
MANY = "what counts the tries belongs to one call: nothing of it may be kept between calls."


def of_sends(case: Tries, sends: int) -> Likely:
    """Why a request was sent more, or less often than it should be."""
    if sends > case.sends:
        last = case.ends[case.sends - 1]
        return [
            (isinstance(last, int), "an answer is an answer, whatever its status: give it back."),
            (
                str(last).endswith("Timeout"),
                f"{last} is a TimeoutException: that is never sent again.",
            ),
            (last == "KeyError", "only what is an httpx.TransportError may be sent again."),
            (case.sends == case.tries, "at most `tries` sends in all."),
            (True, f"{last}: perhaps carried out. {case.method} without a key: not again."),
        ]
    last = case.ends[sends - 1] if sends else ""
    return [
        (not sends, "nothing was sent: each call awaits send(asked), and keeps nothing for later."),
        (last == "ConnectError", "no connection: nobody has seen it, so any method may go again."),
        (case.headers, "a key makes a second one harmless (`in asked.headers`, any letters)."),
        (case.method in {"OPTIONS", "TRACE", "HEAD"}, f"{case.method} is safe: it may go again."),
        (True, f"{case.method}: twice is as once, so it may be sent again, up to `tries` times."),
    ]


def of_end(case: Tries, got: object) -> Likely:
    """Why it ended with something else than its last send."""
    if isinstance(case.ends[case.sends - 1], int):
        return [
            (got is None, "return what send gave."),
            (True, "give the first Reply, whatever its status."),
        ]
    return [
        (got is None, "after the last try its error is raised, and nothing returned."),
        (True, "raise the very error that the last try ended with."),
    ]


def of_wish(wish: Wish, arrived: int, status: int) -> Likely:
    """Why a request over a line that breaks came to something else."""
    return [
        (status == 500, "your function raised an error of its own here."),
        (
            arrived > wish.arrivals and not wish.repeatable,
            "without a key a second one is a second order (or move): not again.",
        ),
        (arrived > wish.arrivals, "it had its answer, or its three tries."),
        (arrived < wish.arrivals and wish.key, "with a key it may be sent again."),
        (arrived < wish.arrivals, "this method may be sent again: twice is as once."),
        (True, "the first answer counts; without one, the client gets 502."),
    ]


def of_reply(got: object) -> Likely:
    """Why a plain 200 has not gone through."""
    return [
        (got is None, "return a Reply on every way, the last one too."),
        (True, "the reply goes on as it is: nothing more in it, and nothing less."),
    ]


def of_code(case: Behind, got: int) -> Likely:
    """Why the client got another code."""
    return [
        (case.what == "busy", "PoolTimeout is a TimeoutException, too: ask for it first."),
        (case.what in {"silent", "stall"}, "it did not come in time: that is 504."),
        (
            case.status == 502 and got == 504,
            "504 is for time-outs alone: other errors, 502.",
        ),
        (
            case.what in {"refused", "closes", "cut", "reset", "chunk", "garbage"},
            "an httpx.TransportError that is no time-out is 502.",
        ),
        (
            case.what == "304" and case.status == 502,
            "304 answers If-None-Match or If-Modified-Since: this client sent neither.",
        ),
        (
            case.what == "304",
            "this client asked on a condition (either header): 304 is its answer.",
        ),
        (case.what == "206" and case.status == 502, "206 answers Range: this client sent none."),
        (case.what == "206", "this client sent Range: 206 is its answer."),
        (case.what in {"407", "421"}, f"{case.what} speaks to the gateway: the client gets 502."),
        (case.what in {"600", "799"}, "above 599 there is no status: 502."),
        (True, "any other answer goes to the client as it is."),
    ]


def of_words(got: str, *, busy: bool = False) -> Likely:
    """Why the answer beside its code is another."""
    return [
        (busy, '503 says when it is worth a try: problem(503, retry_after="1").'),
        (INSIDE in got, "what the upstream said must not go out under another code: problem(…)."),
        (True, "the reply goes on as it is, with all its headers and its body."),
    ]


def of_lines(got: Sequence[Line], wanted: Sequence[Line], sent: Sequence[Line]) -> Likely:
    """Why these lines and not those go through."""
    more = [line for line in got if line not in wanted]
    less = [line for line in wanted if line not in got]
    came, names = ([name for name, _ in lines] for lines in (got, wanted))
    lost_twin = any(1 <= came.count(name) < names.count(name) for name in names)
    changed = [line for line in more if came.count(line[0]) == names.count(line[0])]
    of_connection = {
        each.strip().lower()
        for name, value in sent
        if name.lower() == "connection"
        for each in value.split(",")
    }
    return [
        (
            lost_twin,
            "two lines of one name are two pairs, equal or not: a dict does not keep them",
        ),
        (
            any(name in of_connection for name, _ in more),
            f"Connection names {_names(more)}: split at commas, strip, small letters.",
        ),
        (
            any(name == "traceparent" for name, _ in (*more, *less)),
            "exactly one traceparent, from next_trace.",
        ),
        (
            any(name.startswith(("forwarded", "x-forwarded-")) for name, _ in more),
            "what a stranger says of himself goes no further: Forwarded and every x-forwarded-….",
        ),
        (changed, f"{_names(changed)}: the value of a line goes on as it came."),
        (more, f"{_names(more)} ends at this hop."),
        (less, f"{_names(less)} is meant for the other end."),
        (True, "the lines that stay keep their order."),
    ]


def _names(lines: Sequence[Line]) -> str:
    return ", ".join(name for name, _ in lines)


def of_trace(got: str, *, known: bool) -> Likely:
    """Why a traceparent is wrong."""
    return [
        (not got, "there is no traceparent: next_trace makes it."),
        (known, "give next_trace what the client sent: trace and flags stay, the parent is new."),
        (True, "a new trace begins, made by next_trace, at each request."),
    ]


def of_error(error: Exception) -> Likely:
    """Why a call raised an error."""
    return [
        (isinstance(error, httpx.TransportError), "the outcome is to be looked at, not raised."),
        (True, ""),
    ]
