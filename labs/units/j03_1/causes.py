"""What the mistakes of J03.1 look like, and what they are in words."""

import linecache
from collections.abc import Mapping, Sequence
from traceback import walk_tb

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from labs.judges import Likely
from labs.judges.judge import CELL
from labs.units.j03_1 import probe
from labs.units.j03_1.errand import STEPS, Errand
from labs.units.j03_1.probe import Finding, Promise
from labs.units.j03_1.season import FAR_TOO_MANY

# --- E1 -----------------------------------------------------------------------------------------


def why_it_raises(error: Exception) -> Likely:
    """Why it ends with this error, where the catalogue answers."""
    said = str(error)
    return [
        ("503" in said, f"more than {FAR_TOO_MANY} requests, and no end: does the address of the "
         "next page change? Parameters beside an address replace those in it."),
        ("venue=None" in said, "no venue is meant by leaving the parameter out."),
        ("422" in said and "limit" in said, "the document says how large a page may be."),
        ("404" in said, "follow `next` as it stands: nothing before it, nothing after it."),
        (isinstance(error, httpx.TransportError), "`next` is an address: client.get(address)."),
    ]  # fmt: skip


def why_these(
    got: Sequence[int], right: Sequence[int], venue: int | None, seen: Sequence[str]
) -> Likely:
    """Why these performances came, in the place of the right ones."""
    return [
        (len(seen) == 1 and len(right) > len(got) > 0, "only one page was fetched: follow `next` "
         "until it is null."),
        (venue == 0 and got, "0 counts as false: ask whether venue is None."),
        (venue is not None and "venue=" not in "".join(seen), "all venues came: where is the "
         "parameter that the document names?"),
        (venue is not None and len(got) > len(right), "other venues came, too: `next` keeps the "
         "venue, if it is followed as it stands."),
        (got == [40, 7, 12], "it ends at an empty page: the last page is the one whose next is "
         "null, however many it holds."),
        (len(set(got)) < len(got), "some came twice: does the address of the next page change? "
         "Parameters beside an address (params=) replace those in it."),
        (right[: len(got)] == list(got), "it ends too early: `next` alone says which page is the "
         "last, not how many it holds."),
        (sorted(got) == sorted(right), "another order: give them as they come."),
        (True, "give each item of each page, and follow `next` as it stands."),
    ]  # fmt: skip


def why_not_raised(got: str, seen: Sequence[str], at: int) -> Likely:
    """Why an error of the catalogue was not handed on."""
    return [
        (len(seen) > at, "it asks again after the error: whether to try once more is for the "
         "caller to say. Raise it."),
        (got.startswith("a list"), "half of a list looks like a whole one: raise_for_status() "
         "tells them apart, whatever the error's number."),
        (got == "KeyError", "an error's body has no items: raise_for_status() first."),
        (True, "hand on httpx's own error, by raise_for_status()."),
    ]  # fmt: skip


def why_these_pages(seen: Sequence[str], least: int) -> Likely:
    """Why the catalogue was asked other than it need be."""
    return [
        ("limit=" not in seen[0], "the pages are small: the document names a parameter, and how "
         "large it may be."),
        ("limit=100" not in seen[0], "the pages could be larger: the document says how large."),
        (len(set(seen)) < len(seen), "a page was fetched twice: keep what its answer was."),
        (len(seen) < least, "the list ends too early: follow `next` until it is null."),
        (True, "one request for each page, and none after the last."),
    ]  # fmt: skip


# --- E2 -----------------------------------------------------------------------------------------

NEEDED = {
    STEPS[3]: "201, with the header Location",
    STEPS[4]: '{"self": …, "show": …, "seat": …}',
    STEPS[6]: '{"self": …, "show": …, "seat": …}, with the new seat',
}
"""What a step needs where the client stumbles over what came back."""


def told_in_body(_: Request, error: Exception) -> Response:
    """What a handler raised, with its line, in the place of FastAPI's bare 500."""
    lines = [
        linecache.getline(frame.f_code.co_filename, number).strip()
        for frame, number in walk_tb(error.__traceback__)
        if CELL.fullmatch(frame.f_code.co_filename)
    ]
    at = f", at: {lines[-1]}" if lines else ""
    return PlainTextResponse(f"{type(error).__name__}: {error}{at}", 500)


