"""What J02.5 asks of an answer: each check is one claim."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pymongo.collection import Collection
from pymongo.errors import OperationFailure

from labs import datasets
from labs.judges import Judge, Likely, judging
from labs.languages import Node
from labs.units.j02_5 import cases, causes, stage
from labs.units.j02_5.stage import BoxOffice, Document, NotSaved, Report, Row

Pages = Collection[Document]
EveningsAt = Callable[[Pages, str], list[tuple[str, str]]]
Affordable = Callable[[Pages, str, int], list[int]]
SeatsLeft = Callable[[Pages], list[tuple[str, int]]]
Review = Callable[[Pages, str, str, int], None]
ListingValidator = Callable[[], Document]

A_CURSOR = "gives a cursor, from which documents are read one by one: make a list of"
NOT_UNDER_THE_TITLE = 'another document was made, not under the title: the query is {"_id": title}.'


def before_all() -> None:
    """What a trial does once for all answers: make the seasons that its cells ask for."""
    for seed in (3, 8):
        datasets.sample(seed).close()


# --- E1: three questions and a review ---------------------------------------------------------


def found(evenings_at: EveningsAt, affordable: Affordable, seed: int) -> None:
    """By paths and in lists the documents give what SQL gives of the tables."""
    title = "E1: the documents found are those that SQL finds"
    with judging(title) as judge, stage.open_box_office(seed) as office:
        for venue in [*office.venues[:2], "Nowhere Hall"]:
            _evenings(judge, office, evenings_at, venue)
        costs = sorted(
            entry["pence"]
            for page in office.documents
            for entry in page["prices"]
            if entry["band"] == "A"
        )
        third = costs[len(costs) // 3]
        for band, pence in [("A", third), ("A", costs[0] - 1), ("B", third)]:
            _affordable(judge, office, affordable, band, pence)


def _evenings(judge: Judge, office: BoxOffice, evenings_at: EveningsAt, venue: str) -> None:
    pages = office.pages
    got = evenings_at(pages, venue)
    called, expected = f"evenings_at(pages, {venue!r})", office.ask(stage.EVENINGS_AT, venue)
    likely: Likely = [
        (got is None, causes.NO_RETURN),
        (isinstance(got, dict), "this is one document: find gives all that fit."),
        (True, f"find {A_CURSOR} pairs."),
    ]
    _is_a_list(judge, got, called, "pairs", likely)
    _holds_pairs(
        judge, got, expected, called, "a pair is a tuple: (page['starts'], page['title'])."
    )
    judge.that(
        got == expected,
        called=called,
        got=f"{got!r:.150}",
        expected=f"{expected!r:.150}",
        likely=causes.why_these_evenings(office, venue, got, expected),
    )


def _affordable(
    judge: Judge, office: BoxOffice, affordable: Affordable, band: str, pence: int
) -> None:
    pages = office.pages
    got = affordable(pages, band, pence)
    called = f"affordable(pages, {band!r}, {pence})"
    likely: Likely = [(got is None, causes.NO_RETURN), (True, f"find {A_CURSOR} numbers.")]
    _is_a_list(judge, got, called, "numbers", likely)
    expected = office.numbers(stage.AFFORDABLE, band, pence)
    judge.that(
        got == expected,
        called=called,
        got=f"{got!r:.150}",
        expected=f"{expected!r:.150}",
        likely=causes.why_these_pages(office, band, pence, got, expected),
    )


def sums(seats_left: SeatsLeft, seed: int) -> None:
    """The pipeline gives what SQL's GROUP BY gives of the tables."""
    title = "E1: the pipeline sums as SQL does"
    with judging(title) as judge, stage.open_box_office(seed) as office:
        pages = stage.Regrouped(office.pages.database, office.pages.name)
        got = seats_left(pages)
        called, expected = "seats_left(pages)", office.ask(stage.SEATS_LEFT)
        likely: Likely = [(got is None, causes.NO_RETURN), (True, f"aggregate {A_CURSOR} pairs.")]
        _is_a_list(judge, got, called, "pairs", likely)
        _holds_pairs(judge, got, expected, called, "a pair is a tuple: name, seats.")
        judge.that(
            got == expected and all(isinstance(seats, int) for _, seats in got),
            called=called,
            got=f"{got!r:.220}",
            expected=f"{expected!r:.220}",
            likely=causes.why_these_sums(len(office.documents), got, expected),
        )


