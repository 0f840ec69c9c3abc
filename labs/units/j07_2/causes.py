"""What the mistakes are that J07.2's checks know, in words."""

from collections.abc import Mapping, Sequence

import httpx

from labs.judges import Likely
from labs.units.j07_2.cases import FAILS, NO_TYPE, Told, Trial, Turn
from labs.units.j07_2.journey import LOST_ON_THE_WAY, TWO_MOVES
from labs.units.j07_2.situations import OF_ONE_CODE, Situation, leak_in

STATES = {
    "AAA": "states A, A, A",
    "ABB": "states A, B, B",
    "ABC": "states A, B, C",
    "ABA": "states A, B, A",
    "AAB": "states A, A, B",
}

_NAMES = ("safe", "idempotent", "body")


def of_promise(name: str, got: object, trials: Sequence[Trial]) -> Likely:
    """Why a promise is not what these requests of one method have shown."""
    place = _NAMES.index(name)
    shown = [trial.seen[place] for trial in trials]
    patterns = {trial.pattern for trial in trials}
    differ = len(set(shown)) > 1
    return [
        (got is None, "an entry has safe, idempotent and body, each True or False."),
        (not isinstance(got, bool), "a promise is True or False."),
        (
            differ and got == shown[-1],
            "not the last request alone, nor the last of two that are alike: one counter-example "
            "breaks a promise, whenever it came.",
        ),
        (
            differ,
            "one counter-example breaks a promise of the whole method, and one body suffices.",
        ),
        (
            name == "body" and got,
            "look at what came (reply.content), not at what Content-Length announces.",
        ),
        (name == "body", "look at all of its answers: both of each request."),
        (
            name == "safe" and got and "AAB" in patterns,
            "the second one has changed the state: look at all three.",
        ),
        (
            name == "safe" and got and "ABA" in patterns,
            "the second one has undone the first: look at all three.",
        ),
        (
            name == "safe" and not got,
            "look anew before each request: another one may have changed the list in between.",
        ),
        (
            name == "idempotent" and got and "ABA" in patterns,
            "compare the state after two with that after one, not with the first.",
        ),
        (
            name == "idempotent" and not got,
            "compare the last two states, not the answers, nor the state before.",
        ),
        (True, "safe: all three states are equal. Idempotent: the last two are."),
    ]


def of_table(got: object, methods: set[str]) -> Likely:
    """Why this is no dict with these methods."""
    return [
        (got is None, "is a `return` missing?"),
        (not isinstance(got, Mapping), "a dict from method to Promise."),
        (
            isinstance(got, Mapping) and set(got) > methods,
            "a dict that outlives the call? Begin with an empty one inside of the function.",
        ),
        (True, "one entry for each method, and none else."),
    ]


def of_requests(sent: Sequence[object], wanted: Sequence[object]) -> Likely:
    """Why the service saw other requests than these."""
    return [
        (
            len(sent) == len(wanted) and set(sent) == set(wanted),
            "the order is another: send each request twice, before you go on to the next.",
        ),
        (
            len(sent) > len(wanted),
            "a request too many. Is the list sent anew for each method, or a reply asked again?",
        ),
        (True, "the state after one, and the state after two, need two requests."),
    ]


JOURNEYS: Mapping[str, tuple[str, list[str], str]] = {
    "308, then 307": (TWO_MOVES, ["POST", "POST", "POST"], '{"seat":"A1"}'),
    "301, then 308": (LOST_ON_THE_WAY, ["POST", "GET", "GET"], ""),
}
"""By what a POST meets: its address, the methods by which it goes on, and what arrives."""


def step_in_words(step: tuple[str, str, str, int]) -> str:
    """The step as a learner writes it."""
    do, method, to, seconds = step
    more = {"follow": f', method="{method}", to="{to}"', "retry": f", seconds={seconds}"}
    return f'Step("{do}"{more.get(do, "")})'


def of_no_decision(error: Exception) -> Likely:
    """Why `decide` raised this."""
    return [
        (isinstance(error, KeyError), "not every answer has this header: headers.get gives None."),
        (isinstance(error, TypeError), "headers.get gives None for a header that is not there."),
    ]


