"""Questions to a list of evenings, and what must come of them, by SQL."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from labs.units.j03_4.office import Evening

TITLES = ("Dido", "Ferry Songs", "Gala", "The Long Winter", "Áed & Bríd?")
VENUES = ("Kirkwall", "Stromness", "St Mary's Hall / B", "")
STARTS = tuple(f"2026-12-{day:02}T{hour}:30" for day in (3, 4, 12) for hour in (14, 19))
LIMITS = (4, 7, None)

Question = Mapping[str, Any]
Row = dict[str, Any]


def random_season(draw: Random, count: int) -> list[Evening]:
    """Evenings, of which many start together and many have one title; their ids have gaps."""
    return [
        Evening(number, draw.choice(TITLES), draw.choice(VENUES), draw.choice(STARTS))
        for number in sorted(draw.sample(range(3 * count), count))
    ]


def random_question(draw: Random) -> Question:
    """What a caller asks: some of venue, since, sort and limit."""
    asked = {
        "venue": draw.choice((*VENUES, None, None)),
        "since": draw.choice((*STARTS, "2026-12-04", None, None)),
        "sort": draw.choice(("starts", "title", "title", None)),
        "limit": draw.choice(LIMITS),
    }
    return {name: value for name, value in asked.items() if value is not None}


def wanted_rows(database: Path, question: Question) -> list[Row]:
    """All that answer it, in order."""
    sort = question.get("sort", "starts")
    sql = f"""SELECT * FROM performance WHERE (:venue IS NULL OR venue = :venue)
              AND (:since IS NULL OR starts >= :since) ORDER BY {sort}, id"""  # noqa: S608
    with closing(sqlite3.connect(database)) as db:
        db.row_factory = sqlite3.Row
        given = {"venue": question.get("venue"), "since": question.get("since")}
        return [dict(row) for row in db.execute(sql, given)]


def why_this_page(
    got: Sequence[Row], wanted: Sequence[Row], before: Sequence[Row], question: Question
) -> list[tuple[object, str]]:
    """From the most to the least specific."""
    sort, venue = question.get("sort", "starts"), question.get("venue")
    known = [row["id"] for row in before]
    ids = [row["id"] for row in got]
    late = "; `next` holds all that was asked for." if before else "."
    missed = [row for row in wanted if row["id"] not in ids]
    return [
        (
            ids == [row["id"] for row in wanted],
            "an item is the whole row of the table, as it was: GET changes nothing.",
        ),
        (
            venue == "" and any(row["venue"] != "" for row in got),
            f"an empty text is a text, too: `is not None`{late}",
        ),
        (
            any(row["venue"] != venue for row in got) and venue is not None,
            f"venue = ?, to the letter{late}",
        ),
        (
            any(row["starts"] < question.get("since", "") for row in got),
            f"starts >= ? leaves out what is earlier than `since`{late}",
        ),
        (set(ids) & set(known), "these came on an earlier page: a page begins after the cursor."),
        (
            before and missed and missed[0][sort] == before[-1][sort],
            f"the last page ended amid evenings with one {sort}: compare pairs, ({sort}, id).",
        ),
        (
            missed and missed[0]["starts"] == question.get("since"),
            "what starts at `since` belongs to it: >=.",
        ),
        (
            len(ids) != len(wanted) and ids[: len(wanted)] == [r["id"] for r in wanted][: len(ids)],
            f"a page has `limit` items, if so many are left; 20 unless it is said{late}",
        ),
        (
            [row[sort] for row in got] != sorted(row[sort] for row in got),
            f"they are sorted by {sort}{late}",
        ),
        (sorted(ids) == sorted(r["id"] for r in wanted), "of equal ones the smaller id first."),
        (True, f"compare with: WHERE as asked, ORDER BY {sort}, id{late}"),
    ]
