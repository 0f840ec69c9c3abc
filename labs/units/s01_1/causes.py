"""Likely causes of wrong answers to S01.1, and what was asked, in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from labs.judges import Likely
from labs.units.s01_1 import tables
from labs.units.s01_1.load import Budget, Row
from labs.units.s01_1.tables import Case

ROWS = 4_000
"""Rows of the hall of many_rows.mjs."""

AHEAD = 2_000
"""More than the system's buffers hold: 20 MB."""

TWO_ROWS = 20_000
"""Bytes, fewer than two of its rows have."""

_SEATS = 24_000

_DEATH = {"error": "the worker is out of memory", "name": "RangeError"}
"""What ends told_worker.mjs."""

_NOTHING = (0, None, "", "undefined")


# --- E1 ---------------------------------------------------------------------------------------


def in_words(budget: Budget) -> str:
    """What a service may take."""
    return (
        f"the {budget.service}, {budget.workload}, p99 at most {budget.p99:g} ms, "
        f"{budget.memory:g} MB, cold {budget.cold:g} ms"
    )


def of_an_error(error: Exception) -> Likely:
    """What an exception of `place` means."""
    return [
        (
            "empty" in str(error),
            "nobody keeps this budget: then the service has None.",
        ),
        (
            isinstance(error, IndexError | StopIteration),
            "nobody keeps this budget: then the service has None.",
        ),
        (
            isinstance(error, TypeError) and "Range" in str(error),
            "a limit is a number, and a measured value a range: compare its upper end, `.high`.",
        ),
    ]


def of_no_dict(got: object, right: tables.Placement) -> Likely:
    """What is wrong with what is no dict of all services."""
    missing = [name for name in right if isinstance(got, dict) and name not in got]
    return [
        (got is None, "is a `return` missing?"),
        (missing, "a service that nobody can serve is in the dict, too, with None."),
        (True, "the keys are the names of the services, the values those of runtimes."),
    ]


def why_there(case: Case, got: tables.Placement, budget: Budget) -> Likely:
    """Why the service is not in its place: what its runtime breaks, or which one comes before."""
    name, right = got[budget.service], tables.place(case)[budget.service]
    if name == right:
        return ""
    if isinstance(name, Row):
        return "this is a row of the table: its `.runtime` is wanted."
    if name is None:
        told = f"{right} keeps it: {_measured(_row(case, right, budget))}."
        return f"{told} A limit may be reached, and one row that keeps all is enough."
    row = _row(case, name, budget)
    if row is None:
        return "the values are names of runtimes in the table, or None."
    return [
        (
            _rows_keep(case, name, budget),
            f"{name}: each limit is kept by one of its rows, but no row keeps all of them.",
        ),
        (row.failed, f"{name}: {row.failed} of its requests failed, however fast that was."),
        *((broken, f"{name}: {broken}") for broken in _breaks(row, budget)),
        (
            name not in case.known,
            f"{name} keeps it, but is not in `known`: nobody could repair it.",
        ),
        (True, f"{right} keeps it, too, and comes before {name} in `known`."),
    ]


def _row(case: Case, name: str | None, budget: Budget) -> Row | None:
    """What was measured of it: a row that keeps the budget, if there is one."""
    rows = [row for row in case.table if (row.runtime, row.workload) == (name, budget.workload)]
    return next((row for row in rows if tables.keeps(row, budget)), rows[0] if rows else None)


def _rows_keep(case: Case, name: str, budget: Budget) -> bool:
    """Whether its rows for this workload keep each limit, but not one row all of them."""
    pair = (name, budget.workload)
    rows = [row for row in case.table if (row.runtime, row.workload) == pair and not row.failed]
    each = all(
        any(getattr(row, what).high <= getattr(budget, what) for row in rows) for what in _LIMITS
    )
    return each and not any(tables.keeps(row, budget) for row in rows)


def _measured(row: Row | None) -> str:
    values = [(what, getattr(row, what).high) for what in _LIMITS]
    return ", ".join(f"{what} up to {value:g}" for what, value in values)