def of_step(case: Turn, got: tuple[object, ...]) -> Likely:
    """Why this is not the step."""
    do, method, _, seconds = case.step
    got_do, got_method, _, got_seconds = got
    return [
        (got_do is None, "is a `return` missing?"),
        (
            got_do == do == "follow" and case.method == "HEAD",
            "HEAD asks for no body, and stays HEAD.",
        ),
        (
            got_do == do == "follow" and method == "GET" and case.status == 303,
            "303 says: the answer is there, GET it, whatever was sent.",
        ),
        (
            got_do == do == "follow" and method == "GET" and got_method != "GET",
            "after 301 and 302, a POST goes on as GET.",
        ),
        (
            got_do == do == "follow" and method != got_method and case.status in {307, 308},
            "307 and 308 keep the method.",
        ),
        (
            got_do == do == "follow" and method != got_method,
            "only a POST is changed after 301 and 302.",
        ),
        (got_do == do == "follow", "the address stands in Location."),
        (
            got_do == do == "retry" and str(got_seconds) == str(seconds),
            "headers are texts: int(…) makes a number of one.",
        ),
        (got_do == do == "retry", "Retry-After says the seconds; without it, 1."),
        (got_do == do, "a Step holds what its kind needs, and no more."),
        (
            case.status == 429,
            "429 was not carried out: it is safe to send again, whatever the method.",
        ),
        (do == "retry", "this method is idempotent: once more does no harm."),
        (
            got_do == "retry" and case.status in {502, 503, 504},
            f"nobody knows whether the {case.method} was carried out: a second one may book twice.",
        ),
        (
            got_do == "retry" and case.status == 408,
            "408 is any other 4xx: the table names it nowhere.",
        ),
        (got_do == "retry", "the same request would fail again."),
        (
            got_do == "follow" and case.status < 300,
            "201 has a Location, too: it says where the new thing is.",
        ),
        (
            got_do == "follow",
            "there is no Location to follow, or this code is not one of the five.",
        ),
        (case.status == 304, "304: what you keep still holds. Use it."),
        (case.status in {299, 206}, "2xx is success, also a code that you do not know."),
        (do == "fix", "4xx: the mistake is in the request. Mend it."),
        (case.status >= 500, "5xx: the server's mistake. You cannot mend it."),
        (True, "compare with the table, from the top."),
    ]


def of_no_value(error: Exception) -> Likely:
    """Why `value_of` raised this."""
    name = type(error).__name__
    return [
        (isinstance(error, ValueError), f"{name}: turn it into FailedError."),
        (
            isinstance(error, AttributeError | TypeError),
            "JSON may be a list, a number or null, too: look with isinstance(value, dict) first.",
        ),
        (
            isinstance(error, KeyError | httpx.HTTPError),
            f"{name}: not every answer has it; raise FailedError yourself.",
        ),
    ]


def of_value(case: Told, got: object) -> Likely:
    """Why this is not the outcome."""
    status = int(case.address.split("/")[2][:3])
    if case.value is not FAILS:
        return [
            (got is FAILS and status == 204, "204 has no body, and is a success: None."),
            (
                got is FAILS and "charset" in case.address,
                "the Content-Type may go on after a semicolon.",
            ),
            (
                got is FAILS and status in {201, 202},
                f"{status} is a success, too: any 2xx may carry a value.",
            ),
            (
                got is FAILS and status != 200,
                f"a code that you do not know counts as the 00 of its class: {status} as 200.",
            ),
            (got is FAILS and case.value in (0, [], None), "an empty value is a value."),
            (
                got is FAILS and isinstance(case.value, dict) and "error" in case.value,
                "an error of null is none.",
            ),
            (got is FAILS, "an error is a member of an object; a word in a text is none."),
            (got is None, "is a `return` missing?"),
            (True, "the value is the body, as JSON."),
        ]
    return [
        (status >= 300, "only 2xx is a success, whatever the body says."),
        ("html" in case.address, "the Content-Type says that this is no JSON."),
        (
            "problem" in case.address or "json-seq" in case.address,
            "its type is another than application/json: compare the whole of it.",
        ),
        (
            case.address.endswith(f"type={NO_TYPE}"),
            "no Content-Type: it does not say that this is JSON.",
        ),
        ("body=&" in case.address, "only 204 may come without a body."),
        ("error" in case.address, "any error but null is an error, an empty one, too."),
        (True, "this is no JSON: raise FailedError."),
    ]


