"""The likely causes of what goes wrong in J02.1, from the most to the least specific."""

from labs.judges import Likely, Relation, queries
from labs.units.j02_1.given import Line


def why_not_sent(error: Exception) -> str:
    """Why the lines were not sent at all; empty if it is not known."""
    said = str(error)
    if "generator" in said:
        return "`lines` may be a generator, without length or places: for line in lines."
    if "binding" in said or "values for" in said or "were supplied" in said:
        return "a `Line` has six fields, `ticket` five columns: leave `number` out."
    if "no such column" in said or "syntax error" in said or "unrecognized token" in said:
        return (
            "a value was written into the text of the statement, where None is no word of SQL, "
            "and ' ends a text: use ? for each value."
        )
    return ""


def why_this_report(
    report: list[tuple[int, str]], rows: list[queries.Row], lines: list[Line]
) -> Likely:
    """Why another report than `given.REFUSED` came back."""
    numbers = [number for number, _ in report]
    is_early = (8, 2, "B", 2100, 3) in rows and (7, 12, "A", 4500, 1) in rows
    return [
        (
            not report and not rows,
            "no line was sent: a generator can be gone through once only.",
        ),
        (
            set(numbers) & set(lines),
            "the first of the pair is line.number, not the whole line.",
        ),
        (
            set(rows) - {line[1:] for line in lines},
            "a row came in that is no line: are the five values in the order of the columns?",
        ),
        (
            len(report) == 1,
            "after the first refusal the others must be tried, too: `try` inside of the loop, "
            "`return` after it, and no executemany.",
        ),
        (
            not report and len(rows) == 1,
            "one line was sent: does `return` stand inside of the loop?",
        ),
        (
            numbers in ([1, 3, 4], [2, 4, 5], [3, 5, 6]),
            "line.number says which line it is, not the place in the list.",
        ),
        (
            numbers == [5, 14, 9] and not isinstance(report[0][1], str),
            "the reason is a text: str(error).",
        ),
        (
            numbers == [5, 14, 9],
            "the reason is the error's own text, str(error): `attempt` adds words.",
        ),
        (
            numbers == [5, 14] and is_early,
            "line 9 replaced line 4: a plain INSERT refuses, INSERT OR REPLACE drops what stood "
            "there.",
        ),
        (
            numbers == [5, 14],
            "line 9 was accepted, so line 4 is gone: a rollback drops the lines before, too. "
            "Leave out the refused one only.",
        ),
        (
            not report,
            "nothing is reported: does the statement itself drop bad lines (OR IGNORE)?",
        ),
        (
            sorted(numbers) == [5, 9, 14],
            "send the lines in the order in which they come, and report them so.",
        ),
        (
            any(number == 4 and "UNIQUE" not in str(reason) for number, reason in report),
            "this table allows what you refused: the database decides, without checks of your own.",
        ),
        (
            True,
            "one pair for each refused line, in order: its number, and the text of the error.",
        ),
    ]


def why_not_led(
    tables: dict[str, list[str]], child: str, column: str, parent: str, edge: Relation | None
) -> Likely:
    """Why a foreign key does not lead to its table."""
    return [
        (
            child not in tables,
            f"there is no table {child}: is it spelt as in the text, and in the text that you "
            "return?",
        ),
        (column not in tables.get(child, []), f"{child} has no column {column}."),
        (edge, f"it leads to {edge.parent if edge else ''}."),
        (
            True,
            f"the column is there, and nothing makes it a foreign key: REFERENCES {parent} (id).",
        ),
    ]


def why_this_many(child: str, column: str, parent: str, cardinality: str) -> Likely:
    """Why a relationship is of another cardinality."""
    return [
        (
            cardinality == "one-to-one",
            f"nothing keeps a second {child} of the same {parent} out: {column} must be UNIQUE, "
            "or the PRIMARY KEY.",
        ),
        (
            child == "show_artist",
            f"{column} is unique by itself: the key is the pair, PRIMARY KEY (show_id, artist_id).",
        ),
        (
            True,
            f"{column} is unique by itself: then one row of {parent} could have one row of "
            f"{child} only.",
        ),
    ]
