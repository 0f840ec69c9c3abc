"""What S01.2 stands on: programs that ask programs, and what the partner saw of an import."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from labs.judges.asking import asked
from labs.judges.wire.gauge import Gauge, Seen
from labs.languages import GoRace, Node, programs
from labs.servers import Service

Report = dict[str, Any]

_AT_ONCE = {"GORACE": "halt_on_error=1 atexit_sleep_ms=0"}
"""A program that has ended need not wait a second for reports of races that come late."""

GONE, SILENT = 12, 3
"""Halls of the checks' partner: one that has left for good, and one that never answers."""

_IDLE = 3.0
"""Seconds until a partner must have nothing to do any more."""

PROGRAMS = Path(__file__).with_name("programs")


@cache
def partner() -> Service:
    """A partner of the checks' own, for as long as this process lives."""
    faults = {"PARTNER_GONE": str(GONE), "PARTNER_SILENT": str(SILENT)}
    return Service.start("partner", PARTNER_DELAY_MS="5", PARTNER_AT_ONCE="1000", **faults)


def http() -> httpx.AsyncClient:
    """A client of that partner."""
    # Neither a proxy for the outside world nor its certificates, which take a tenth of a second.
    return httpx.AsyncClient(base_url=partner().url, trust_env=False, verify=False)  # noqa: S501


def fresh_gauge() -> Gauge:
    """The gauge of that partner, set to nothing once it has nothing to do."""
    gauge = Gauge(partner().url)
    idle(gauge)
    gauge.reset()
    return gauge


def idle(gauge: Gauge) -> Seen:
    """What the gauge shows when nothing is under way any more, or after some seconds."""
    deadline = time.monotonic() + _IDLE
    while (seen := gauge.read()).now and time.monotonic() < deadline:
        time.sleep(0.01)
    return seen


class Call(NamedTuple):
    """One call, as the partner's log has it; milliseconds since the log was begun."""

    hall: int
    began_ms: float
    ended_ms: float
    status: int
    """410: the hall is gone; 499: the caller has hung up."""


@contextmanager
def log_of(partner: Service) -> Iterator[list[Call]]:
    """`with log_of(partner) as calls:` has the calls of the block once it has ended."""
    calls: list[Call] = []
    with partner.client() as client:
        client.delete("/gauge").raise_for_status()
        try:
            yield calls
        finally:
            deadline = time.monotonic() + _IDLE
            while client.get("/gauge").json()["now"] and time.monotonic() < deadline:
                time.sleep(0.01)
            log = client.get("/gauge/calls").json()
            calls += sorted((Call(**call) for call in log), key=lambda call: call.began_ms)


def in_vain(calls: Sequence[Call]) -> list[Call]:
    """Those that began after a hall had said that it is gone."""
    gone = min(call.ended_ms for call in calls if call.status == HTTPStatus.GONE)
    return [call for call in calls if call.began_ms > gone]


def ask_stream(**scenarios: object) -> Report:
    """What stream.mjs does in these scenarios; see ask_stream.mjs.

    Raises NotWrittenError or ProgramError, in the learner's line, if it cannot be run.
    """
    asking = PROGRAMS / "ask_stream.mjs"
    report: Report = asked(Node, asking, "stream.mjs", given=scenarios)
    return report


def run_pool(program: str, scenarios: Sequence[Mapping[str, object]]) -> list[Report]:
    """What importHalls of this program does in each scenario, by GoRace; see run_pool.go.

    Raises NotWrittenError or ProgramError, in the learner's line, if it cannot be run or races.
    """
    main = _main_of(program, "run_pool.go")
    reports: list[Report] = GoRace.run(main, stdin=json.dumps(scenarios), env=_AT_ONCE).json()
    return reports


def race(program: str, halls: int, workers: int) -> Report:
    """What importHalls of this program finds, by GoRace, with calls that share nothing.

    Raises what `run_pool` raises: ProgramError, if goroutines race.
    """
    return run_pool(program, [racing(halls, workers)])[0]


def racing(halls: int, workers: int) -> Report:
    """The scenario of so many halls whose calls share nothing; see run_pool.go."""
    return {"Halls": list(range(1, halls + 1)), "Workers": workers, "Racing": True}


def import_pool(program: str, url: str, halls: range, workers: int, times: int) -> list[Report]:
    """What importHalls of this program does at the partner, by GoRace; see import_pool.go.

    A report for each import, and before the first: `Found`, `Error`, `Goroutines`. Raises
    NotWrittenError or ProgramError, in the learner's line, if it cannot be run.
    """
    main = _main_of(program, "import_pool.go")
    arguments = url, halls[0], halls[-1], workers, times
    reports: list[Report] = GoRace.run(main, *arguments, env=_AT_ONCE).json()
    return reports


def _main_of(program: str, main: str) -> str:
    """The name of a program: a main of this room with importHalls of that one."""
    if program not in programs.written():
        GoRace.run(program)  # says that its cell was not run
    stem, name = program.partition(".")[0], main.replace("pool", program.partition(".")[0])
    programs.write(name, f"// with {stem}\n{_text(main)}")
    return name


def _text(name: str) -> str:
    return (PROGRAMS / name).read_text(encoding="utf-8")
