"""What the review service promises: shows have reviews, with stars and a text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from labs.judges.wire import (
    ANYTHING,
    Answer,
    AtOnce,
    Contract,
    Exchange,
    Includes,
    Kept,
    Request,
    Step,
    get,
    post,
)

JSON = {"Content-Type": "application/json"}
PROBLEM = {"Content-Type": "application/problem+json"}
LARGEST = 10_000
"""Bytes of a body that are taken."""
LONGEST = 500
"""Characters of a text."""
_CRASHED = (Answer(500), "an error that nobody caught, and that is the caller's.")
_ACCEPTED = Answer(201)


def contract() -> Contract:
    """Its steps, for a service that starts empty."""
    return Contract("reviews", [*READ_AND_WRITTEN, *REFUSED, *NOT_THERE, *OTHER_METHODS, *TOGETHER])


def problem(status: int) -> Answer:
    """An error as RFC 9457 has it: with its status, and a title."""
    return Answer(status, Includes({"status": status, "title": ANYTHING}), PROBLEM)


def written(show: int, stars: int, text: str, keep: str = "") -> Exchange:
    """A review that is taken; its number is kept under this name."""
    review = {"id": ANYTHING, "show": show, "stars": stars, "text": text}
    location = re.compile(r"(https?://[^/]+)?/reviews/\d+")
    return Exchange(
        f"a review of show {show}",
        post(f"/shows/{show}/reviews", {"stars": stars, "text": text}),
        Answer(201, review, {**JSON, "Location": location}),
        likely=[
            (Answer(200), "something was made: 201, and Location says where it is."),
            (Answer(403), "no cookie came, so there is nothing that a token could guard."),
            _CRASHED,
        ],
        keep={"id": keep} if keep else {},
    )


def read(about: str, path: str, *reviews: dict[str, Any]) -> Exchange:
    """A list of reviews, in this order."""
    return Exchange(about, get(path), Answer(200, list(reviews), JSON), likely=[_CRASHED])


def refused(about: str, body: object, likely: str) -> Exchange:
    """JSON that is no review."""
    return Exchange(
        about,
        post("/shows/1/reviews", body),
        problem(422),
        likely=[
            (_ACCEPTED, likely),
            (Answer(400), "400 is for what is no JSON at all: this is JSON, of no review."),
            _CRASHED,
        ],
    )


def _review(kept: str, show: int, stars: int, text: str) -> dict[str, Any]:
    return {"id": Kept(kept), "show": show, "stars": stars, "text": text}


_FIRST = _review("first", 1, 5, "Aoife sang. I wept.")
_SECOND = _review("second", 1, 2, "Too loud — “très fort” 🎭")
_THIRD = _review("third", 2, 5, "Again!")

READ_AND_WRITTEN: Sequence[Step] = (
    Exchange("it lives", get("/healthz"), Answer(200, {"status": "ok"}, JSON)),
    read("a show without reviews", "/shows/1/reviews"),
    written(1, 5, "Aoife sang. I wept.", keep="first"),
    written(1, 2, "Too loud — “très fort” 🎭", keep="second"),
    written(2, 5, "Again!", keep="third"),
    read("newest first, of this show alone", "/shows/1/reviews", _SECOND, _FIRST),
    read("five stars alone", "/shows/1/reviews?stars=5", _FIRST),
    read("no review has three", "/shows/1/reviews?stars=3"),
    Exchange("one review", get("/reviews/{second}"), Answer(200, _SECOND, JSON)),
    Exchange("its head alone", Request("HEAD", "/reviews/{second}"), Answer(200, headers=JSON)),
    Exchange(
        "a review is taken away",
        Request("DELETE", "/reviews/{second}"),
        Answer(204, body=""),
        likely=[(Answer(200), "there is nothing to say: 204, and no body."), _CRASHED],
    ),
    Exchange("it is away", get("/reviews/{second}"), problem(404)),
    Exchange("what is away", Request("DELETE", "/reviews/{second}"), problem(404), [_CRASHED]),
    read("the others are left", "/shows/1/reviews", _FIRST),
    read("of another show, too", "/shows/2/reviews", _THIRD),
)

_NO_TEXT = "each review has a text of 1 to 500 characters."
_NO_STARS = "stars are a whole number from 1 to 5: neither text, nor true, nor 4.5."

REFUSED: Sequence[Step] = (
    Exchange(
        "a body that is no JSON",
        Request("POST", "/shows/1/reviews", body=b'{"stars": 5, ', headers=JSON),
        problem(400),
        likely=[(Answer(422), "422 is for JSON of no review: this is no JSON."), _CRASHED],
    ),
    Exchange(
        "a form",
        Request(
            "POST",
            "/shows/1/reviews",
            body=b"stars=5&text=Again",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ),
        problem(415),
        likely=[
            (_ACCEPTED, "a form is taken for JSON, and any page of the web can send one."),
            (Answer(400), "415 says that this kind of body is not taken, whatever is in it."),
            _CRASHED,
        ],
    ),
    Exchange(
        "a body that is too large",
        post("/shows/1/reviews", {"stars": 5, "text": "a" * LARGEST}),
        problem(413),
        likely=[(Answer(422), "its length is refused before it is read as JSON."), _CRASHED],
    ),
    refused("a list", [5, "Again!"], "a review is an object."),
    refused("no stars", {"text": "Again!"}, _NO_STARS),
    *(refused("stars", {"stars": n, "text": "Hm"}, _NO_STARS) for n in (0, 6, "5", 4.5, True)),
    refused("no text", {"stars": 5}, _NO_TEXT),
    refused("an empty text", {"stars": 5, "text": ""}, _NO_TEXT),
    refused("a text that is too long", {"stars": 5, "text": "a" * (LONGEST + 1)}, _NO_TEXT),
    refused("a text that is none", {"stars": 5, "text": 5}, _NO_TEXT),
    read("nothing of it was kept", "/shows/1/reviews", _FIRST),
)


def _missing(about: str, path: str, likely: str) -> Exchange:
    return Exchange(about, get(path), problem(404), [(Answer(200), likely), _CRASHED])


NOT_THERE: Sequence[Step] = (
    _missing("a show that is not there", "/shows/9/reviews", "there are shows 1, 2 and 3."),
    Exchange(
        "a review of it",
        post("/shows/9/reviews", {"stars": 5, "text": "Hm"}),
        problem(404),
        [(_ACCEPTED, "there are shows 1, 2 and 3."), _CRASHED],
    ),
    _missing(
        "a show of two digits", "/shows/12/reviews", 'shows are 1, 2, 3; "123" holds "12", too.'
    ),
    _missing("a show of no number", "/shows/x/reviews", "a show is a number."),
    _missing("a slash at the end", "/shows/1/reviews/", "a path with a slash is another path."),
    _missing("a path that is not there", "/show/1/reviews", "a path is compared whole."),
)


def _found(kept: str, text: str) -> Exchange:
    likely = "what belongs to one request is kept where all meet: two had the same number."
    return Exchange(
        f"the review {text!r}",
        get(f"/reviews/{{{kept}}}"),
        Answer(200, _review(kept, 3, 4, text)),
        likely=[(Answer(200), likely), (Answer(404), likely)],
    )


def _other_method(method: str, path: str, *taken: str) -> Exchange:
    """Allow names what is taken, in any order; HEAD and OPTIONS may be there."""
    named = "".join(rf"(?=.*\b{name}\b)" for name in taken)
    one = "|".join([*taken, "HEAD", "OPTIONS"])
    allow = re.compile(rf"{named}({one})(, *({one}))*")
    return Exchange(
        f"{method}, which is not taken here",
        Request(method, path),
        replace(problem(405), headers={**PROBLEM, "Allow": allow}),
        likely=[(Answer(404), "the path is there; it is the method that is not."), _CRASHED],
    )


OTHER_METHODS: Sequence[Step] = (
    _other_method("PUT", "/shows/1/reviews", "GET", "POST"),
    _other_method("PATCH", "/reviews/{first}", "GET", "DELETE"),
)

_EIGHT = range(8)

TOGETHER: Sequence[Step] = (
    AtOnce("eight callers", [written(3, 4, f"Seat {n}", keep=f"seat{n}") for n in _EIGHT]),
    AtOnce("each has its own number", [_found(f"seat{n}", f"Seat {n}") for n in _EIGHT]),
)
