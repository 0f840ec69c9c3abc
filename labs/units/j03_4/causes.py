"""What the mistakes of J03.4 look like, and what they are in words."""

import requests

from labs.judges import Likely

NOT_REFUSED = (
    "say what may come: `Annotated[int, Query(ge=1, le=100)]`, `Literal[…]`; "
    "of_cursor(after, str, int) refuses what is no cursor of this list."
)
MOVED = (
    "between the pages the evening that the first one ended with was cancelled, and the app made "
    "anew: the cursor itself must hold that evening's place, its sorted value and its id."
)
KEPT_ELSEWHERE = "what was answered is kept in the file, in the table `answer`, not in the app."
KEPT_TOO_LATE = "the key is looked up before seats are taken, and kept with the hold."
NOT_UNDONE = "a refusal, and a known key, leave the database as it is."
REPLAYED = "the first answer is kept and given again, whatever became of the hold."
LOOKS = (
    "a request looked for the key before another one, with the same key, had committed: look, "
    "hold and keep in one `transaction`, which has the write lock from its beginning."
)
APART = "hold and answer are committed apart: all statements belong into one `with transaction(…)`."
NOTE = "PUT replaces the whole: a note that is not sent is null, and an empty one is a text."
CASCADE = (
    "seats of the evening are gone with it: INSERT OR REPLACE deletes a row first, and ON DELETE "
    "CASCADE its seats. UPDATE keeps the row."
)
NO_SEATS = "rows of seat are gone: a seat is freed (hold = NULL), never deleted."
OTHERS = "only seats of this hold are freed: WHERE hold = ?; a code is a seat at every evening."
FORGOTTEN = "what was answered stays: a late retry of that click still gets its first answer."
GONE = "it is gone by now"
NEVER = "it never was"
BOTH = "the row and its seats go together: all statements in one transaction."
LOST = (
    "a request looked before another one had committed: look and change in one `transaction`, "
    "which has the write lock from its beginning."
)


def at_once(error: str, cause: str) -> str:
    """Why several requests at once came out wrong: what was raised, and this cause."""
    if "locked" in error:
        return f"{error}: a transaction that has read cannot write any more; BEGIN IMMEDIATE."
    return f"{error}: {cause}" if error else cause


def why_no_page(address: str, answer: requests.Response, error: str) -> Likely:
    """Why GET of this address is no page; `error` is what the handler raised."""
    return [
        ("locked" in error, f"{error}: while another writes; `read` takes no lock."),
        (error, error),
        (
            answer.status_code == 422 and "after=" in address,
            "this is what `next` said itself; of_cursor is told the types of both values.",
        ),
        (answer.status_code == 404, "GET /performances is not there."),
    ]


def why_put(answer: requests.Response, sent: str | None) -> Likely:
    """Why a PUT with this If-Match was answered so."""
    status = answer.status_code
    return [
        (sent is None and status == 422, "a header that FastAPI insists on is its 422: None, 428."),
        (sent is None and status == 412, "missing is not the same as old: 428."),
        (status == 200, "the whole of it, with its quotes, equals tag_of the row as it is now."),
        (status == 428, 'If-Match was sent: request.headers.get("If-Match").'),
        (status == 412, "compare with tag_of the row as SELECT * gives it; 404 comes before."),
        (status == 405, "PUT /performances/{number} is not there."),
    ]


def why_delete(answer: requests.Response, status: int, about: str) -> Likely:
    """Why a DELETE was not answered by this status."""
    got = answer.status_code
    there = about not in {GONE, NEVER}
    return [
        (got == 405 or (got == 404 and there), "is DELETE /holds/{number} there?"),
        (got == 200, "status_code=204 belongs to the decorator."),
        (status == 204, "the document names no 404: say it in `responses`, or answer 204."),
        (status == 404, "the document promises 404 for what is not there."),
    ]
