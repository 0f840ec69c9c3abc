"""What the checks of J08.3 ask over the wire, beside the contract of the reviews."""

import re
from collections.abc import Sequence
from dataclasses import replace

from labs.judges.contracts.reviews import JSON, PROBLEM, problem, read, written
from labs.judges.wire import (
    Answer,
    AtOnce,
    Contract,
    Exchange,
    Includes,
    Request,
    Step,
    get,
)

_CRASHED = (Answer(500), "an error that nobody caught.")
_ALLOW_GET = re.compile(r"(?=.*\bGET\b)(?=.*\bHEAD\b)(GET|HEAD|OPTIONS)(, *(GET|HEAD|OPTIONS))*")


def _not_taken(method: str, path: str) -> Exchange:
    """A path that is only read."""
    answer = problem(405)
    return Exchange(
        f"{method}, which is not taken here",
        Request(method, path),
        Answer(405, answer.json, {**PROBLEM, "Allow": _ALLOW_GET}),
        likely=[
            (Answer(404), "the path is there; it is the method that is not."),
            (Answer(403), "the CSRF layer was asked first: the API needs no token."),
            (
                Answer(405, headers={**PROBLEM, "Allow": "GET"}),
                "HEAD is taken as well, and Allow says so.",
            ),
            (problem(405), "Allow is lost: change the answer that comes by, its headers stay."),
            _CRASHED,
        ],
    )


def _head(path: str) -> Exchange:
    likely = [(Answer(405), "HEAD is taken where GET is: require_safe, or name it."), _CRASHED]
    return Exchange("its head alone", Request("HEAD", path), Answer(200, headers=JSON), likely)


def _missing(about: str, path: str, likely: str, method: str = "GET") -> Exchange:
    return Exchange(about, Request(method, path), problem(404), [(Answer(200), likely), _CRASHED])


# --- E1 ---------------------------------------------------------------------------------------

_HALF = {"show": 2, "stars": 3, "text": "Half of it."}
_TWICE = {"show": 2, "stars": 3, "text": "Half of it."}

OTHER_SIDE = Contract(
    "reviews from another side",
    [
        _head("/healthz"),
        _head("/shows/3/reviews"),
        written(2, 1, "One.", keep="one"),
        written(2, 3, "Half of it.", keep="half"),
        written(3, 3, "x" * 500, keep="long"),
        Exchange(
            "newest first, whatever its stars",
            get("/shows/2/reviews"),
            Answer(200, [Includes({"stars": 3}), Includes({"stars": 1})], JSON),
        ),
        Exchange(
            "three stars of show 2 alone",
            get("/shows/2/reviews?stars=3"),
            Answer(200, [Includes(_HALF)], JSON),
            likely=[_CRASHED],
        ),
        _not_taken("DELETE", "/healthz"),
        _not_taken("POST", "/healthz"),
        _missing("a review of no number", "/reviews/x", "there is no such review."),
        _missing("a slash at the end", "/reviews/{one}/", "a path with a slash is another path."),
        _missing("no show 0", "/shows/0/reviews", "there are shows 1, 2 and 3."),
        _missing("no show 4", "/shows/4/reviews", "there are shows 1, 2 and 3."),
        Exchange(
            "no show 9, whatever is sent",
            Request("POST", "/shows/9/reviews", body=b"{", headers=JSON),
            problem(404),
            [(Answer(400), "look for the show before the body is read."), _CRASHED],
        ),
        Exchange("one goes", Request("DELETE", "/reviews/{half}"), Answer(204, body="")),
        read("the other of show 2 is left, alone", "/shows/2/reviews?stars=3"),
        Exchange(
            "with a charset",
            Request(
                "POST",
                "/shows/2/reviews",
                body='{"stars": 4, "text": "Né à Köln"}'.encode(),
                headers={"Content-Type": "application/json; charset=utf-8"},
            ),
            Answer(201, Includes({"text": "Né à Köln"})),
        ),
    ],
)

PROBLEMS = "reviews.problems.Problems"
LET_BY = "Problems is first, but lets this by: each from 400 on whose type is not PROBLEM."
NOT_FIRST = "Problems is the outermost layer: the first of MIDDLEWARE."


def _closed(status: int, kind: str) -> Exchange:
    """What Ines's layer refuses."""
    kept: dict[str, str | re.Pattern[str]] = {
        "Retry-After": "60",
        "Set-Cookie": re.compile("closed=1.*"),
    }
    stale = {**PROBLEM, "Content-Length": "7"}
    return Exchange(
        f"a layer of Ines's answers {status}, as {kind}",
        Request("GET", "/healthz", headers={"X-Rehearsal": str(status), "Accept": kind}),
        replace(problem(status), headers={**PROBLEM, **kept, "X-Turn": "1"}),
        [
            (Answer(status, headers={"Content-Type": kind, "X-Behind": PROBLEMS}), LET_BY),
            (Answer(status, headers={"Content-Type": kind}), NOT_FIRST),
            (Answer(status, headers=stale), "Content-Length is still that of the old body."),
            (Answer(status, headers={**PROBLEM, **kept}), "get_response is called once."),
            (
                Answer(status, headers=PROBLEM),
                "change the answer that comes by: its other headers and its cookies stay.",
            ),
        ],
    )


INES = Contract(
    "a layer of Ines's behind the first",
    [_closed(400, "text/plain"), _closed(500, "text/html"), _closed(503, "application/json")],
)

