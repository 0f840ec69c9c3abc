"""What S01.1 asks of an answer: each check is one claim."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from copy import deepcopy

from labs.judges import Judge, judging
from labs.judges.contracts import seatmap
from labs.judges.wire import Answer, AtOnce, Contract, Exchange, ends, get, keeps, overtakes
from labs.units.s01_1 import asked, causes, tables
from labs.units.s01_1.asked import Reader, Report
from labs.units.s01_1.load import Budget, Row

Place = Callable[[Sequence[Row], Sequence[Budget]], tables.Placement]


def before_all() -> None:
    """What a trial does once for all answers: start the partner, and work the arena out."""
    asked.partner()
    for seats in (2, 3):
        seatmap.best_seats(seatmap.ARENA, seats)


# --- E1: placement ----------------------------------------------------------------------------


def placed(place: Place, seed: int, *, others: bool = False) -> None:
    """Each service has the runtime that keeps all its limits for sure, with the least memory."""
    with judging("E1: each service where its budget is kept for sure") as judge:
        table, budgets = tables.trapped(seed, others=others)
        given = deepcopy((table, budgets))
        called = f"place(table, budgets), {len(table)} rows and {len(budgets)} services"
        with judge.calling(called, likely=causes.of_an_error):
            got = place(table, budgets)
        judge.that(
            (table, budgets) == given,
            called=called,
            got="the table or the budgets are no longer what they were",
            expected="both as they were: others read them, too",
            likely="`sort` turns the caller's own list round; `sorted` makes another.",
        )
        right = tables.place(table, budgets)
        judge.that(
            isinstance(got, dict) and got.keys() == right.keys(),
            called=called,
            got=f"{got!r:.120}",
            expected=f"a dict with a runtime for each of {', '.join(right)}",
            likely=causes.of_no_dict(got, right),
        )
        for budget in budgets:
            name = budget.service
            judge.equal(
                got[name],
                right[name],
                called=f"{called}: {causes.in_words(budget)}",
                likely=causes.why_there(table, budgets, got, budget),
            )


# --- E2: a worker -----------------------------------------------------------------------------


def asks(cases: Sequence[causes.Case]) -> None:
    """Each promise gets the answer to its own question, in whatever order answers come."""
    with judging("E2: everybody gets the answer to the own question") as judge:
        given = [{"asked": c.asked, "replies": c.replies, "dies": c.dies} for c in cases]
        report = asked.ask(judge, "ask_asking.mjs", "asking.mjs", given)
        judge.that(
            "asking" in report["exports"],
            called='import { asking } from "./asking.mjs"',
            got=f"exports: {', '.join(report['exports']) or 'none'}",
            expected="a function asking",
            likely="`export` stands before the function.",
        )
        for case, said in zip(cases, report["said"], strict=True):
            _is_asked(judge, case, said)


def _is_asked(judge: Judge, case: causes.Case, said: Report) -> None:
    judge.that(
        said["kind"] == "function",
        called="asking(worker)",
        got=said["kind"],
        expected="a function that takes a question",
        likely="asking is called once for a worker; the function that it returns, many times.",
    )
    for number, (questions, outcomes) in enumerate(
        zip(case.asked, said["outcomes"], strict=True)
    ):
        for place, (question, outcome) in enumerate(zip(questions, outcomes, strict=True)):
            wanted = case.wanted(number, place)
            got = {k: v for k, v in outcome.items() if k in ("gave", "error", "threw")}
            judge.that(
                got == wanted,
                called=f"ask({json.dumps(question)}), {case.about}",
                got=causes.outcome_in_words(outcome),
                expected=causes.outcome_in_words(wanted),
                likely=causes.why_this_outcome(case, outcome, wanted),
            )
            judge.that(
                outcome.get("isError", True),
                called=f"ask({json.dumps(question)}), {case.about}",
                got="rejected with a text",
                expected="rejected with an Error that has this message",
                likely="reject(new Error(error)): a bare text has no place where it was made.",
            )
    judge.that(
        not said["unhandled"] and max(said["listeners"]) <= 1,
        called=f"{max(map(len, case.asked))} questions, {case.about}",
        got=f"{max(said['listeners'])} listeners for messages on one worker",
        expected="one, that knows to whom each answer belongs",
        likely="`worker.on` stands in the function that asks: each question adds a listener, and "
        "none is ever taken away.",
    )


def moves(questions: Sequence[int]) -> None:
    """Each answer is right, carries its id, and is moved; an error is told, and no end."""
    with judging("E2: the worker moves its answers, and outlives an error") as judge:
        report = asked.ask(judge, "ask_free.mjs", "free_worker.mjs", questions)
        came = {message.get("id"): message for message in report["came"]}
        died = next((note["died"] for note in report["notes"] if "died" in note), "")
        notes = {note["id"]: note for note in report["notes"] if "id" in note}
        for number, evenings in enumerate(questions):
            key = f"q{number}"
            _is_moved(judge, evenings, key, came.get(key), notes.get(key, {}), died, report)
        judge.that(
            len(report["came"]) == len(questions),
            called=f"{len(questions)} questions",
            got=f"{len(report['came'])} messages",
            expected="one for each",
            likely="after the error the program goes on, and answers a second time.",
        )


def _is_moved(
    judge: Judge, evenings: int, key: str, came: Report | None, note: Report, died: str, report: Report
) -> None:
    called = f'a message {{ id: "{key}", question: {evenings} }}'
    if came is None:
        judge.fails(
            called=called,
            came_back=died or (f"no message with this id, but {report['came']!r:.100}"),
            expected="an answer, or an error, with this id",
            likely=causes.why_no_answer(died, report),
        )
    right = causes.free(evenings)
    if right is None:
        judge.that(
            isinstance(came.get("error"), str) and "Invalid typed array length" in came["error"],
            called=called,
            got=causes.message_in_words(came),
            expected=f'{{ id: "{key}", error: "Invalid typed array length: …" }}',
            likely="what freeSeats throws is told by its message, a text: error.message.",
        )
        return
    judge.that(
        (came.get("kind"), came.get("length"), came.get("sum")) == ("Uint32Array", *right),
        called=called,
        got=causes.message_in_words(came),
        expected=f"a Uint32Array of {right[0]} seats, whose numbers add up to {right[1]}",
        likely="answer is what freeSeats(question) gives, as it is.",
    )
    judge.that(
        note.get("left") == 0,
        called=called,
        got=f"the worker still holds {note.get('left')} bytes of the answer: they were copied",
        expected="none: they are moved",
        likely="postMessage takes a list of what to move as its second argument: [answer.buffer].",
    )


# --- E3: the service --------------------------------------------------------------------------


def contract(seed: int) -> None:
    """The service keeps its contract, with a partner and without, and ends at SIGTERM."""
    with judging("E3: repaired.mjs keeps the contract, and its loop free") as judge:
        with asked.serve() as service:
            keeps(judge, service, seatmap.contract(seed))
            ends(judge, service)
            _is_done(judge, service.stop().code)
        with asked.serve(partner_is_there=False) as service:
            keeps(judge, service, seatmap.without_partner(seed))


def free_loop(seats: int) -> None:
    """While it computes for one, others are answered; at SIGTERM that one is answered, too."""
    with judging("E3: repaired.mjs keeps the contract, and its loop free") as judge:
        alive = Exchange("it lives", get("/healthz"), Answer(200, {"status": "ok"}))
        arena = seatmap.best_seats(seatmap.ARENA, seats)
        with asked.serve() as service:
            overtakes(judge, service, slow=arena, quick=alive)
            two = [arena, seatmap.best_seats(seatmap.ARENA, seats + 1), alive]
            keeps(judge, service, Contract("the arena", [AtOnce("two and a half", two)]))


def ends_well(seats: int) -> None:
    """Who waits for a computed answer at SIGTERM gets it; an idle customer holds up nobody."""
    with judging("E3: repaired.mjs keeps the contract, and its loop free") as judge:
        arena = seatmap.best_seats(seatmap.ARENA, seats)
        both = AtOnce("one for each worker", [seatmap.best_seats(hall, 2) for hall in (12, 13)])
        with asked.serve() as service, closing(Reader.idle(service)):
            keeps(judge, service, Contract("before SIGTERM", [both]))
            with ThreadPoolExecutor(1) as pool:
                last = Contract("sent just before SIGTERM", [arena])
                asking = pool.submit(keeps, judge, service, last)
                asked.under_way(service)
                ends(judge, service)
                asking.result()
            _is_done(judge, service.stop().code)


def _is_done(judge: Judge, code: int | None) -> None:
    judge.that(
        code == 0,
        called="SIGTERM, with which a system asks a program to end",
        got=f"exit code {code}",
        expected="exit code 0",
        likely="let it end by itself: once the door, the connections and the crew are closed, "
        "nothing keeps it alive.",
    )


def stream() -> None:
    """Rows are asked for as fast as they are read; a customer who leaves ends them."""
    with judging("E3: rows are computed as they are read, and no more") as judge:
        with asked.serve(rows="many_rows.mjs") as service, closing(Reader(service)) as reader:
            head = reader.first()
            called = "GET /halls/7/rows of a hall of 4,000 long rows"
            judge.that(
                b" 200 " in head and b'{"row":1,' in head and b"application/x-ndjson" in head.lower(),
                called=f"{called}, the first 1,000 bytes",
                got=repr(head[:160].decode(errors="replace")),
                expected="status 200, Content-Type: application/x-ndjson, and the first row",
                likely=causes.why_this_head(head),
            )
            rows = asked.settled(service)
            judge.that(
                rows <= causes.AHEAD,
                called=f"{called}, by a customer who reads 1,000 bytes and pauses",
                got=f"{rows:,} rows asked for",
                expected="a part of them, as far as the system's buffers reach",
                likely=causes.why_all(rows),
            )
            reader.close()
            judge.that(
                asked.ended(service),
                called=f"{called}, by a customer who hangs up in the middle",
                got="the rows are still waiting to be asked for",
                expected="their end: `finally` in rows() runs",
                likely="it waits for a `drain` that never comes; `pipeline` ends the generator.",
            )
            alive = Exchange("it lives", get("/healthz"), Answer(200))
            keeps(judge, service, Contract("after a customer has hung up", [alive]))


def stream_to_the_end() -> None:
    """A slow customer gets each row; two at once get theirs."""
    with judging("E3: rows are computed as they are read, and no more") as judge:
        with asked.serve(rows="many_rows.mjs") as service, closing(Reader(service)) as reader:
            reader.first()
            asked.settled(service)
            lines = reader.rest().splitlines()
        numbers: list[object] = []
        with suppress(ValueError):
            numbers = [json.loads(line).get("row") for line in lines]
        judge.that(
            numbers == list(range(1, causes.ROWS + 1)),
            called="GET /halls/7/rows of a hall of 4,000 long rows, by a slow customer",
            got=f"{len(lines):,} lines, the last of them {lines[-1][:40].decode()!r}" if lines else "",
            expected="4,000 lines, one for each row, in their order",
            likely="a row that `write` did not take at once is taken all the same: send no row "
            "twice, and leave none out.",
        )
        two = [seatmap.all_rows(12), seatmap.all_rows(31)]
        with asked.serve() as service:
            keeps(judge, service, Contract("rows", [AtOnce("two halls", two)]))
