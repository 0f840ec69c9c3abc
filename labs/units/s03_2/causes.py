"""Why an answer to S03.2 may be as it is, in words."""

from collections.abc import Sequence

import requests

from labs.judges.judge import Likely
from labs.units.s03_2.fuzz import Finding

CHANGED = "add to what is there, and change nothing else; whatever you keep is kept for the next."
AGREED = "as the text has agreed it: type, bounds and default."
RUNNING = "the row of the operation says it: read it anew at each request."
LINK = "a link says link(operationId, name of the parameter = where its value is)."
UNIQUE = "the table says who was first: INSERT, and catch sqlite3.IntegrityError."
ELSEWHERE = "a replica answers from the file alone: what it keeps in memory, the other has not."
NEWEST = "the newest first, below the place of the cursor: WHERE number < ? ORDER BY number DESC."

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


def why_this_page(got: Sequence[str], wanted: Sequence[str]) -> Likely:
    """What is wrong with the orders of a page."""
    return [
        (sorted(got) == sorted(wanted), "the newest first: ORDER BY number DESC."),
        (
            got[1:] == list(wanted[:-1]),
            "the cursor's own order has been shown: number < ?, not <=.",
        ),
        (len(got) > len(wanted), "as many as were asked for, and `limit` goes along in next."),
        (len(got) < len(wanted), "as many as were asked for, 20 if nothing is said."),
        (True, NEWEST),
    ]


def why_status(answer: requests.Response, wanted: int, raised: str) -> Likely:
    """Why an answer has another status than was agreed."""
    got = answer.status_code
    return [
        (raised, raised),
        (
            got == 200 and wanted == 422,
            "bounds stand at the parameter; place_of raises ValueError.",
        ),
        (got == wanted, "the problem type is the one that the text names."),
        (
            got == 404 and wanted == 202 and "not-found" in answer.text,
            "the table has refused it by another name: each operation has an id of its own.",
        ),
        (got == 404 and wanted != 404, "is the address of the document the server's, too?"),
        (got == 405, "is the method of the document the server's, too?"),
        (got == 409 and wanted == 404, "SQLITE_CONSTRAINT_FOREIGNKEY: there is no such order."),
        (got == 404 and wanted == 409, "SQLITE_CONSTRAINT_UNIQUE: there is such a refund."),
        (got == 202 and wanted == 409, UNIQUE),
        (got == 409 and wanted == 202, "a refund that has failed may be asked for again."),
        (got == 200 and wanted == 202, "status_code=202 stands beside the path."),
    ]
