"""The visits of E2: those that are shown the same page, and those that are not."""

from collections.abc import Iterator, Sequence
from dataclasses import Field, replace
from itertools import product
from typing import Any, ClassVar, Protocol, TypeVar

from labs.judges import Likely


class Visit(Protocol):
    """The unit's own visit."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    visitor: str
    path: str
    query: dict[str, str]
    language: str
    member: bool


V = TypeVar("V", bound=Visit)

WHOLE_PATH = ("the same number elsewhere", "a slash at the end", "blanks around the path")

SIGNS = [*":&=,;|/?# \n\"'\\%_-.+~@!*\t\0\x1f", "::", "||", "--", "__", ", "]
"""What an answer may join the parts of a key with."""


def brief(visit: Visit) -> str:
    """A visit without the visitor, in one line."""
    return f"({visit.path!r}, {visit.query}, {visit.language!r}, {visit.member})"


def shown_the_same(home: V) -> dict[str, V]:
    """By what is different: visits that see the page of `home`, whose query is seats, band."""
    seats_and_band = home.query
    return {
        "who is another visitor": replace(home, visitor="Noor 2"),
        "the query in another order": replace(home, query=dict(reversed(seats_and_band.items()))),
        "led here by a newsletter": replace(home, query={"campaign": "spring"} | seats_and_band),
        "by another newsletter": replace(home, query=seats_and_band | {"campaign": "a:b&c"}),
        "once more": replace(home, query=dict(seats_and_band)),
    }


def in_three_orders(names: Sequence[str]) -> list[dict[str, str]]:
    """One query, its names in three orders."""
    half = len(names) // 2
    orders = (names, names[::-1], [*names[half:], *names[:half]])
    return [dict.fromkeys(order, "x") for order in orders]


def shown_another(home: V) -> Iterator[tuple[str, V]]:
    """What is different, and a visit that sees another page than `home` and all others here."""
    query, path = home.query, home.path
    yield "another performance", replace(home, path=path + "0")
    yield "in Welsh", replace(home, language="cy")
    yield "for a member", replace(home, member=True)
    yield "three seats", replace(home, query={"seats": "3", "band": "A"})
    yield "another band", replace(home, query={"seats": "2", "band": "B"})
    yield "no band", replace(home, query={"seats": "2"})
    yield "no query", replace(home, query={})
    yield "a name of tomorrow", replace(home, query=query | {"sort": "price"})
    yield "values swapped", replace(home, query={"seats": "A", "band": "2"})
    yield "the same number elsewhere", replace(home, path=f"/plays{path}")
    yield "a slash at the end", replace(home, path=f"{path}/")
    yield "blanks around the path", replace(home, path=f" {path} ")
    yield "in French", replace(home, language="fr")
    yield "a path in another case", replace(home, path=path.upper())
    yield "a language in another case", replace(home, language="EN")
    yield "a name in another case", replace(home, query={"seats": "2", "Band": "A"})
    yield "a value in another case", replace(home, query={"seats": "2", "band": "a"})
    yield "a number with a nought before it", replace(home, query={"seats": "02", "band": "A"})
    yield "a name without a value", replace(home, query=query | {"sort": ""})
    yield "Campaign with a capital", replace(home, query=query | {"Campaign": "x"})
    yield "a name that begins with campaign", replace(home, query=query | {"campaigns": "x"})
    for name in ("path", "language", "member", "query", "visitor"):
        called = f"a name of the query that is called {name}"
        yield called, replace(home, query=query | {name: "cy"})
    english, french = query | {"language": "en"}, query | {"language": "fr"}
    yield "a language that stands in the query", replace(home, language="fr", query=english)
    yield "the language and that of the query swapped", replace(home, query=french)
    yield "campaign as a value", replace(home, query=query | {"x": "campaign"})
    yield "a path that looks like a list", replace(home, path=f"{path}', 'en")
    written_out = path + str(sorted(query.items()))
    yield "a path with a query that is written out", replace(home, path=written_out, query={})


def why_one_key(what: str) -> Likely:
    """Why a visit of `shown_another` may have come under the key of another page."""
    return [
        ("case" in what, "signs that differ only in case are different signs."),
        (
            what in ("in Welsh", "in French"),
            "the language changes the page: it belongs in the key, whatever it is.",
        ),
        (what == "for a member", "member changes the page: it belongs in the key."),
        (
            what == "another performance" or what in WHOLE_PATH,
            "the path belongs in the key, whole and sign by sign.",
        ),
        (
            what == "values swapped",
            "names and values of the query belong together: keep them in pairs.",
        ),
        ("nought" in what, "values are texts: '2' and '02' are two of them."),
        (
            what in ("a name of tomorrow", "a name without a value"),
            "every name of the query but campaign belongs in the key, also those that the site "
            "will have one day.",
        ),
        (
            "called" in what or "language" in what,
            "the query may have a name such as language, too: a dict that holds both loses one. "
            "Keep the query in a list of its own.",
        ),
        (
            "ampaign" in what,
            "only the name that is campaign, letter for letter, is left out.",
        ),
        (
            "list" not in what and "written" not in what,
            "the query belongs in the key, with names and values.",
        ),
        (
            True,
            f"{what}: parts that are joined by signs cannot be told apart. json.dumps of a list "
            "marks where each ends.",
        ),
    ]


def joined_by(sign: str, home: V) -> Iterator[V]:
    """Visits to different pages, which a key joined by this sign may confuse."""
    texts = ["a", f"a{sign}a", f"a{sign}a=a", f"a{sign}a:a"]
    queries = [
        {},
        {"a": "a"},
        {"a": "a", "b": "a"},
        {f"a{sign}a": "a"},
        *({"a": f"a{sign}b{inner}a"} for inner in "=:,"),
        {"a": f"a{sign}a"},
        {"a": f"a{sign}a", "b": "a"},
        {"a": "a", "b": f"a{sign}a"},
    ]
    inside = ("[]", "{}", "True", "1", "true")
    longer = [*texts, *(f"a{sign}{inner}{sign}a" for inner in inside)]
    for path, query, language in [
        *product(texts, queries, texts),
        *product(longer, [{}], longer),
    ]:
        yield replace(home, path=path, query=query, language=language, member=True)


def joined_by_two(one: str, two: str, home: V) -> Iterator[V]:
    """Visits to different pages, which a key joined by these two signs may confuse."""
    home = replace(home, query={}, language="e", member=True)
    yield replace(home, path="a", query={"b": "c"}, language=f"d{one}{two}e")
    yield replace(home, path=f"a{one}b=c{two}d")
    yield replace(home, path=f"a{one}b=c{two}d{one}")
    for inner in ("[]", "{}"):  # an empty query, as JSON has it
        yield replace(home, path="a", language=f"b{one}{inner}{two}c")
        yield replace(home, path=f"a{one}{inner}{two}b", language="c")