def reviewed(review: Review, known: str, new: str, *, older: int) -> None:
    """A review is added by one command, and makes the document where there is none."""
    ada, ben = ("Ada", 5), ("Ben", 3)
    before = [{"by": "Cem", "stars": 2}] * older
    wanted: dict[str, Document] = {
        known: {"_id": known, "reviews": before, "count": older, "seen": 7},
        new: {"_id": new, "reviews": [], "count": 0},
    }
    with judging("E1: a review is one command, known show or not") as judge:
        stage.empty_database()["reviews"].insert_one(wanted[known])
        with stage.listened("reviews") as (reviews, sent):
            for title, (by, stars) in [(known, ada), *((new, one) for one in (ada, ben, ada, ben))]:
                want = wanted[title]
                called = f"review(reviews, {title!r}, {by!r}, {stars}), " + (
                    f"after {want['count']} other" if want["count"] else "the first of its show"
                )
                want["reviews"].append({"by": by, "stars": stars})
                want["count"] += 1
                sent.clear()
                review(reviews, title, by, stars)
                commands = list(sent.commands)
                _is_added(judge, list(reviews.find()), wanted, title, called)
                judge.that(
                    commands in (["update"], ["findAndModify"]),
                    called=called,
                    got=f"commands {commands}",
                    expected="one command, which changes",
                    likely=causes.why_these_commands(commands),
                )


def _is_added(
    judge: Judge,
    documents: Sequence[Document],
    wanted: Mapping[str, Document],
    title: str,
    called: str,
) -> None:
    """The document of this title is as wanted, its last review the one that was given."""
    there = {document["_id"]: document for document in documents}
    stray = len(there) > len(wanted.keys() & there.keys())
    judge.that(
        title in there,
        called=called,
        got=f"documents {sorted(map(str, there))}",
        expected=f"one with the _id {title!r}",
        likely=[
            (len(there) > 1, NOT_UNDER_THE_TITLE),
            (
                True,
                "update_one changes nothing if there is no such document, and says nothing: "
                "upsert=True makes it.",
            ),
        ],
    )
    got, want = there[title], wanted[title]
    judge.equal(
        got,
        want,
        called=called,
        likely=[(stray, NOT_UNDER_THE_TITLE), *causes.why_this_document(got, want)],
    )


def trips(
    evenings_at: EveningsAt, affordable: Affordable, seats_left: SeatsLeft, seed: int
) -> None:
    """Each read asks once, answers as the tables do, and brings no document too many."""
    title = "E1: each read asks once, and brings what is needed"
    with judging(title) as judge, stage.open_box_office(seed) as office:
        pages, sent = office.pages, office.sent
        venue = office.venues[0]  # which is a part of another's name
        costs = "SELECT pence FROM price WHERE band = 'A' ORDER BY pence LIMIT 1 OFFSET 20"
        [pence] = office.numbers(costs)
        reads: list[tuple[str, Callable[[], object], list[Any]]] = [
            (
                f"evenings_at(pages, {venue!r})",
                lambda: evenings_at(pages, venue),
                office.ask(stage.EVENINGS_AT, venue),
            ),
            (
                f"affordable(pages, 'A', {pence})",
                lambda: affordable(pages, "A", pence),
                office.numbers(stage.AFFORDABLE, "A", pence),
            ),
            ("seats_left(pages)", lambda: seats_left(pages), office.ask(stage.SEATS_LEFT)),
        ]
        for called, read, expected in (one for one in reads for _ in range(2)):
            sent.clear()
            got = read()
            judge.that(
                got == expected,
                called=called,
                got=f"{got!r:.150}",
                expected=f"{expected!r:.150}",
                likely="the answer is not that of the tables: the checks above say more.",
            )
            _is_one_trip(judge, sent, len(expected), called)
        _is_summed(judge, sent, len(expected), called)


def _is_one_trip(judge: Judge, sent: stage.Sent, needed: int, called: str) -> None:
    commands = ", ".join(f"{many} {name}" for name, many in Counter(sent.commands).items())
    judge.that(
        sent.commands in (["find"], ["aggregate"], ["distinct"]),
        called=called,
        got=f"sent: {commands or 'nothing'}",
        expected="sent: 1 find, aggregate or distinct",
        likely=causes.why_these_trips(sent.commands),
    )
    judge.that(
        sent.documents <= needed,
        called=called,
        got=f"{sent.documents} documents came back",
        expected=f"{needed}, as many as the answer has",
        likely="Python chooses or sums what the server sent: let the query, or the pipeline, do "
        "that.",
    )


def _is_summed(judge: Judge, sent: stage.Sent, needed: int, called: str) -> None:
    judge.that(
        sent.listed <= needed,
        called=called,
        got=f"lists with {sent.listed} entries came back",
        expected=f"{needed} sums",
        likely="$push collects for Python what $sum adds up on the server.",
    )


