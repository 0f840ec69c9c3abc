"""What S01.1 asks of an answer: each check is one claim."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from copy import deepcopy
from dataclasses import asdict

from labs.judges import Judge, judging
from labs.judges.contracts import seatmap
from labs.judges.wire import Answer, Contract, Exchange, ends, get, keeps, overtakes
from labs.languages.served import Served
from labs.units.s01_1 import asked, causes, tables
from labs.units.s01_1.asked import Reader, Report, SlowPartner
from labs.units.s01_1.load import Budget, Row

Place = Callable[[Sequence[Row], Sequence[Budget], Sequence[str]], tables.Placement]

_DYING = 0.2
"""Seconds that a program may take to end because of a customer."""

_HELD, _QUICK = 2, 1
"""Halls of which no step of the contract's asks: of one, the crew keeps its answer back."""

_SEATS = 3
"""Together in the arena: a quarter of a second of computing."""


def before_all() -> None:
    """What a trial does once for all answers: start the partner, and work out what the cells of
    this unit ask for."""
    asked.partner()
    seatmap.best_seats(seatmap.ARENA, _SEATS)
    for seed in (3, 8):
        seatmap.contract(seed)
    for seed, others in ((1, False), (2, True), (3, True)):
        tables.trapped(seed, others=others)


# --- E1: placement ----------------------------------------------------------------------------


def placed(place: Place, seed: int, *, others: bool = False) -> None:
    """Each service has the best known of the runtimes that keep all its limits for sure."""
    with judging("E1: each service where its budget is kept for sure") as judge:
        given = tables.trapped(seed, others=others)
        case, right = deepcopy(given), tables.place(given)
        called = (
            f"place_services(table, budgets, known), {len(case.table)} rows, known = {case.known}"
        )
        with judge.calling(called, likely=causes.of_an_error):
            got = place(*case)
        judge.that(
            case == given,
            called=called,
            got="what it was given is no longer what it was",
            expected="all as it was: others read it, too",
            likely="`sort` and `remove` change the caller's own list; `sorted` makes another.",
        )
        judge.that(
            isinstance(got, dict) and got.keys() == right.keys(),
            called=called,
            got=f"{got!r:.120}",
            expected=f"a dict with the services {', '.join(right)}",
            likely=causes.of_no_dict(got, right),
        )
        for budget in case.budgets:
            judge.equal(
                got[budget.service],
                right[budget.service],
                called=f"{called}: {causes.in_words(budget)}",
                likely=causes.why_there(case, got, budget),
            )


# --- E2: a worker -----------------------------------------------------------------------------


USUAL, OTHER = causes.USUAL, causes.OTHER


def asks(cases: Sequence[causes.Talk]) -> None:
    """Each promise gets the answer to its own question, in whatever order answers come."""
    with judging("E2: everybody gets the answer to the own question") as judge:
        given = [asdict(case) for case in cases]
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


def _is_asked(judge: Judge, case: causes.Talk, said: Report) -> None:
    judge.that(
        said["kind"] == "function",
        called="asking(worker)",
        got=said["kind"],
        expected="a function that takes a question",
        likely="asking is called once for a worker; the function that it returns, many times.",
    )
    for number, (questions, outcomes) in enumerate(zip(case.asked, said["outcomes"], strict=True)):
        for place, (question, outcome) in enumerate(zip(questions, outcomes, strict=True)):
            wanted = case.wanted(number, place)
            told = {"gave", "error", "threw", *wanted}
            got = {k: v for k, v in outcome.items() if k in told}
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
    _keeps_nobody(judge, case, said)


def _keeps_nobody(judge: Judge, case: causes.Talk, said: Report) -> None:
    judge.that(
        2 * said["kept"] <= sum(map(len, case.asked)),
        called=f"ask, {case.about}, all of whom have their answers",
        got=f"{said['kept']} answers that are kept in memory for good",
        expected="none: who has an answer waits no longer",
        likely="take who is answered out of those who wait: waiting.delete(id).",
    )
    for event, listeners in said["listeners"]:
        judge.that(
            listeners <= 1,
            called=f"{max(map(len, case.asked))} questions, {case.about}",
            got=f'{listeners} listeners for "{event}" on one worker',
            expected="one, for all who wait",
            likely="`worker.on` or `once` stands in the function that asks: each question adds a "
            "listener, and none is ever taken away.",
        )


