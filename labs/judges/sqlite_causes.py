"""The mistakes that lie behind the errors of sqlite3, in words for a check's `likely`."""

import sqlite3

_NOT_SQL = (
    "syntax error",
    "incomplete input",
    "unrecognized token",
    "no such column",
    "no such table",
    "has no column",
    "values for",
    "were supplied",
)


def sqlite_causes(error: Exception | None) -> list[tuple[object, str]]:
    """(symptom, cause) pairs for an error that a call of sqlite3 raised; for None none is true."""
    said = "" if error is None else str(error)
    return [
        (
            "Cursor' is not supported" in said,
            "a cursor was handed over as a value: take lastrowid, or a row of it.",
        ),
        (
            any(words in said for words in ("bindings", "is not supported", "unsupported type")),
            "parameters are one tuple with a value for each ?: (seat_id,), with its comma.",
        ),
        (
            "closed database" in said,
            "the connection was closed: the caller still needs it. "
            "`with connection:` commits, closing(...) closes.",
        ),
        (
            "within a transaction" in said,
            "a transaction is open already: a call before left it so, or a change began it.",
        ),
        (
            "is locked" in said,
            "another connection holds the write lock: its transaction is not committed.",
        ),
        (
            isinstance(error, sqlite3.OperationalError)
            and any(words in said for words in _NOT_SQL),
            "SQLite does not understand the statement: read what it says.",
        ),
        (
            "'NoneType' object is not" in said or "not NoneType" in said,
            "fetchone() gives None if there is no row: look before you take it apart.",
        ),
        (
            "__new__() missing" in said,
            "it takes several values: so many columns, and (*row), which takes the row apart.",
        ),
        (
            "__new__() takes" in said,
            "the row has more columns than are wanted: name them in the SELECT.",
        ),
    ]