# --- E2: a schema for listings ----------------------------------------------------------------


def prices(listing_validator: ListingValidator, seed: int) -> None:
    """Of 200 listings with a bad price the store takes all, SQL none, the validator none."""
    title = "E2: of 200 bad prices the store refuses 0, SQL 200, the validator 200"
    feed = datasets.partner_feed(seed)
    bad = [listing for listing in feed if listing.defect in datasets.PRICE_DEFECTS]
    wrong: list[Document] = [listing.document for listing in bad]
    with judging(title) as judge:
        yours = _guarded(judge, listing_validator())
        _takes_twins(judge, yours, wrong[::4])
        out = stage.refused_by_store(yours, wrong)
        got = {
            "without a validator": len(stage.refused_by_store(yours.database["plain"], wrong)),
            "SQL": len(stage.refused_by_sql(wrong)),
            "with yours": len(out),
        }
        places = [place for place in range(len(bad)) if place not in out]
        inside = [wrong[place] for place in places]
        slipped = Counter(bad[place].defect for place in places)
        such_as = [document["prices"] for document in inside[:1]]
        judge.that(
            got == {"without a validator": 0, "SQL": 200, "with yours": 200},
            called="200 listings with a bad price: how many are refused",
            got=f"{got}; yours took {dict(slipped)}, such as {such_as}",
            expected="0, 200, 200",
            likely=causes.why_these_slipped(slipped, inside, all_of_them=not out),
        )


def _guarded(judge: Judge, validator: object) -> Collection[Document]:
    """A collection with this validator."""
    judge.that(
        isinstance(validator, dict) and list(validator) == ["$jsonSchema"],
        called="listing_validator()",
        got=f"{validator!r:.150}",
        expected='{"$jsonSchema": {…}}',
        likely=[
            (validator is None, causes.NO_RETURN),
            (True, "the schema stands in a dict, under the one key $jsonSchema."),
        ],
    )
    database, problem = stage.empty_database(), ""
    try:
        database.create_collection("listings", validator=validator)
    except OperationFailure as error:
        problem = (error.details or {})["errmsg"]
    words = repr(validator)
    judge.that(
        not problem,
        called="create_collection(…, validator=listing_validator())",
        got=problem,
        expected="a collection",
        likely=[
            ("'integer'" in words, "bsonType has names of its own: a whole number is int."),
            (
                "exclusiveMinimum" in words and "exclusiveMinimum': True" not in words,
                "exclusiveMinimum is true or false here, beside minimum.",
            ),
            (
                True,
                "the server does not know a word of the schema, or not in this place: compare "
                "with the example.",
            ),
        ],
    )
    return database["listings"]


def _takes_twins(
    judge: Judge, yours: Collection[Document], wrong: Sequence[Mapping[str, Any]]
) -> None:
    """The same listings with right prices are taken."""
    twins = [
        {**one, "prices": [{"band": entry["band"], "pence": 1500} for entry in one["prices"]]}
        for one in wrong
    ]
    out = stage.refused_by_store(yours, twins)
    refused = [twins[place] for place in out]
    three = all(len(one["prices"]) == 3 for one in refused)
    judge.that(
        not out,
        called=f"{len(twins)} right listings, into the collection with your validator",
        got=f"{len(out)} refused, such as {causes.first(refused)!r:.200}",
        expected="all taken",
        likely=[
            (three, "three entries are allowed: maxItems is too low."),
            *(causes.why_too_strict(yours) if out else []),
        ],
    )


def shape(listing_validator: ListingValidator, band: str, pence: int) -> None:
    """The validator knows what a list of prices is, and leaves everything else free."""
    title = "E2: prices is a list of one to three entries, all else is free"
    with judging(title) as judge:
        yours = _guarded(judge, listing_validator())
        for right, likely in cases.right_listings(band, pence):
            refused = stage.refused_by_store(yours, [right])
            judge.that(
                not refused,
                called=f"a right listing: {right}",
                got="refused",
                expected="taken",
                likely=likely or (causes.why_too_strict(yours) if refused else ""),
            )
        for wrong, likely in cases.wrong_listings(band, pence):
            judge.that(
                stage.refused_by_store(yours, [wrong]),
                called=f"a listing that is wrong: {wrong}",
                got="taken",
                expected="refused, with code 121",
                likely=likely,
            )


# --- E3: reviews in Mongoose ------------------------------------------------------------------