def _breaks(row: Row, budget: Budget) -> Sequence[str]:
    """The limits that a row breaks, in words."""
    limits = [(what, getattr(row, what), getattr(budget, what)) for what in _LIMITS]
    return [
        f"its {what} for {row.workload} goes up to {value.high:g}, the limit is {limit:g}"
        + (f" (its median, {value.middle:g}, is no promise)." if value.middle <= limit else ".")
        for what, value, limit in limits
        if value.high > limit
    ]


_LIMITS = ("p99", "memory", "cold")


def of_asking(error: Exception) -> Likely:
    """What an exception in a program that uses asking.mjs means."""
    said = str(error)
    return [
        (
            "undefined" in said and "resolve" in said,
            "nobody waits under this id any more: two questions had the same one, or the id that "
            "comes back is not the one that was kept.",
        ),
        ("is not defined" in said, "this name is spelt otherwise, or never declared."),
    ]


# --- E2 ---------------------------------------------------------------------------------------

Reply = Mapping[str, Any]


@dataclass(frozen=True)
class Talk:
    """Questions to some workers, and what these reply: by the number of the question."""

    about: str
    asked: Sequence[Sequence[object]]
    replies: Sequence[Sequence[Reply]]
    dies: Sequence[bool] = field(default_factory=list)
    """Whether a worker ends with an error when it has replied."""
    later: int = 0
    """How many of the questions are asked only when the worker has answered one."""

    def wanted(self, worker: int, place: int) -> Mapping[str, object]:
        """What must come of the promise."""
        reply = next((r for r in self.replies[worker] if r["number"] == place), None)
        if reply is None:
            return _DEATH
        if "error" in reply:
            return {"error": reply["error"]}
        return {"gave": reply.get("answer", self.asked[worker][place])}


USUAL: Sequence[Talk] = (
    Talk("the only one", [["two"]], [[{"number": 0}]]),
    Talk(
        "one of three, answered from the last to the first",
        [["two", "four", "five"]],
        [[{"number": 2}, {"number": 1}, {"number": 0}]],
    ),
    Talk(
        "one of three, of which the second fails",
        [[1, 2, 3]],
        [[{"number": 1, "error": "hall 2 is shut"}, {"number": 0}, {"number": 2}]],
    ),
    Talk(
        "the third asked when the first has its answer, and the second waits",
        [["two", "four", "five"]],
        [[{"number": 0, "after": 2}, {"number": 2}, {"number": 1}]],
        later=1,
    ),
)

OTHER: Sequence[Talk] = (
    Talk("the answer is 0, null, an empty text or undefined", [[1, 2, 3, 4]], [[
        {"number": 1, "answer": 0}, {"number": 0, "answer": None}, {"number": 2, "answer": ""},
        {"number": 3, "answer": "undefined"},
    ]]),
    Talk("the error is an empty text", [[1, 2]], [[{"number": 1, "error": ""}, {"number": 0}]]),
    Talk("asked twice alike", [["two", "two"]], [[
        {"number": 1, "answer": "second"}, {"number": 0, "answer": "first"},
    ]]),
    Talk("one of 200 at once", [list(range(200))], [[
        {"number": number, "answer": {"free": number}} for number in reversed(range(200))
    ]]),
    Talk("of two workers", [["a", "b"], ["c", "d"]], [
        [{"number": 1}, {"number": 0}], [{"number": 0}, {"number": 1}],
    ]),
    Talk("of two workers, of which the first dies after one answer", [[1, 2, 3], ["a"]], [
        [{"number": 0}], [{"number": 0, "late": True}],
    ], [True, False]),
)  # fmt: skip


def outcome_in_words(outcome: Mapping[str, object]) -> str:
    """What came of a promise."""
    if "gave" in outcome:
        return f"fulfilled with {json.dumps(outcome['gave'])}"
    if "error" in outcome:
        return f"rejected with {outcome.get('name', 'Error')} {outcome['error']!r}"
    if "threw" in outcome:
        return f"it threw: {outcome['threw']}"
    return "a promise that never settles" if outcome.get("promise") else "no promise"


