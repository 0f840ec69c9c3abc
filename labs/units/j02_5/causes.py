"""Why an answer to J02.5 gave what it gave: symptoms and their likely causes, for its checks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import isclose

from bson import Int64
from pymongo.collection import Collection

from labs.judges import Likely
from labs.units.j02_5 import cases, stage
from labs.units.j02_5.stage import BoxOffice, Document, NotSaved, Row

NO_RETURN = "is a `return` missing?"


def why_these_evenings(
    office: BoxOffice, venue: str, got: list[tuple[str, str]], expected: list[Row]
) -> Likely:
    """Causes of other evenings at this venue than `expected`."""
    names = office.venues
    alike = [row for name in names if venue in name for row in office.ask(stage.EVENINGS_AT, name)]
    odd = first([row for row in [*expected, *got] if (row in got) != (row in expected)])
    return [
        (
            not got and "(" in venue,
            "to a pattern brackets are no letters: ask for the name itself, without $regex.",
        ),
        (
            not got,
            "nothing was found, and there was no error. A path into an object is one text with a "
            "dot; {'venue': {'name': …}} asks for a venue that has no other field.",
        ),
        (
            len(got) == len(office.documents),
            "these are the evenings of all venues: does the query go to find?",
        ),
        (same(got, expected), "the right evenings in another order: sort by starts."),
        (
            same([(second, first) for first, second in got], expected),
            "starts comes first, then the title.",
        ),
        (
            len(alike) > len(expected) and same(got, alike),
            f"the evenings of {names[1]} are among them: the whole name must be equal, not a part "
            "of it.",
        ),
        (True, f"{odd} is missing, or does not belong: compare with the SQL."),
    ]


def why_these_pages(
    office: BoxOffice, band: str, pence: int, got: list[int], expected: list[int]
) -> Likely:
    """Causes of other pages than `expected`, which are affordable in this band."""
    pages = {page["_id"]: page["prices"] for page in office.documents}
    by_paths = [n for n, prices in pages.items() if any(one["pence"] <= pence for one in prices)]
    place = "ABC".index(band)
    by_place = [n for n, prices in pages.items() if prices[place]["pence"] <= pence]
    not_sold_out = [
        n
        for n, prices in pages.items()
        if any(one["band"] == band and one["pence"] <= pence and one["free"] for one in prices)
    ]
    below = office.numbers(stage.AFFORDABLE, band, pence - 1)
    of_a = office.numbers(stage.AFFORDABLE, "A", pence)
    odd = next((number for number in pages if (number in got) != (number in expected)), None)
    return [
        (isinstance(first(got), dict), "these are documents: take the _id of each."),
        (isinstance(first(got), tuple), "these are tuples: take the number alone."),
        (same(got, expected), "the right pages in another order: sort by _id."),
        (
            same(got, by_paths),
            "each condition was met by an entry of its own, or the band was not asked for: one "
            "entry must meet both ($elemMatch).",
        ),
        (same(got, below), "at most means that the price itself will do: $lte."),
        (
            same(got, by_place),
            "the place in the list was asked, not the band: the entries of prices stand in no "
            "order.",
        ),
        (
            same(got, not_sold_out),
            "pages without a free seat are missing: the SQL does not ask for free seats.",
        ),
        (same(got, of_a), "these are the pages of band A, whatever band was asked for."),
        (
            not got,
            "nothing was found, and there was no error. Inside $elemMatch a path starts at the "
            "entry: band, not prices.band. And a text is no number.",
        ),
        (odd is None, "a page comes twice, or in another type than its number."),
        (
            True,
            f"page {odd} {'does not belong' if odd in got else 'is missing'}. Its prices: "
            + ", ".join(f"{one['band']} {one['pence']}" for one in pages.get(odd or 0, [])),
        ),
    ]


def why_these_sums(pages: int, got: list[tuple[str, int]], expected: list[Row]) -> Likely:
    """Causes of other free seats by venue than `expected`, of so many pages."""
    names, seats = [name for name, _ in got], [seats for _, seats in got]
    each = pages // len(expected)
    left_out = [free for name, free in expected if (name, free) not in got]
    missing = [name for name, _ in expected if name not in names]
    odd = first([pair for pair in got if pair not in expected])
    return [
        (not got, "no group came back: does $unwind name the list, with its dollar?"),
        (
            names == [None],
            'all documents fell into one group, None: is the path right? "$venue.name".',
        ),
        (
            names == ["venue.name"],
            'all documents fell into one group: its _id is a path with a dollar, "$venue.name".',
        ),
        (
            isinstance(first(names), dict),
            'the group is the venue\'s whole object: take its name, "$venue.name".',
        ),
        (
            not any(seats),
            "$sum adds 0 for a list, for a field that is not there and, on SecantusDB, for a path "
            'through a list: $unwind first, then "$prices.free".',
        ),
        (
            all(one in (each, 3 * each) for one in seats),
            'these are counts: {"$sum": 1} counts, {"$sum": "$prices.free"} adds up.',
        ),
        (
            any(isinstance(one, list) for one in seats),
            "these are lists: $push and $addToSet collect, $sum adds up.",
        ),
        (got == expected, "seats are whole numbers: leave them as the server sums them."),
        (
            same(got, expected),
            "the right sums in another order: sort by the name, after $group, which promises no "
            "order.",
        ),
        (
            all(pair in expected for pair in got) and not any(left_out),
            "a venue that is sold out is missing: it has 0 seats left.",
        ),
        (missing, f"{first(missing)} is missing: each venue has its sum."),
        (True, f"{odd} is not what the SQL gives: free seats, of all bands and all evenings."),
    ]


def why_these_commands(commands: Sequence[str]) -> Likely:
    """Causes of other commands than one that changes."""
    return [
        (
            {"find", "aggregate"} & set(commands),
            "you look before you write: between the two another visitor may write. upsert=True "
            "decides on the server.",
        ),
        (True, "one update can hold $push and $inc, and upsert=True."),
    ]


def why_this_document(got: Document, want: Document) -> list[tuple[object, str]]:
    """Causes of another document of reviews than the one wanted."""
    [*before, new], reviews = want["reviews"], got.get("reviews", [])
    if not isinstance(reviews, list):
        reviews = []
    return [
        (
            "seen" in want and "seen" not in got,
            "other fields of the document are gone: it was replaced. $push and $inc change it in "
            "place.",
        ),
        (
            not isinstance(got.get("reviews"), list),
            "reviews is a list, to which $push adds.",
        ),
        (before and reviews == [new, *before], "the new review belongs at the end."),
        (
            before and reviews == [new],
            "the reviews before it are gone: $set overwrites, $slice cuts; $push alone adds.",
        ),
        (
            new in before and reviews == before,
            "the same review may come twice: $addToSet leaves out what is there, $push adds it.",
        ),
        (
            reviews == before,
            "the review is not in the list: is it a $push to the field reviews?",
        ),
        (
            reviews == want["reviews"][-len(reviews) :] != want["reviews"],
            "the first reviews are gone: the list is cut ($slice?).",
        ),
        (
            [new] in reviews,
            "$push puts one entry in: here the entry is a list. Push the review itself.",
        ),
        (
            reviews == want["reviews"] and "count" not in got,
            "count is missing: $inc makes it where it is not there.",
        ),
        (
            reviews == want["reviews"] and got.get("count") != want["count"],
            "the reviews are right, the count is not: $inc it by 1.",
        ),
        (
            got.keys() - want.keys(),
            f"a field too many: {', '.join(got.keys() - want.keys())}.",
        ),
        (True, "one entry at the end of reviews, with by and stars, and 1 more in count."),
    ]


def why_these_trips(commands: Sequence[str]) -> Likely:
    """Causes of other commands than one that reads."""
    return [
        (len(commands) > 3, "is one question asked in a loop? One query can ask for all."),
        (
            len(commands) > 1,
            "one command is enough: drop the other, or make one pipeline of both.",
        ),
        (commands, "this command does not read documents by a query."),
        (True, "no command was sent: the answer must come from the server."),
    ]


def why_too_strict(collection: Collection[Document]) -> list[tuple[object, str]]:
    """What would be taken in place of a right listing, and so what is asked too much."""

    def taken(*entries: Document, **more: object) -> bool:
        return not stage.refused_by_store(collection, [{"prices": [*entries], **more}])

    entry = {"band": "A", "pence": 1500}
    if taken(entry):
        likely = []
    else:
        likely = [
            (taken({**entry, "pence": Int64(1500)}), "pence is an int, not a long."),
            (taken({**entry, "pence": 1500.0}), "pence is an int, not a double."),
            (
                taken(entry, {**entry, "band": "B"}),
                "one entry is enough: minItems asks for more.",
            ),
            (
                taken({**entry, "pence": 1_000_000}),
                "1500 pence are enough: the minimum is too high.",
            ),
            (
                taken(entry, **cases.ALL_FIELDS),
                "only prices must be there: required asks for more.",
            ),
            (
                taken(entry, **entry),
                "band and pence must be in each entry, not at the top.",
            ),
        ]
    return [
        *likely,
        (
            "additionalProperties" in repr(collection.options()),
            "everything else is free, and each document has an _id, too: does "
            "additionalProperties forbid it?",
        ),
        (
            True,
            "only prices must be there, one entry to three, and of each entry band and pence, an "
            "int of 1 or more.",
        ),
    ]


def why_these_slipped(
    slipped: Counter[str | None], inside: Sequence[Document], *, all_of_them: bool
) -> Likely:
    """Causes of bad prices inside, of which `slipped` counts the defects."""
    first_entries = [{"prices": document["prices"][:1]} for document in inside]
    return [
        (
            len(slipped) == 4 and all_of_them,
            "your schema says nothing of the entries: it belongs under properties, prices, items.",
        ),
        (
            not all_of_them and inside and not stage.refused_by_sql(first_entries),
            "only the first entry is looked at: items takes one schema, which holds for all, and "
            "no list of them.",
        ),
        (
            set(slipped) == {"price missing"},
            "a field that is not required may be missing: required, in the schema of the entry.",
        ),
        (set(slipped) == {"price negative"}, "a minimum for pence is missing, or below 1."),
        (
            set(slipped) == {"price as float"},
            "22.5 is a double, and got in (number means int or double): the type is int.",
        ),
        (
            "price as text" in slipped,
            "a type for pence is missing: a minimum says nothing of a text.",
        ),
        (True, "of pence three things are true: it is there, it is an int, it is 1 or more."),
    ]


def why_refused(no: NotSaved, document: Document, place: int) -> Likely:
    """Causes of a refusal of the right review at this place."""
    said = set(no["paths"])
    return [
        (
            "must have an _id" in no["message"],
            "{ _id: false } belongs to the schema of by alone: the review keeps its _id.",
        ),
        (
            "E11000" in no["message"],
            "a show has many reviews: nothing in a review is unique.",
        ),
        (
            no["name"] == "StrictModeError",
            "a field that the schema does not know is dropped, not refused.",
        ),
        (
            "by" in said,
            "by is an object with name and town here, which is right: give it a schema of its own.",
        ),
        ("by.town" in said and "town" not in document["by"], "town may be missing."),
        ("text" in said and "text" not in document, "text may be missing."),
        (
            said & {"text", "by.town", "show", "by.name"},
            "of a text nothing is asked but that it is one.",
        ),
        ("stars" in said and place == 1, "1 star is allowed."),
        ("stars" in said and place == 2, "5 stars are allowed."),
        ("stars" in said and place == 3, "a number from 1 to 5 need not be whole."),
        (True, "which rule of yours is too strict?"),
    ]


def why_stored_so(kept: Document, given: Document) -> Likely:
    """Causes of a right review that was stored otherwise than given."""
    by, other = kept.get("by", {}), [key for key in given if kept.get(key) != given[key]]
    return [
        (
            "colour" in kept or "age" in by,
            "a field that the schema does not name is dropped, in by as well, unless strict is "
            "false.",
        ),
        (isinstance(by, list), "by is one author, and no list of them."),
        (
            cases.trimmed(kept) == cases.trimmed(given) != kept,
            "only the spaces at the ends are other: trim takes them off. Keep what was written.",
        ),
        (
            "_id" in by,
            "a subdocument gets an _id of its own, unless its schema says { _id: false }.",
        ),
        (isinstance(kept.get("stars"), str), "stars is a number: its type is Number."),
        (
            given.keys() - kept.keys() or {*given["by"]} - {*map(str, by)},
            "a field that the schema does not name is dropped: show, stars, text, by, and in "
            "by name and town.",
        ),
        (other, f"{', '.join(other)} was changed on its way: keep what was written."),
        (True, f"a field too many: {', '.join(kept.keys() - given.keys())}."),
    ]


def why_no_averages(problem: str) -> Likely:
    """Causes of a pipeline that did not run."""
    return [
        (problem.endswith("undefined"), NO_RETURN),
        ("reviewSchema" in problem, "it returns new Schema({ … })."),
        ("averageStars" in problem, "it returns a list of steps: [ … ]."),
        ("empty pipeline" in problem, "the list has no step."),
        (
            "Arguments must be" in problem,
            "each step is an object of its own, with one key: [{ $group: … }, { $sort: … }].",
        ),
        (True, "MongoDB does not know a step, or a word in it."),
    ]


def why_these_averages(
    got: list[Document], expected: list[Document], stars: Mapping[str, Sequence[float]]
) -> Likely:
    """Causes of other averages than `expected`; `stars` are those of each show."""

    def by_title(rows: list[Document]) -> list[Document]:
        return sorted(rows, key=lambda row: str(row.get("_id")))

    return [
        (not got, "nothing came back: which step loses all documents?"),
        (
            len(got) == 1 and got[0].get("_id") in ("show", None),
            'all reviews fell into one group: $group takes _id: "$show", with its dollar.',
        ),
        (
            len(got) != len(expected),
            'one document for each show: $group by "$show", and no $limit.',
        ),
        (
            any(row.keys() != {"_id", "stars", "reviews"} for row in got),
            "each document has _id, stars and reviews, and nothing else.",
        ),
        (
            any(row.get("stars") is None for row in got),
            '$avg of a text is null: the field is "$stars", with its dollar.',
        ),
        (
            near(by_title(got), by_title(expected)),
            "the right averages in another order: stars -1, then _id 1, in one $sort.",
        ),
        (
            all(row.get("stars") == sum(stars.get(str(row.get("_id")), [])) for row in got),
            "these are sums: $avg.",
        ),
        (
            any(row.get("reviews") != len(stars.get(str(row.get("_id")), [])) for row in got),
            "reviews is how many there are: { $sum: 1 }.",
        ),
        (
            near(by_title(got), by_title(expected), 0.51),
            "these averages are near, but not equal: is something rounded?",
        ),
        (True, 'stars is the average of all stars of the show: $avg of "$stars".'),
    ]


def near(one: Sequence[Document], other: Sequence[Document], off: float = 0.0) -> bool:
    """Whether these are the same averages, which floats may tell by a little, or by `off`."""
    return len(one) == len(other) and all(
        row.keys() == want.keys()
        and row["_id"] == want["_id"]
        and row["reviews"] == want["reviews"]
        and isinstance(row["stars"], int | float)
        and isclose(row["stars"], want["stars"], abs_tol=off)
        for row, want in zip(one, other, strict=True)
    )


def first_difference(got: list[Document], expected: list[Document]) -> tuple[str, str]:
    """The first rows that differ, each with its place; or how many rows there are."""
    for place, (row, want) in enumerate(zip(got, expected, strict=False), 1):
        if not near([row], [want]):
            return f"row {place}: {row}", f"row {place}: {want}"
    return f"{len(got)} rows", f"{len(expected)} rows"


def first(items: Sequence[object]) -> object:
    """The first of them, or None."""
    return next(iter(items), None)


def same(one: Iterable[object], other: Iterable[object]) -> bool:
    """Whether the same rows are in both, in any order."""
    return Counter(map(repr, one)) == Counter(map(repr, other))
