"""Why an answer to S03.2 may be as it is, in words."""

from collections.abc import Sequence

import requests

from labs.judges.judge import Likely
from labs.units.s03_2.fuzz import Finding

Causes = list[tuple[object, str]]

CHANGED = "add to what is there, and change nothing else; whatever you keep is kept for the next."
AGREED = "as the text has agreed it: type, bounds and default."
RUNNING = "the row of the operation says it: read it anew at each request."
LINK = "a link says link(operationId, name of the parameter = where its value is)."
UNIQUE = "the table says who was first: INSERT, and catch sqlite3.IntegrityError."
ELSEWHERE = "a replica answers from the file alone: what it keeps in memory, the other has not."
NEWEST = "below the place of the cursor, by number alone: WHERE number < ? ORDER BY number DESC."
SHARED = "what a function adds is made inside of it: a dict or list outside is one for all."
STALE = "as its row has it, without number; read at each request, and kept nowhere else."
BANK = "the state of an order is written by settle alone, once the bank has answered."

_BY_RULE = {
    "what comes in has bounds": "a text has a maxLength or a pattern; a number has minimum and "
    "maximum, both.",
    "a body or a query: 422": 'whoever takes one may refuse it: "422": refusal(…).',
    "paths are plural nouns in lower case": "each part is a noun that ends in s, or an {id} after "
    "one.",
    "lists have limit, cursor, items and next": "a GET whose path ends without an {id} is a list.",
}

_BY_TITLE = {
    "Server error": "a handler has raised: refuse what it may meet, by a status of the document.",
    "Undocumented status code": "say it in the document, or do not answer so.",
    "Undocumented Content-Type": "a refusal is application/problem+json: raise Refused.",
    "Missing required response headers": "response.headers['Location'] = …",
    "Response violates schema": "members, types, and what an enum lists: as the schema says.",
    "Schema-violating request accepted": "the document forbids it: give the handler that bound.",
}


def why_found(finding: Finding, raised: Sequence[str]) -> Likely:
    """What to mend, by what the fuzz has found."""
    return [
        (finding.title == "Server error" and raised, "; ".join(raised)),
        (True, _BY_TITLE.get(finding.title, "document and server differ.")),
    ]


def why_broken(rule: str) -> str:
    """How a document keeps the rule."""
    return _BY_RULE.get(rule, "compare this place with the same one of createOrder or getOrder.")


def why_this_page(got: Sequence[str], wanted: Sequence[str], last: str) -> Likely:
    """What is wrong with the orders of a page, if `last` was shown before them."""
    return [
        (
            sorted(got) == sorted(wanted),
            "the newest first, by nothing but the number: ORDER BY number DESC.",
        ),
        (
            got and got[0] == last,
            "the cursor's own order has been shown: number < ?, not <=.",
        ),
        (len(got) > len(wanted), "as many as were asked for, and `limit` goes along in next."),
        (
            len(got) < len(wanted),
            "as many as were asked for, 20 if nothing is said, though numbers are left out.",
        ),
        (True, NEWEST),
    ]


def why_not_there(begun: requests.Response, found: requests.Response, wanted: int) -> Causes:
    """Why the handler that a link of `begun` leads to finds nothing."""
    is_lost = found.status_code == 404 and wanted != 404 and not _has_no_route(found)
    shows = str(begun.json().get("id")) in found.request.path_url
    return [
        (
            is_lost and not shows,
            "the link takes another member of the answer than its id: $response.body#/id.",
        ),
        (
            is_lost and wanted == 200,
            "no row has this id: it is written with the 202, and stays whatever becomes of it.",
        ),
    ]


def _has_no_route(answer: requests.Response) -> bool:
    """Whether no handler was asked: these are Starlette's own words."""
    return answer.status_code == 404 and '"Not Found"' in answer.text


def why_dear(by_statements: bool) -> str:
    """Why a page costs too much."""
    if by_statements:
        return "one SELECT gives all members of all orders of a page."
    return "WHERE and LIMIT leave out what is not shown, before it is read; Python does it after."


def why_status(answer: requests.Response, wanted: int, raised: str) -> Causes:
    """Why an answer has another status than was agreed."""
    got = answer.status_code
    return [
        (raised, raised),
        (
            got == 200 and wanted == 422,
            "bounds stand at the parameter; place_of raises ValueError.",
        ),
        (_has_no_route(answer), "is the address of the document the server's, too?"),
        (got == wanted, "the problem type is the one that the text names."),
        (
            got == 404 and wanted == 202,
            "the table has refused it by another name: each operation has an id of its own.",
        ),
        (got == 405, "is the method of the document the server's, too?"),
        (got == 409 and wanted == 404, "SQLITE_CONSTRAINT_FOREIGNKEY: there is no such order."),
        (got == 404 and wanted == 409, "SQLITE_CONSTRAINT_UNIQUE: there is such a refund."),
        (got == 202 and wanted == 409, UNIQUE),
        (
            got == 200 and wanted == 404,
            "all ids of the address count: WHERE id = ? AND order_id = ?.",
        ),
        (got == 409 and wanted == 202, "a refund that has failed may be asked for again."),
        (got == 200 and wanted == 202, "status_code=202 stands beside the path."),
    ]