def why_this_outcome(case: Talk, outcome: Reply, wanted: Mapping[str, object]) -> Likely:
    """Why the promise came to something else than `wanted`."""
    others = [question for questions in case.asked for question in questions]
    never = outcome.get("promise") and not outcome.keys() & {"gave", "error"}
    return [
        (not outcome.get("promise") and "threw" not in outcome, "return the new Promise(…)."),
        (
            outcome.get("error") == _DEATH["error"] == wanted.get("error"),
            "reject with the error that the event brings: a new one hides its kind and its place.",
        ),
        (
            never and wanted.get("error") == _DEATH["error"],
            'a worker that dies sends no message, but the event "error": reject all who wait.',
        ),
        (
            "gave" in outcome and wanted.get("error") == "",
            "an empty text is an error, too: ask whether `error` is undefined.",
        ),
        (never and "error" in wanted, "a message with an error rejects its promise."),
        (
            never and wanted.get("gave") in _NOTHING,
            "0, null, an empty text and undefined are answers: ask whether there is an error.",
        ),
        (
            never,
            "who waits is kept by id; the second question must not take the first one's place.",
        ),
        ("gave" in outcome and "error" in wanted, "a message with an error rejects its promise."),
        (
            "error" in outcome and wanted.get("gave", 1) in _NOTHING,
            "0, null, an empty text and undefined are answers: ask whether there is an error.",
        ),
        (
            outcome.get("error") == _DEATH["error"] and "gave" in wanted,
            "one worker's end is no other's: who waits is kept inside of asking, for each.",
        ),
        (
            "error" in outcome and "gave" in wanted,
            "an error belongs to one question: the others have their answers.",
        ),
        (
            "gave" in outcome and outcome["gave"] in [*others, "first", "second"],
            "this is the answer to another question: `id` says to which it belongs, not the order.",
        ),
        (True, "the promise is fulfilled with `answer` alone, not with the message."),
    ]


def is_no_count(evenings: int) -> bool:
    """Whether freeSeats throws for it."""
    return not 0 <= evenings < 1_000


def free(evenings: int) -> tuple[int, int]:
    """How many seats freeSeats(evenings) finds, and the sum of their numbers."""
    count = evenings * _SEATS
    numbers = accumulate(range(count), lambda x, _: x * 48_271 % (2**31 - 1), initial=100)
    next(numbers)
    found = [seat for seat, x in enumerate(numbers) if x % 100 >= 55]
    return len(found), sum(found)


def message_in_words(came: Reply) -> str:
    """A message of the learner's worker."""
    if "error" in came:
        return f"a message with error {came['error']!r}"
    length = f" of {came['length']}" if came.get("length") is not None else ""
    return f"a message with {', '.join(came.get('keys', []))}; answer: {came.get('kind')}{length}"


def why_no_answer(died: str, report: Reply) -> Likely:
    """Why no message bears the id of the question."""
    return [
        ("not written yet" in died, "not written yet, or written and not run."),
        (
            "Invalid typed array length" in died,
            "freeSeats throws for this question, and nobody catches it: that ends the worker.",
        ),
        ("could not be cloned" in died, "only data can be sent: a function or a promise cannot."),
        ("detached" in died or "transfer" in died.lower(), "what is moved is `answer.buffer`."),
        (died, "an error that nobody catches ends a worker."),
        (
            report["came"] and all("id" in message for message in report["came"]),
            "it answers others: does it answer what was asked before, too? What was moved is gone "
            "here, so a kept answer cannot be sent again.",
        ),
        (
            any("other" in message or "id" not in message for message in report["came"]),
            "each message is an object, { id, answer }: without its id nobody knows whose it is.",
        ),
        (True, 'it listens by parentPort.on("message", …), and answers by parentPort.postMessage.'),
    ]


# --- E3 ---------------------------------------------------------------------------------------


def why_this_head(head: bytes) -> Likely:
    """Why the first bytes are not those of rows."""
    return [
        (not head, "nothing is sent before all rows are there: send each as it comes."),
        (b"x-ndjson" not in head.lower(), "the Content-Type of rows is application/x-ndjson."),
        (b" 500 " in head, "an error on the way: what comes back names it."),
        (True, "each row is JSON.stringify(row), with a line feed after it."),
    ]


def why_all(rows: int) -> Likely:
    """Why so many rows were asked for."""
    return [
        (rows == ROWS, "all are computed, and wait in memory: `write` says false when it is full."),
        (True, "rows are asked for before the last is away."),
    ]