CONFUSED = {
    (401, 403): "401: I do not know who you are. 403: I know, and you may not.",
    (404, 410): "410 is for what was here and never comes back; 404 says nothing of the past.",
    (404, 405): "the address is right, only the method is not: 405.",
    (400, 422): "400: cannot be read. 422: can be read, and makes no sense.",
    (400, 415): "415: the format itself is not taken here, whatever it holds.",
    (415, 422): "415: another format. 422: the right format, with a wrong value.",
    (409, 422): "422: wrong at any time. 409: right, but not with how things stand now.",
    (429, 503): "429: you ask too often. 503: nobody is served now.",
    (301, 308): "after 301 a client may change the method; a GET stays one.",
    (200, 201): "something new is there: 201, and Location says where.",
    (200, 202): "it is not done yet: 202, and Location says where to look.",
    (200, 204): "there is nothing to say: 204, and no body.",
    (200, 304): "the caller has this version already: 304, and no body.",
    (403, 404): "nothing is hidden here: say what is the matter.",
}


def of_broken_answer(situation: Situation) -> Likely:
    """Why there is no answer, but an error of the handler's or `refusal`'s own."""
    return [
        (
            situation.wanted.status == 500,
            "an error that is on no list may have no seconds, no methods and no words: do not ask.",
        ),
    ]


def of_answer(situation: Situation, reply: httpx.Response) -> Likely:
    """Why this is not the answer."""
    wanted, got = situation.wanted, reply.status_code
    pair = (min(wanted.status, got), max(wanted.status, got))
    lies, swallowed = wanted.status >= 400 and got < 300, wanted.status == 418 and got != 418
    more = OF_ONE_CODE & set(reply.headers) - set(map(str.lower, wanted.headers))
    missing = next((name for name in wanted.headers if name not in reply.headers), "")
    return [
        (swallowed, "what the box raises goes on to `refusal`: do not catch it here."),
        (lies, f"a {got} that lies: the status is what programs read."),
        (
            got == 304 and wanted.status != 304,
            "the caller has another version: compare, before you say that it is the same.",
        ),
        (pair in CONFUSED and wanted.status != 200, CONFUSED.get(pair, "")),
        (
            wanted.status == 500 and got != 500,
            "an error that the list does not name is a mistake in the program: 500.",
        ),
        (
            got == 418 and wanted.status != 418,
            "the handler raised: does it ask the box for what it needs, and no more?",
        ),
        (
            wanted.status == got == 500 and more,
            "500 has none of these headers, whatever the error carries.",
        ),
        (
            got == wanted.status and more,
            "this header belongs to another code: does a dict live longer than one call?",
        ),
        (
            wanted.status == got == 500 and not leak_in(reply, situation.trouble),
            'the body is {"error": …}, with words of yours, and no more.',
        ),
        (
            wanted.status == got == 500,
            "what went wrong inside is for your log: its words may hold secrets.",
        ),
        (got == 500 and wanted.status != 500, "this error is one that the table names."),
        (
            got == wanted.status and missing,
            f"{wanted.status} needs {missing}: see the table of headers.",
        ),
        (
            got == wanted.status and wanted.wrong_header_in(reply),
            "the value of the header is not that of this case.",
        ),
        (
            got == wanted.status and isinstance(wanted.body, dict),
            "the body is what the table says: all of it, and no more.",
        ),
        (got == wanted.status and wanted.status >= 400, 'the body is {"error": str(error)}.'),
        (True, "compare code, header and body with the table."),
    ]