def moves(questions: Sequence[int]) -> None:
    """Each answer is right, carries its id, and is moved; an error is told, and no end."""
    with judging("E2: the worker moves its answers, and outlives an error") as judge:
        report = asked.ask(judge, "ask_free.mjs", "free_worker.mjs", questions)
        came = {message.get("id"): message for message in report["came"]}
        copied = {note["id"]: note["left"] for note in report["notes"] if "id" in note}
        for number, evenings in enumerate(questions):
            called = f'a message {{ id: "q{number}", question: {evenings} }}'
            message = came.get(f"q{number}")
            if message is None:
                _is_missing(judge, called, report)
            elif causes.is_no_count(evenings):
                _is_told(judge, called, message)
            else:
                _is_right(judge, called, message, evenings)
                left = copied.get(f"q{number}")
                judge.that(
                    left == 0,
                    called=called,
                    got=f"the worker still holds {left} bytes of the answer: they were copied",
                    expected="none: they are moved",
                    likely="postMessage takes a list of what to move as its second argument: "
                    "[answer.buffer].",
                )
        judge.equal(
            len(report["came"]),
            len(questions),
            called=f"{len(questions)} questions, and how many messages came",
            likely="after the error the program goes on, and answers a second time.",
        )


def _is_missing(judge: Judge, called: str, report: Report) -> None:
    died = next((note["died"] for note in report["notes"] if "died" in note), "")
    judge.that(
        False,
        called=called,
        got=died or f"no message with this id, but {report['came']!r:.100}",
        expected="an answer, or an error, with this id",
        likely=causes.why_no_answer(died, report),
    )


def _is_told(judge: Judge, called: str, message: Report) -> None:
    judge.that(
        str(message.get("error")).startswith("Invalid typed array length"),
        called=called,
        got=causes.message_in_words(message),
        expected='{ id, error: "Invalid typed array length: …" }',
        likely="what freeSeats throws is told by its message, a text: error.message.",
    )


def _is_right(judge: Judge, called: str, message: Report, evenings: int) -> None:
    count, total = causes.free(evenings)
    judge.that(
        (message.get("kind"), message.get("length"), message.get("sum"))
        == ("Uint32Array", count, total),
        called=called,
        got=causes.message_in_words(message),
        expected=f"a Uint32Array of {count} seats, whose numbers add up to {total}",
        likely=[
            ("error" in message, "moving failed: the list names what is moved, answer.buffer."),
            (True, "answer is what freeSeats(question) gives, as it is."),
        ],
    )


# --- E3: the service --------------------------------------------------------------------------


def contract(seed: int) -> None:
    """It keeps the contract, answers others while it computes for one, and ends at SIGTERM."""
    with judging("E3: repaired.mjs keeps the contract, and its loop free") as judge:
        alive = Exchange("it lives", get("/healthz"), Answer(200, {"status": "ok"}))
        arena = seatmap.best_seats(seatmap.ARENA, _SEATS)
        with asked.serve() as service:
            keeps(judge, service, seatmap.contract(seed))
            overtakes(judge, service, slow=arena, quick=alive)
            _is_done(judge, service)


def ends_well(seed: int) -> None:
    """Who is being served at SIGTERM is served by the crew; an idle customer holds up nobody."""
    with judging("E3: repaired.mjs keeps the contract, and its loop free") as judge:
        hall, seats = seed + 1, 2
        best = seatmap.best_seats(hall, seats).answer.json
        some = Contract("seatmap, other halls", seatmap.contract(seed).steps[4:10])
        path = f"/halls/{hall}/tonight?seats={seats}"
        with (
            SlowPartner() as partner,
            asked.serve(partner_url=partner.url, held=_HELD) as service,
            closing(Reader.idle(service)),
            ThreadPoolExecutor(1) as pool,
        ):
            keeps(judge, service, some)
            _ask_two(service, pool)
            asking = pool.submit(asked.answer_of, service, path)
            partner.is_asked.wait(asked.SECONDS)
            service.stop()
            judge.equal(
                asking.result(),
                best | {"seats_left": partner.LEFT},
                called=f"GET {path}, which waits for the partner when SIGTERM comes",
                likely="whoever is being served is served: end the crew when the last connection "
                "is closed, not before.",
            )
            _is_done(judge, service)
            _was_asked_at_once(judge, service)