def why_stuck(errand: Errand) -> Likely:
    """Why the errand got no further."""
    step, answer = STEPS[errand.done], errand.answer
    status, text = answer.status_code, answer.text
    return [
        (status == 500, "your function raised an error: which of the store's answers has it not "
         "expected?"),
        (status == 422, "FastAPI could not read the request as your function wants it: the body "
         "is a Wanted, the number stands in the path."),
        (status == 405, "no route for this method at this address."),
        (step == STEPS[3] and status == 200, "status_code=201 says that something was made."),
        (step == STEPS[3] and status == 201, "it has no header Location."),
        (step == STEPS[3], "POST goes to /holds, as the link says."),
        (step == STEPS[5] and '"self"' in text, "the seat was given to two."),
        (step == STEPS[5], "it is refused in the body, if at all: a client looks at the status."),
        (step == STEPS[6], "after PUT the hold at this address is for the new seat."),
        (step == STEPS[8], "None from the store means that there is no such hold: raise "
         "HTTPException(404, …)."),
        (status == 404, "no route for this address, or no such hold: Location is its address."),
        (True, "the conventions stand in the table above."),
    ]  # fmt: skip


def why_out_of_date(answer: httpx.Response) -> Likely:
    """Why one server has not noticed what another one did."""
    return [
        (answer.status_code == 500, "your function raised an error: which of the store's answers "
         "has it not expected?"),
        (True, "what this server remembers is out of date: the other one has changed the file "
         "since. Ask the store at each request."),
    ]  # fmt: skip


def why_not_409(answer: httpx.Response, method: str) -> Likely:
    """Why it was not refused, or otherwise."""
    status = answer.status_code
    return [
        (status == 500, "the store raised RefusedError, and nobody caught it: also at "
         f"{method} turn it into HTTPException(409, …)."),
        (status < 300, "it is refused in the body, if at all: a client looks at the status."),
        (True, "RefusedError is 409, whatever its words."),
    ]  # fmt: skip


_LIKELY: Mapping[Promise, str] = {
    probe.nouns: "the method is the verb: DELETE /holds/7, not GET /holds/7/release.",
    probe.location: "POST answers 201, with Location and the hold, as a GET of it gives it.",
    probe.one_address: "PUT /holds/7 takes show and seat of the body; DELETE /holds/7 removes.",
    probe.gone: "None or False from the store means that there is no such hold: 404.",
    probe.safe: "GET reads: what writes is POST, PUT or DELETE.",
    probe.pages: "a page begins after the last hold of the one before it: "
    "store.holds(after, limit).",
    probe.restart: "something is remembered between two requests: a variable outside of the "
    "function that answers is gone after a restart.",
    probe.side_by_side: "something is remembered between two requests, and another client's comes "
    "in between: take it from the request, or from the store.",
}


def why_broken(finding: Finding, stuck: Errand | None = None) -> Likely:
    """Why its promise is not kept; `stuck` is an errand at one server, if that failed, too."""
    called, got = finding.called, finding.got
    is_size = finding.promise is probe.pages and got.endswith(" holds")
    return [
        (got.startswith("500"), "your function raised an error: which of the store's "
         "answers has it not expected?"),
        (stuck, "so it is at one server that runs on, and with one client: mend `Check E2: the "
         "generic client` first."),
        (got.startswith("409"), "the seat is free in the file: what the app remembers of it is "
         "out of date. Ask the store, each time."),
        ("location" in got.lower(), _LIKELY[probe.location]),
        (is_size and called == "GET /holds", f"{probe.PAGE} holds are a page by default."),
        (is_size and "limit=" not in called, "`next` hands on the limit that was asked for."),
        (is_size, f"`limit` says how many, also more than {probe.PAGE}."),
        (finding.promise is probe.pages and got.startswith("404"), "the list and GET of one hold "
         "say the same: both ask the store, each time."),
        (True, _LIKELY[finding.promise]),
    ]  # fmt: skip
