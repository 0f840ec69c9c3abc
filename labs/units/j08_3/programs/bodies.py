"""What a body must be before it is a review."""

import json
from typing import Any

from django.http import HttpRequest

LARGEST = 10_000
STARS = range(1, 6)
LONGEST = 500


class Refused(Exception):  # noqa: N818 - an answer, not a mistake of ours
    """A request that is answered by this status, for this reason."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title


def review_in(request: HttpRequest) -> dict[str, Any]:
    """Stars and text of the review that a request carries; raises Refused if it carries none."""
    if request.content_type != "application/json":
        raise Refused(415, "A review is sent as application/json.")
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise Refused(413, f"A review has at most {LARGEST} bytes.")
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise Refused(400, "This is no JSON.") from None
    review = sent if isinstance(sent, dict) else {}
    stars, text = review.get("stars"), review.get("text")
    if type(stars) is not int or stars not in STARS:
        raise Refused(422, "stars: a whole number from 1 to 5.")
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST:
        raise Refused(422, f"text: 1 to {LONGEST} characters.")
    return {"stars": stars, "text": text}