def _ask_two(service: Served, pool: ThreadPoolExecutor) -> None:
    """About one hall while the crew keeps back its answer about another."""
    slow = pool.submit(asked.answer_of, service, _best(_HELD))
    asked.await_crew(service, f"is asked about {_HELD}")
    asked.answer_of(service, _best(_QUICK))
    slow.result()


def _best(hall: int) -> str:
    return f"/halls/{hall}/best?seats=2"


def _was_asked_at_once(judge: Judge, service: Served) -> None:
    """The crew, once for each question, and about the second before it has answered the first."""
    called = f"GET {_best(_HELD)}, and GET {_best(_QUICK)} while the crew works for the first"
    judge.equal(
        [asked.crew_lines(service, f"is asked about {hall}") for hall in (_HELD, _QUICK)],
        [1, 1],
        called=f"{called}: how often crew.best was called for each",
        likely="keep what the crew found: to call crew.best again computes it again.",
    )
    judge.that(
        not asked.crew_lines(service, "waited in vain"),
        called=called,
        got="crew.best for the second only once the first has its answer",
        expected="crew.best at once, for each: the crew has two workers",
        likely="whoever waits for the question before makes all halls wait for the arena.",
    )


def _is_done(judge: Judge, service: Served) -> None:
    ends(judge, service)
    code, told = service.stop().code, service.stdout
    judge.that(
        "crew 2 " not in told,
        called="all that was asked until now",
        got="`new Crew(…)` more than once",
        expected="the one crew of two workers, for everybody",
        likely="a worker takes longer to start than to compute an ordinary hall.",
    )
    judge.that(
        code != 0 or "crew 1 is ended" in told,
        called="SIGTERM, with which a system asks a program to end",
        got="an end, but nobody called crew.end()",
        expected="crew.end() once the last connection is closed, after which nothing is left to do",
        likely="`process.exit` ends whatever is going on: let the program end by itself.",
    )
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
    with (
        judging("E3: rows are counted as they are read, and no more") as judge,
        asked.serve(rows="many_rows.mjs") as service,
        closing(Reader(service, version="1.1")) as reader,
    ):
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
        judge.that(
            reader.piece < causes.TWO_ROWS,
            called=f"{called}, the first piece that is sent",
            got=f"{reader.piece:,} bytes, or {reader.piece // (causes.TWO_ROWS // 2)} rows",
            expected="one row",
            likely="rows are collected before they are sent: yield each line by itself.",
        )
        _ends_with_its_reader(judge, service, reader, called)


def _ends_with_its_reader(judge: Judge, service: Served, reader: Reader, called: str) -> None:
    left = f"{called}, by a customer who hangs up in the middle"
    reader.close()
    judge.that(
        asked.ended(service),
        called=left,
        got="the rows are still waiting to be asked for",
        expected="their end: `finally` in rows() runs",
        likely="it waits for a `drain` that never comes; `pipeline` ends the generator.",
    )
    with judge.calling(
        left,
        expected="a service that goes on",
        likely=lambda _: "a promise whose error nobody catches ends the program: await it.",
    ):
        service.check(_DYING)


def stream_to_the_end() -> None:
    """A slow customer gets each row."""
    with judging("E3: rows are counted as they are read, and no more") as judge:
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
            got=f"{len(lines):,} lines, the last of them {lines[-1][:40].decode()!r}"
            if lines
            else "",
            expected="4,000 lines, one for each row, in their order",
            likely="a row that `write` did not take at once is taken all the same: send no row "
            "twice, and leave none out.",
        )
