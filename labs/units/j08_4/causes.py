"""What a wrong answer to J08.4 most likely comes of."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from labs.judges.judge import Likely
from labs.units.j08_4.crowd import Coming, hash_of
from labs.units.j08_4.guests import Seen

OTHER_APP = "what belongs to one app is kept inside of the function that is given the app."
SHARED = "what belongs to one request is made anew in each, or kept in g."
TELLS = "the text of an error is for the log: write the title out, as the table has it."
NO_STACK = 'one object with "id" and "stack", the texts of format_exception joined.'
COLLECTED = "get_data, make_sequence or list collects the whole body first: leave it as it is."
NOT_YOURS = (
    "only what Refused brings is meant for the guest: other exceptions may have a status and a "
    "title, too, and are mistakes all the same."
)
LOOKED_UP = "ask for the method first: with GET, HEAD and OPTIONS no key is looked up."
ONE_OWNER = (
    "the caller is kept where all requests share it (self, a class, the app): another came in "
    "between. Keep it in a local name, then on g or the request."
)
COPIED = "look into keys at each request: a copy does not hear of what changes."


def raised(stderr: str) -> str:
    """What a line of the answer has raised, if any has: `hosting` places those alone."""
    lines = [line for line in stderr.splitlines() if ", at: " in line]
    return f"it raised {lines[-1]}" if lines else ""


def why_no_object(text: object) -> str:
    """Of a text that is no line."""
    if not isinstance(text, str):
        return "write takes a text: json.dumps makes one of the dict."
    try:
        found = json.loads(text)
    except ValueError:
        return "a text put together by hand breaks at a quote: json.dumps escapes it."
    return "an object, with these members and no others." if isinstance(found, dict) else ""


def why_so_many(count: int, one: Seen, lines: int, guests: int, strange: object) -> Likely:
    """Of an id that stands in no line, or in several; `strange`: ids that no guest has."""
    return [
        (lines == guests and not strange, SHARED),
        (count > 1, "one function writes it, and at one place: when the request is over."),
        (lines == 0, "nothing is written: is the function registered with the response?"),
        (strange, "the id is g.request_id, which the guest finds in X-Request-ID."),
        (one.wish.leaves, "who leaves half-way has a line, too: call_on_close comes always."),
        (one.wish.route is None, "an address that fits no rule has a line, too, with null."),
        (True, "each request has a line, whatever it was answered."),
    ]


def why_it_differs(line: Mapping[str, Any], one: Seen) -> Likely:
    """Of a line that does not say what its guest has seen."""
    return [
        (line["route"] == one.wish.path, "the rule, request.url_rule.rule, not the path."),
        (one.wish.route is None and line["route"], "no rule fits: null."),
        (line["route"] != one.wish.route, "the rule as Flask spells it: request.url_rule.rule."),
        (isinstance(line["status"], str), "the status is a number: response.status_code."),
        (line["status"] != one.status, "the status is that of the answer that goes out."),
        (type(line["ms"]) not in (int, float), "ms is a number."),
    ]


def too_early(early: bool, others: Sequence[str]) -> Likely:
    """Of lines that are there, or not, while an answer is still being sent."""
    return [
        (others, OTHER_APP),
        (early, "after_request comes before the body: write in what call_on_close calls."),
        (True, "a request that is over has its line at once, whoever else is under way."),
    ]


def why_so_short(ms: float, before_body: float, held: float) -> Likely:
    """Of milliseconds that cannot be."""
    return [
        (ms == 0, "whole seconds: 1000 * (end - began), and only then round, if at all."),
        (held / 1100 <= ms <= held / 500, "ms are milliseconds: perf_counter counts seconds."),
        (
            before_body <= ms < (before_body + held) / 2,
            "it counts until after_request: the body comes later. Look at the clock in what "
            "call_on_close calls.",
        ),
        (ms < held, "it counts from another request's beginning: g belongs to one request."),
        (True, "ms are milliseconds: perf_counter counts seconds."),
    ]


def why_no_problem(
    one: Seen, status: int, kind: str, wanted: Mapping[str, object], stderr: str
) -> Likely:
    """Of an answer that is not the problem that was wanted."""
    got = one.json if isinstance(one.json, dict) else {}
    return [
        (raised(stderr), raised(stderr)),
        (status == 500 and (one.status or 500) < 500, NOT_YOURS),
        (
            one.status == 500 and status < 500,
            "a handler of Exception takes what is refused on purpose, too, unless there is one "
            "for its own class.",
        ),
        (
            kind == "text/html",
            "nobody has made a problem of it: in Flask a handler for its class does, in Django a "
            "layer further out.",
        ),
        (kind == "application/json", "the content type is application/problem+json."),
        (
            got.get("request_id") != wanted["request_id"] and got,
            "request_id is g.request_id, which X-Request-ID has, too.",
        ),
        (set(got) - set(wanted), "three members, and no more."),
        (got.get("title") != wanted["title"] and got, "the title is the one of the table."),
    ]


_NO_LINE = "a line is a text that holds a JSON object: json.dumps makes one of a dict."


def why_so_many_stacks(own: int, by_flask: int, lines: Sequence[str]) -> Likely:
    """Of a failure whose stack the log has not once."""
    return [
        (
            own and by_flask,
            "it is there twice: a handler of 500 is asked after Flask has logged the stack, and "
            "app.logger writes to the same log.",
        ),
        (own > 1, "it is written more than once."),
        (by_flask, "nobody handles Exception: Flask has logged it, without the id."),
        (not lines, "who handles an error writes its stack, each time: nobody else will."),
        (lines and not str(lines[-1]).startswith('{"'), _NO_LINE),
        (True, "the line's id is g.request_id, the one that the guest has."),
    ]


_HASH = "a hash is no key: of what comes the hash is taken, and looked up among the keys."
_NO_KEY = "what came is no key: that is Bearer, a space, and a text whose hash is known."


def why_let_in(status: int | None, coming: Coming, ran: int) -> Likely:
    """Of a status, or of handlers that ran, which should not be."""
    late = "the key is asked for after the handler has run: before_request comes before it."
    return [
        (coming.refused and status == 401 and ran, late),
        (
            coming.refused and coming.wish.method != "POST",
            "every method needs a key, but for GET, HEAD and OPTIONS.",
        ),
        (coming.refused and ran and hash_of("sesame") in str(coming.wish), _HASH),
        (coming.refused and ran, _NO_KEY),
        (coming.refused and status == 403, "403 is for somebody who is known, and may not."),
        (coming.refused and status == 404, "an address that is none is refused alike."),
        (coming.refused and status in (400, 413), "the body is looked at before the key."),
        (coming.refused and status == 500, "a layer has failed before it could refuse."),
        (coming.refused, _NO_KEY),
        (status == 401 and not coming.owner, "GET, HEAD and OPTIONS need no key."),
        (status == 401, "keys are kept by their hash: hashed(key) is looked up."),
        (status == 500, "a layer has failed."),
    ]
