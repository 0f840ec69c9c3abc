"""Methods and paths that J08.2 asks of two routers, and what each is to be answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What came back, as far as two frameworks can agree."""

    status: int
    """0 if nothing came in time."""
    allow: frozenset[str] = frozenset()
    """The methods that the header Allow names."""
    page: Mapping[str, Any] | None = None
    """The JSON of a page; None of a refusal, and where no body is sent."""
    kind: str = field(default="", compare=False)
    """The Content-Type, without its parameters."""
    body: bytes = field(default=b"", compare=False)

    def __str__(self) -> str:
        """Such as `200 show 7`, `405 Allow GET HEAD OPTIONS`."""
        if not self.status:
            return "nothing"
        said = dict(sorted((self.page or {}).items(), key=_page_first))
        words = ["null" if value is None else str(value) for value in said.values()]
        allow = ["Allow", *sorted(self.allow)] if self.allow else []
        return " ".join([str(self.status), *words, *allow])


def _page_first(item: tuple[str, Any]) -> tuple[bool, bool, str]:
    """Page, show, then the rest: frameworks order the members of JSON as they like."""
    name = item[0]
    return name != "page", name != "show", name


@dataclass(frozen=True)
class Pair:
    """A request, and what is promised of it."""

    method: str
    path: str
    promised: Outcome

    def kept(self, outcome: Outcome) -> bool:
        return outcome == self.promised

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


_ALLOWED = {
    "": ("GET", "HEAD", "OPTIONS"),
    "reviews": ("GET", "HEAD", "OPTIONS", "POST"),
    "review": ("DELETE", "GET", "HEAD", "OPTIONS"),
}


def _page(method: str, path: str, page: str, **values: object) -> Pair:
    status = 201 if page == "new" else 200
    said = None if method == "HEAD" else {"page": page, **values}
    return Pair(method, path, Outcome(status, page=said))


def _refused(method: str, path: str, allow: str = "") -> Pair:
    return Pair(method, path, Outcome(405, frozenset(_ALLOWED[allow])))


def _options(path: str, allow: str = "") -> Pair:
    return Pair("OPTIONS", path, Outcome(200, frozenset(_ALLOWED[allow])))


def _missing(method: str, path: str) -> Pair:
    return Pair(method, path, Outcome(404))


PAIRS: Sequence[Pair] = (
    _page("GET", "/shows", "shows"),
    _page("HEAD", "/shows", "shows"),
    _options("/shows"),
    _refused("POST", "/shows"),
    _missing("GET", "/shows/"),
    _missing("GET", "/Shows"),
    _page("GET", "/shows/7", "show", show=7),
    _page("GET", "/shows/007", "show", show=7),
    _page("GET", "/shows/7.0", "title", title="7.0"),
    _page("GET", "/shows/dido", "title", title="dido"),
    _page("GET", "/shows/Gy%C5%91r", "title", title="Győr"),
    _refused("DELETE", "/shows/7"),
    _missing("GET", "/shows/7/seats"),
    _page("GET", "/shows/7/reviews", "reviews", show=7),
    _page("POST", "/shows/7/reviews", "new", show=7),
    _refused("PUT", "/shows/7/reviews", "reviews"),
    _options("/shows/7/reviews", "reviews"),
    _missing("GET", "/shows/7/reviews/"),
    _missing("GET", "/shows/dido/reviews"),
    _missing("GET", "/shows/7%2Freviews"),
    _missing("GET", "/shows//7"),
    _missing("GET", "/shows/AC%2FDC"),
    _page("HEAD", "/shows/7/reviews/3", "review", show=7, review=3),
    _page("DELETE", "/shows/7/reviews/3", "removed", show=7, review=3),
    _missing("GET", "/shows/7/reviews/three"),
)

OTHERS: Sequence[Pair] = (
    _page("GET", "/shows/12/reviews/045?next=//a%2Fb/", "review", show=12, review=45),
    _page("GET", "/shows/%37", "show", show=7),
    _page("GET", "/shows/1e1", "title", title="1e1"),
    _page("GET", "/shows/-7", "title", title="-7"),
    _page("GET", "/shows/7%0A", "title", title="7\n"),
    _page("GET", "/shows/a%20%3F%252F", "title", title="a ?%2F"),
    _page("HEAD", "/shows/dido", "title", title="dido"),
    _page("GET", "/shows/DIDO", "title", title="DIDO"),
    _page("GET", "/shows/reviews", "title", title="reviews"),
    _page("GET", "/shows?title=dido", "shows"),
    _page("POST", "/shows/0/reviews?stars=5", "new", show=0),
    _options("/shows/dido"),
    _options("/shows/7/reviews/3", "review"),
    _refused("DELETE", "/shows/dido"),
    _refused("DELETE", "/shows/7/reviews", "reviews"),
    _refused("POST", "/shows/7/reviews/3", "review"),
    _refused("PATCH", "/shows"),
    _refused("TRACE", "/shows/7"),
    _refused("PURGE", "/shows/7/reviews/3", "review"),
    _page("GET", "/shows/31415926535", "show", show=31415926535),
    _page("GET", "/shows/7/reviews/2718281828459", "review", show=7, review=2718281828459),
    _missing("OPTIONS", "/shows/"),
    _missing("OPTIONS", "/shows/x/reviews"),
    _missing("PUT", "/nowhere"),
    _missing("GET", "/"),
    _missing("HEAD", "/shows/7/"),
    _missing("GET", "/shows/7/Reviews"),
    _missing("GET", "/shows/7//reviews"),
    _missing("GET", "/shows/ac%2fdc"),
    _missing("DELETE", "/shows/7/reviews%2f3"),
    _missing("DELETE", "/shows/7/reviews/3/"),
    _missing("DELETE", "/shows/7/reviews/3.0"),
    _missing("POST", "/shows/7%0A/reviews"),
    _missing("GET", "/shows/7/reviews/3/stars"),
    _missing("GET", "/show"),
)
"""None of the 25, and each as likely."""

RARE = (401, 409, 418, 429, 503)
"""Statuses that no route gives by itself."""

_ROW = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT"})


def _row(hall: str) -> Outcome:
    return Outcome(200, page={"hall": hall, "row": 2, "met": "app, rows"})


HALLS: Sequence[Pair] = (
    Pair("GET", "/halls/AC%252FDC/rows/2", _row("AC%2FDC")),
    Pair("GET", "/halls/1/rows/2?from=%2F//x", _row("1")),
    Pair("GET", "/halls/", Outcome(200, page={"halls": 2})),
    Pair("OPTIONS", "/halls/1/rows/2", Outcome(200, _ROW)),
    Pair("PATCH", "/halls/1/rows/2", Outcome(405, _ROW)),
    _missing("GET", "/halls/1%2frows/2"),
    _missing("PUT", "/halls/1/rows%2F2"),
    _missing("GET", "/halls//1/rows/2"),
    _missing("GET", "/halls/1/rows/two"),
    Pair("PUT", "/halls/1/rows/2", Outcome(409)),
    Pair("POST", "/halls/1/rows/2", Outcome(409, page={"hall": "1", "sold": 2})),
    Pair("GET", "/halls/owed", Outcome(402, page={"pence": 300})),
    Pair("GET", "/halls/fire", Outcome(500)),
    *(Pair("GET", f"/halls/refused/{status}", Outcome(status)) for status in RARE),
    Pair("GET", "/halls/plans/a/b", Outcome(200, page={"plan": "a/b"})),
    _missing("GET", "/halls/plans/a//b"),
)
"""Of an app that no learner has seen."""
