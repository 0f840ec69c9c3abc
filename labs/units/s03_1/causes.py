"""Why an answer to S03.1 may be as it is, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from labs.judges.judge import Likely
from labs.units.s03_1.mornings import Hold

ORDER = "the answers stand in the order of the keys, not of the rows: put a dict between."
LENGTH = "as many answers as keys: one without a row has an answer, too."
SERVER = "what was loaded for one request is kept for the next: make new loaders at each call."
PARAMETER = "a value stands in the SQL itself: let it travel as a parameter."
TWICE = "the same request came twice at once: the second finds the key, and that is no refusal."
ALL_ROWS = "ask for the rows that you need, and no others: WHERE, and LIMIT."
LOOKS = "another caller came between your look and your INSERT: let the table's constraints decide."


def why_these(table: str, keys: Sequence[Any], got: Any, wanted: Sequence[Any]) -> Likely:  # noqa: ANN401
    """What is wrong with the answers of a batch."""
    as_list = got if isinstance(got, list) else []
    return [
        (
            table == "performances" and got == [[]] * len(keys),
            "keys of a query are texts: int(id).",
        ),
        (
            any(each is None for each in as_list) and table == "performances",
            "no row: an empty list.",
        ),
        (sorted(map(str, as_list)) == sorted(map(str, wanted)), ORDER),
        (True, LENGTH),
    ]


def why_so_many(statements: int, wanted: int) -> Likely:
    """Too many statements, or none."""
    return [
        (statements > wanted, "one statement for the whole batch: WHERE … IN (?, ?, ?)."),
        (True, "something is kept from an earlier call."),
    ]


def why_this_page(errors: Sequence[str]) -> Likely:
    """What the errors of a page come from."""
    return [
        ("Event loop is closed" in errors, SERVER),
        (errors, "".join(errors[:1])),
        (True, ORDER),
    ]


def why_this_type(has: Mapping[str, str], wanted: Mapping[str, str]) -> Likely:
    """How the fields of a type differ from those of the text."""
    as_missing = {name: told.replace("!", "") for name, told in has.items()}
    return [
        (not has, "there is no such type: a class has its name."),
        (
            as_missing == {name: told.replace("!", "") for name, told in wanted.items()},
            "what may be null is `X | None`; without it, there is a ! behind it.",
        ),
        (set(has) - set(wanted), "there is a field more: strawberry.Private is none."),
        (True, "names, arguments and types are those of the text, `first` has its default."),
    ]


def why_these_evenings(got: Sequence[int], wanted: Sequence[int], errors: Sequence[str]) -> Likely:
    """What is wrong with a page of evenings."""
    return [
        (any("for the box office" in error for error in errors), "only takings are guarded."),
        (any("syntax" in error for error in errors), PARAMETER),
        (errors, "one that is not there is null, and no error."),
        (got and not wanted, f"nothing has this id, unless {PARAMETER}"),
        (set(got) == set(wanted), "in the order of their ids, as numbers."),
        (got[1:] == list(wanted[:-1]), "`after` is the last one that the caller has: id > after."),
        (True, "ids above `after`, in order, `first` of them: WHERE, ORDER BY, LIMIT."),
    ]


def why_these_takings(data: Any, *, may: bool) -> Likely:  # noqa: ANN401
    """Who got takings, or did not."""
    return [
        (data is None or None in data.values(), "takings may be null: then the rest stays."),
        (may, "the box office sees them: info.context has its role."),
        (True, "each request asks for the role of its own caller, at this field alone."),
    ]


def why_this_hold(got: str, hold: Hold, errors: Sequence[str], earlier: str | None) -> Likely:
    """What is wrong with the answer to a hold."""
    return [
        (any("syntax" in error or "one statement" in error for error in errors), PARAMETER),
        (
            any("constraint failed" in error for error in errors),
            "what the table refuses is an IntegrityError: catch it, and say what it means.",
        ),
        (errors, "take the one row that has this very key: compare by =."),
        (earlier and got == "SeatTaken", "the same key has this seat: it is the same request."),
        (earlier, "the same key gets the number that it got the first time."),
        (got == "SeatTaken", "FOREIGN KEY in the error says that there is no such evening."),
        (got == "HoldMade", "another key holds this seat: UNIQUE in the table says so."),
        (True, "seats and keys are any text: keep them to the letter, and compare by =."),
    ]


def why_this_cost(query: str, got: object) -> Likely:
    """What was forgotten, by what the query has."""
    return [
        (not isinstance(got, int), "return the sum, a whole number."),
        ("(first: -" in query or "(first: 0" in query, "a `first` below 1 counts as 1."),
        ("($" in query, "a variable's value stands in `variables`, under its own name."),
        ("fragment" in query, "a fragment counts wherever it is used, and adds nothing itself."),
        ("... " in query, "an inline fragment counts as what it holds."),
        (": shows" in query or ": evening" in query, "the name counts, not the alias."),
        ("first" not in query and "(" in query, "only `first` says how many."),
        (True, "a field is 1, and its fields as often as it may have items."),
    ]