def refuses(show: str, name: str) -> None:
    """Mongoose refuses bad reviews with a ValidationError, and stores right ones whole."""
    right, bad = cases.right_reviews(show, name), cases.bad_reviews(show, name)
    with judging("E3: bad reviews are refused with a ValidationError") as judge:
        reviews = stage.empty_database()["reviews"]
        report = _saved([*right, *(one.document for one in bad)])
        judge.that(
            not report["problem"],
            called="reviewSchema()",
            got=report["problem"],
            expected="a schema",
            likely=[
                (report["problem"].endswith("undefined"), causes.NO_RETURN),
                (True, "it returns new Schema({ … })."),
            ],
        )
        for place, document in enumerate(right):
            if no := report["refused"].get(str(place)):
                judge.that(
                    False,
                    called=f"a right review: {document!s:.200}",
                    got=f"{no['name']}: {no['message']}",
                    expected="saved",
                    likely=causes.why_refused(no, document, place),
                )
        for document, stored in zip(right, reviews.find().sort("_id"), strict=False):
            _is_kept(judge, document, stored)
        for place, one in enumerate(bad, len(right)):
            _is_refused(judge, one, report["refused"].get(str(place)))


def _saved(documents: Sequence[Document], *what: str) -> Report:
    stdin = json.dumps(documents)
    ran = Node.run("save_reviews.mjs", stage.server().url, *what, stdin=stdin)
    report: Report = ran.json()
    return report


def _is_kept(judge: Judge, document: Document, stored: Document) -> None:
    """A right review is stored as it came, but for the field that no schema names."""
    by_mongoose = {"_id", "__v", "createdAt", "updatedAt"}
    given = {key: value for key, value in document.items() if key != "colour"}
    given["by"] = {key: value for key, value in given["by"].items() if key != "age"}
    kept = {key: value for key, value in stored.items() if key not in by_mongoose}
    judge.that(
        kept == given,
        called=f"a right review: {document!s:.200}",
        got=f"stored: {kept!s:.200}",
        expected=f"stored: {given!s:.200}",
        likely=causes.why_stored_so(kept, given),
    )


def _is_refused(judge: Judge, bad: cases.BadReview, no: NotSaved | None) -> None:
    """A bad review is refused by the schema, at the path that is wrong."""
    called = f"a bad review: {bad.document}"
    if no is None:
        judge.that(False, called=called, got="saved", expected="ValidationError", likely=bad.likely)
        return
    judge.that(
        no["name"] == "ValidationError",
        called=called,
        got=f"{no['name']}: {no['message']}",
        expected="ValidationError",
        likely="something else went wrong than a rule of the schema.",
    )
    judge.that(
        set(bad.paths) & set(no["paths"]),
        called=called,
        got=f"ValidationError, of {no['paths']}",
        expected=f"of {' or '.join(bad.paths)}",
        likely=bad.likely,
    )


def averages(seed: int) -> None:
    """The averages by the pipeline are those that Python computes."""
    given = cases.stars_given(seed)
    stars, expected = cases.averages_of(given)
    with judging("E3: the averages equal Python's") as judge:
        stage.empty_database()
        documents: list[Document] = [
            {"show": show, "stars": number, "by": {"name": f"Visitor {place % 2}"}}
            for place, (show, number) in enumerate(given)
        ]
        report = _saved(documents, "averages")
        got, refused = report["averages"], report["refused"]
        judge.that(
            not report["problem"],
            called="Review.aggregate(averageStars())",
            got=report["problem"],
            expected="averages",
            likely=causes.why_no_averages(report["problem"]),
        )
        judge.that(
            not refused,
            called=f"{len(given)} right reviews",
            got=f"{len(refused)} refused: {refused!r:.150}",
            expected="all saved",
            likely="the schema is too strict: see the check above.",
        )
        came_back, wanted = causes.first_difference(got, expected)
        judge.that(
            causes.near(got, expected),
            called="Review.aggregate(averageStars())",
            got=came_back,
            expected=wanted,
            likely=causes.why_these_averages(got, expected, stars),
        )


def _is_a_list(judge: Judge, got: object, called: str, what: str, likely: Likely) -> None:
    judge.that(
        isinstance(got, list),
        called=called,
        got=f"{got!r:.150}",
        expected=f"a list of {what}",
        likely=likely,
    )


def _holds_pairs(
    judge: Judge, got: Sequence[object], expected: Sequence[Row], called: str, likely: str
) -> None:
    judge.that(
        all(isinstance(pair, tuple) and len(pair) == 2 for pair in got),
        called=called,
        got=f"{got!r:.150}",
        expected=f"pairs: {expected!r:.120}",
        likely=[
            (isinstance(causes.first(got), dict), "these are documents: make a pair of each."),
            (True, likely),
        ],
    )
