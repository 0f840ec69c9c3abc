"""Likely causes of wrong answers to S01.1, and what was asked, in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from labs.judges import Likely
from labs.units.s01_1 import tables
from labs.units.s01_1.load import Budget, Row

ROWS = 4_000
"""Rows of the hall of many_rows.mjs."""

AHEAD = 2_000
"""More than the system's buffers hold: 20 MB."""

_SEATS = 24_000


# --- E1 ---------------------------------------------------------------------------------------


def in_words(budget: Budget) -> str:
    """What a service may take."""
    return (
        f"the {budget.service}, {budget.workload}, p99 at most {budget.p99:g} ms, "
        f"{budget.memory:g} MB, cold {budget.cold:g} ms"
    )


def of_an_error(error: Exception) -> Likely:
    return [
        (
            "empty sequence" in str(error) or "iterable argument is empty" in str(error),
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
    missing = [name for name in right if isinstance(got, dict) and name not in got]
    return [
        (got is None, "is a `return` missing?"),
        (missing, "a service that nobody can serve is in the dict, too, with None."),
        (True, "the keys are the names of the services, the values those of runtimes."),
    ]


def why_there(
    table: Sequence[Row], budgets: Sequence[Budget], got: tables.Placement, budget: Budget
) -> Likely:
    """The mistake that places all services so, or else this one."""
    name = budget.service
    wholly = [
        (tables.place(table, budgets, rules) == got, cause) for rules, cause in tables.MISTAKES
    ]
    alone = [
        (tables.place(table, [budget], rules)[name] == got[name], cause)
        for rules, cause in tables.MISTAKES
    ]
    kind = (isinstance(got[name], Row), "this is a row of the table: its `.runtime` is wanted.")
    return [kind, *wholly, *alone, (True, "look at each limit, and at the rows of this workload.")]


# --- E2 ---------------------------------------------------------------------------------------

Reply = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Questions to some workers, and what these reply: by the number of the question."""

    about: str
    asked: Sequence[Sequence[object]]
    replies: Sequence[Sequence[Reply]]
    dies: Sequence[bool] = field(default_factory=list)
    """Whether a worker ends with an error when it has replied."""

    def wanted(self, worker: int, place: int) -> Mapping[str, object]:
        """What must come of the promise."""
        reply = next((r for r in self.replies[worker] if r["number"] == place), None)
        if reply is None:
            return {"error": "the worker is out of memory"}
        if "error" in reply:
            return {"error": reply["error"]}
        return {"gave": reply.get("answer", self.asked[worker][place])}


USUAL: Sequence[Case] = (
    Case("the only one", [["two"]], [[{"number": 0}]]),
    Case(
        "one of three, answered from the last to the first",
        [["two", "four", "five"]],
        [[{"number": 2}, {"number": 1}, {"number": 0}]],
    ),
    Case(
        "one of three, of which the second fails",
        [[1, 2, 3]],
        [[{"number": 1, "error": "hall 2 is shut"}, {"number": 0}, {"number": 2}]],
    ),
)

OTHER: Sequence[Case] = (
    Case("the answer is 0, null or an empty text", [[1, 2, 3]], [[
        {"number": 1, "answer": 0}, {"number": 0, "answer": None}, {"number": 2, "answer": ""},
    ]]),
    Case("asked twice alike", [["two", "two"]], [[
        {"number": 1, "answer": "second"}, {"number": 0, "answer": "first"},
    ]]),
    Case("of two workers", [["a", "b"], ["c", "d"]], [
        [{"number": 1}, {"number": 0}], [{"number": 0}, {"number": 1}],
    ]),
    Case("of a worker that dies after the first answer", [[1, 2, 3]], [[{"number": 0}]], [True]),
)  # fmt: skip


def outcome_in_words(outcome: Mapping[str, object]) -> str:
    if "gave" in outcome:
        return f"fulfilled with {json.dumps(outcome['gave'])}"
    if "error" in outcome:
        return f"rejected with {outcome['error']!r}"
    if "threw" in outcome:
        return f"it threw: {outcome['threw']}"
    return "a promise that never settles" if outcome.get("promise") else "no promise"


def why_this_outcome(case: Case, outcome: Reply, wanted: Mapping[str, object]) -> Likely:
    others = [question for questions in case.asked for question in questions]
    never = outcome.get("promise") and not outcome.keys() & {"gave", "error"}
    return [
        (not outcome.get("promise") and "threw" not in outcome, "return the new Promise(…)."),
        (
            never and wanted.get("error") == "the worker is out of memory",
            'a worker that dies sends no message, but the event "error": reject all who wait.',
        ),
        (never and "error" in wanted, "a message with an error rejects its promise."),
        (
            never and not wanted.get("gave"),
            "0, null and an empty text are answers: ask whether there is an error.",
        ),
        (never, "who waits is kept by id; the second question must not take the first one's place."),
        ("gave" in outcome and "error" in wanted, "a message with an error rejects its promise."),
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


def free(evenings: int) -> tuple[int, int] | None:
    """How many seats freeSeats(evenings) finds, and the sum of their numbers; None if it throws."""
    if evenings < 0:
        return None
    count = evenings * _SEATS
    numbers = accumulate(range(count), lambda x, _: x * 48_271 % (2**31 - 1), initial=100)
    next(numbers)
    found = [seat for seat, x in enumerate(numbers) if x % 100 >= 55]
    return len(found), sum(found)


def message_in_words(came: Reply) -> str:
    if "error" in came:
        return f"a message with error {came['error']!r}"
    length = f" of {came['length']}" if came.get("length") is not None else ""
    return f"a message with {', '.join(came.get('keys', []))}; answer: {came.get('kind')}{length}"


def why_no_answer(died: str, report: Reply) -> Likely:
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
            any("other" in message or "id" not in message for message in report["came"]),
            "each message is an object, { id, answer }: without its id nobody knows whose it is.",
        ),
        (True, 'it listens by parentPort.on("message", …), and answers by parentPort.postMessage.'),
    ]


# --- E3 ---------------------------------------------------------------------------------------


def why_this_head(head: bytes) -> Likely:
    return [
        (not head, "nothing is sent before all rows are there: send each as it comes."),
        (b"x-ndjson" not in head.lower(), "the Content-Type of rows is application/x-ndjson."),
        (b" 500 " in head, "an error on the way: what comes back names it."),
        (True, "each row is JSON.stringify(row), with a line feed after it."),
    ]


def why_all(rows: int) -> Likely:
    return [
        (rows == ROWS, "all are computed, and wait in memory: `write` says false when it is full."),
        (True, "rows are asked for before the last is away."),
    ]
