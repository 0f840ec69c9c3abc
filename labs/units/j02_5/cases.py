"""The listings and reviews that the checks of J02.5 try, and what it means if one goes wrong."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from labs.units.j02_5.stage import Document


class Listing(NamedTuple):
    """One that the validator must take, or must refuse."""

    document: Document
    likely: str


class BadReview(NamedTuple):
    """One that Mongoose must refuse."""

    document: Document
    paths: Sequence[str]
    """It must name one of these."""
    likely: str


ALL_FIELDS: Document = {
    "id": "x",
    "title": "x",
    "venue": {"name": "x", "town": "x"},
    "starts": "x",
    "tags": [],
    "rating": 4.0,
}
"""All that a listing of the partner has, but for its prices."""


def right_listings(band: str, pence: int) -> list[Listing]:
    """What the text allows, and everything else of any type."""
    right, other = {"band": band, "pence": pence}, {"band": "A", "pence": 1500}
    of_any_type = {
        "_id": pence,
        "id": 7,
        "title": 12,
        "venue": "Gantry Loft",
        "starts": None,
        "tags": "opera",
        "rating": None,
    }
    prices: list[tuple[list[Document], str]] = [
        ([right], ""),
        ([{**right, "pence": 1}], "1 penny is allowed: a minimum too high, or exclusiveMinimum?"),
        ([{**right, "pence": 2**31 - 1}], "a price is 1 or more, without an upper bound."),
        (
            [{"band": one, "pence": pence} for one in "ABC"],
            "three entries are allowed: maxItems is too low.",
        ),
        ([right, other, right], "the same band may come twice."),
        ([{**right, "seats": 3}], "everything else is free: an entry may have other fields, too."),
    ]
    free = [
        *((name, value, f"{name} may be of any type.") for name, value in of_any_type.items()),
        ("colour", "red", "a field that you do not know, too."),
    ]
    return [
        *(Listing({"prices": entries}, likely) for entries, likely in prices),
        *(
            Listing({"prices": [right], name: value}, f"everything else is free: {likely}")
            for name, value, likely in free
        ),
    ]


def wrong_listings(band: str, pence: int) -> list[Listing]:
    """One rule broken in each."""
    right, other = {"band": band, "pence": pence}, {"band": "A", "pence": 1500}
    prices: list[tuple[object, str]] = [
        ([], "an empty list: minItems."),
        ([right, other, right, other], "four entries: maxItems."),
        (
            right,
            "prices is no list here: without bsonType array the rules for lists do not apply.",
        ),
        (None, "prices is null, and no list: bsonType array."),
        (
            [pence],
            "an entry is no object here: without bsonType object its rules do not apply.",
        ),
        ([{"pence": pence}], "an entry without a band: required."),
        ([{**right, "band": "D"}], "band is A, B or C: enum."),
        ([{**right, "band": "a"}], "band is A, B or C, in capitals."),
        (
            [{**right, "band": 7}],
            "band is a number here: a pattern says nothing of it. Add bsonType string, or take "
            "enum.",
        ),
        ([{**right, "band": None}], "band is null here: it is A, B or C."),
        ([{**right, "band": "AB"}], "band is one letter: a pattern needs ^ and $, or take enum."),
        ([{**right, "pence": 0}], "pence is 1 or more."),
        ([{**right, "pence": None}], "pence is null here, and no int: bsonType int."),
        (
            [{**right, "pence": float(pence)}],
            "pence is a double here, though a whole number: number takes both. bsonType int.",
        ),
        (
            [right, other, {"band": "B"}],
            "the last entry has no price: items takes one schema, which holds for all entries.",
        ),
    ]
    return [
        Listing({"id": 7}, "prices must be there: required, at the top."),
        *(Listing({"prices": entries}, likely) for entries, likely in prices),
    ]


def right_reviews(show: str, name: str) -> list[Document]:
    """Whole, with least and most stars, without what may be missing, and with fields too many."""
    by = {"name": name, "town": "Oxbow"}
    review = {"show": show, "stars": 4, "text": "!", "by": by}
    return [
        review,
        {**review, "show": f" {show} ", "stars": 1, "text": 100 * " so long!"},
        {"show": show, "stars": 5, "by": {"name": name[:1]}},
        {**review, "stars": 2.5, "colour": "red", "by": {**by, "age": 41}},
    ]


def trimmed(value: object) -> object:
    """The same without spaces at the ends of its texts."""
    if isinstance(value, dict):
        return {key: trimmed(one) for key, one in value.items()}
    return value.strip() if isinstance(value, str) else value


def bad_reviews(show: str, name: str) -> list[BadReview]:
    """One rule broken in each."""
    by = {"name": name, "town": "Oxbow"}
    review = {"show": show, "stars": 4, "text": "!", "by": by}
    return [
        BadReview({**review, "stars": 0.9}, ["stars"], "0.9 stars are below the minimum: min."),
        BadReview({**review, "stars": 5.1}, ["stars"], "5.1 stars are above the maximum: max."),
        BadReview(
            {**review, "stars": "many"},
            ["stars"],
            "stars is no number here: its type is Number.",
        ),
        BadReview(
            {"show": show, "by": {"name": name}},
            ["stars"],
            "min and max say nothing of a field that is missing: required.",
        ),
        BadReview({"stars": 4, "by": {"name": name}}, ["show"], "show is missing: required."),
        BadReview(
            {"show": show, "stars": 4, "by": {"town": "Oxbow"}},
            ["by.name"],
            "by has no name: required, in the schema of the subdocument.",
        ),
        BadReview(
            {"show": show, "stars": 4},
            ["by", "by.name"],
            "by is missing. That its name is required is only looked at if by is there: "
            "{ type: …, required: true }.",
        ),
        BadReview(
            {**review, "by": name},
            ["by", "by.name"],
            "by is a text here: give it a schema of its own.",
        ),
        BadReview({**review, "show": [show]}, ["show"], "show is a list here: its type is String."),
        BadReview(
            {**review, "text": {"long": "!"}},
            ["text"],
            "text is an object here: its type is String.",
        ),
        BadReview(
            {**review, "by": {"name": [name]}},
            ["by.name"],
            "the name is a list here: its type is String.",
        ),
        BadReview(
            {**review, "by": {"name": name, "town": ["Oxbow"]}},
            ["by.town"],
            "town is a list here: its type is String.",
        ),
    ]


def stars_given(seed: int) -> list[tuple[str, float]]:
    """Twelve shows and the stars of one review each, also halves, and shows of equal averages."""
    choose = random.Random(seed)  # noqa: S311 - data, no secret
    given = [
        (show, choose.randint(2, 10) / 2)
        for show in ("The Tin Comet", "Dido", "The Salt Meadow", *(f"No. {n}" for n in range(6)))
        for _ in range(choose.randint(2, 9))
    ]
    given += [("A Tie", 3), ("Another Tie", 4), ("Another Tie", 2), ("This Tie", 3)]
    choose.shuffle(given)
    return given


def averages_of(
    given: Sequence[tuple[str, float]],
) -> tuple[dict[str, list[float]], list[Document]]:
    """The stars of each show, and their averages as E3 wants them."""
    stars: dict[str, list[float]] = {}
    for show, number in given:
        stars.setdefault(show, []).append(number)
    rows: list[Document] = [
        {"_id": show, "stars": sum(mine) / len(mine), "reviews": len(mine)}
        for show, mine in stars.items()
    ]
    return stars, sorted(rows, key=lambda row: (-row["stars"], row["_id"]))