BROKEN = Contract(
    "a table that is gone",
    [
        Exchange(
            "a mistake of ours",
            get("/shows/1/reviews"),
            problem(500),
            likely=[
                (Answer(500), "Django's own page of a 500 comes by your layer, too."),
                (Answer(200), "an error is hidden."),
            ],
        )
    ],
)


# --- E2 ---------------------------------------------------------------------------------------


def summary_of(show: int, stars: Sequence[int]) -> dict[str, object]:
    """What is told of a show with reviews of these stars."""
    tenths = (sum(stars) * 100 // len(stars) + 5) // 10 if stars else None
    counts = [stars.count(number) for number in range(1, 6)]
    return {"show": show, "reviews": len(stars), "stars": counts, "tenths": tenths}


def summary(about: str, show: int, stars: Sequence[int]) -> Exchange:
    """The summary of a show that has these."""
    right = summary_of(show, stars)
    request = get(f"/shows/{show}/summary")
    once = (
        Answer(200, right),
        "the reviews are read once for each answer (X-Read says how often): what comes between "
        "two readings has the counts disagree.",
    )
    answer = Answer(200, right, {**JSON, "X-Read": "1"})
    return Exchange(about, request, answer, [once, *_mistaken(right, stars)])


def _mistaken(right: dict[str, object], stars: Sequence[int]) -> list[tuple[Answer, str]]:
    causes: list[tuple[dict[str, object], str]] = []
    if stars:
        mean = 10 * sum(stars) / len(stars)
        causes = [
            (
                {"tenths": round(mean)},
                "half a tenth goes up: neither cut off, nor taken to the even number.",
            ),
            ({"tenths": int(mean)}, "the tenths are cut off: half and more go up."),
            ({"tenths": float(right["tenths"])}, "a whole number: not 43.0."),  # type: ignore[arg-type]
            ({"tenths": mean}, "a whole number of tenths, half upwards."),
        ]
    else:
        causes = [({"tenths": 0}, "no review is no mean: null, not 0.")]
    causes.append(({"stars": list(reversed(right["stars"]))}, "from 1 star to 5."))  # type: ignore[call-overload]
    told = [
        (Answer(200, {**right, **wrong}), words)
        for wrong, words in causes
        if any(
            type(right[name]) is not type(value) or right[name] != value
            for name, value in wrong.items()
        )
    ]
    nothing = "without reviews there is nothing to divide by." if not stars else _CRASHED[1]
    return [*told, (Answer(500), nothing), (Answer(404), "the route is not there.")]


def _taken_away(show: int, stars: int) -> list[Step]:
    return [
        written(show, stars, "Not for long", keep="short"),
        summary("one review", show, [stars]),
        Exchange("it goes", Request("DELETE", "/reviews/{short}"), Answer(204, body="")),
    ]


def summaries(stars: Sequence[int], others: Sequence[int]) -> Contract:
    """The summary's own steps: of show 1 with these stars, and show 2 with those."""
    posts: list[Step] = [written(1, number, f"Seat {n}") for n, number in enumerate(stars)]
    posts += [written(2, number, f"Row {n}") for n, number in enumerate(others)]
    return Contract(
        "the summary",
        [
            summary("no review yet", 1, []),
            *posts,
            summary("a show with reviews", 1, stars),
            summary("another show", 2, others),
            summary("a show without", 3, []),
            *_taken_away(3, 5),
            written(3, 2, "In its place", keep="place"),
            replace(
                summary("another in its place", 3, [2]),
                likely=[(Answer(200), "it is of before: as many reviews are not the same ones.")],
            ),
            Exchange("it goes, too", Request("DELETE", "/reviews/{place}"), Answer(204, body="")),
            _head("/shows/1/summary"),
            _missing("a show that is not there", "/shows/9/summary", "there are 1, 2 and 3."),
            _missing("a show of no number", "/shows/x/summary", "a show is a number."),
            _missing("a slash at the end", "/shows/1/summary/", "a path with a slash is another."),
            _not_taken("PUT", "/shows/1/summary"),
            _not_taken("DELETE", "/shows/2/summary"),
        ],
    )


def summaries_that_change() -> Contract:
    """They come, go, and come at once."""
    third: list[Step] = [
        written(3, number, f"Box {number}", keep=f"box{number}") for number in (1, 2)
    ]
    return Contract(
        "the summary, as reviews come and go",
        [
            *third,
            summary("two reviews, half a star between", 3, [1, 2]),
            written(3, 5, "Box 5", keep="box5"),
            summary("three, and a third", 3, [1, 2, 5]),
            Exchange("one goes", Request("DELETE", "/reviews/{box5}"), Answer(204, body="")),
            Exchange("one goes", Request("DELETE", "/reviews/{box1}"), Answer(204, body="")),
            summary("the other is left", 3, [2]),
            Exchange("it goes, too", Request("DELETE", "/reviews/{box2}"), Answer(204, body="")),
            summary("none again", 3, []),
            _not_taken("POST", "/shows/3/summary"),
            AtOnce("eight callers", [written(3, 1 + n % 5, f"Hat {n}") for n in range(8)]),
            summary("after all eight", 3, [1 + n % 5 for n in range(8)]),
            *[written(3, 5, f"Fan {n}") for n in range(12)],
            summary("twenty", 3, [*(1 + n % 5 for n in range(8)), *[5] * 12]),
        ],
    )
