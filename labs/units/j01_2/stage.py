"""What the notebook of J01.2 shows: a contract that is asked step by step, whatever comes back."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from labs.judges import CheckFailed, Judge
from labs.judges.wire import AtOnce, Contract, Step, keeps
from labs.languages import CompileError, TypeScript, programs
from labs.languages.served import Served

_WIDTH = 90

_OTHER = "≠"
"""In place of a status that is right, of an answer that is not."""


@dataclass(frozen=True)
class Outcome:
    """What came back at one step of a contract."""

    about: str
    kept: bool
    status: str = ""
    """Of an answer that is not the contract's; empty if there was none, or if it was kept."""
    got: str = ""
    """That answer, or why there was none."""

    @property
    def gone(self) -> bool:
        """Whether nobody answered."""
        return not (self.kept or self.status)


def in_words(step: Step) -> str:
    """What it is about, and what is sent, on one line."""
    if isinstance(step, AtOnce):
        return f"{step.about}: {len(step.exchanges)} requests at once"
    sent = step.request
    body = sent.body.decode() if sent.json is None else json.dumps(sent.json)
    return shorten(f"{step.about}: {sent} {body}", _WIDTH, placeholder=" …")


def ask(
    serve: Callable[[], Served], steps: Sequence[Step], *, again: bool = False
) -> list[Outcome]:
    """Ask a service each step, also after one that it did not keep.

    If it ends, nobody answers from then on, or it is started `again` for the next step.
    """
    outcomes = []
    service = serve()
    try:
        for step in steps:
            if again and not service.running:
                service = serve()
            outcomes.append(_asked(service, step))
    finally:
        service.stop()
    return outcomes


def _asked(service: Served, step: Step) -> Outcome:
    if not service.running:
        return Outcome(step.about, kept=False, got="there is no service any more")
    try:
        keeps(Judge(step.about), service, Contract("quotes", [step]))
    except CheckFailed as failed:
        got = failed.parts.get("got")
        if got is None:  # it has ended, and is stopped by now
            told = failed.parts["came back"].partition("\n")[0]
            return Outcome(step.about, kept=False, got=told.removeprefix("ProgramError: "))
        status = re.match(r"\d{3}\b", got)
        return Outcome(step.about, kept=False, status=status[0] if status else _OTHER, got=got)
    return Outcome(step.about, kept=True)


def refused_lines(program: str) -> list[str]:
    """The lines that tsc refuses: its first, then without that line its next, and so on."""
    source, found = programs.written()[program], []
    try:
        while True:
            try:
                TypeScript.ready(program)
            except CompileError as error:
                place = re.search(r"line (\d+) of the cell: (.*)", error.told)
                if place is None:
                    raise
                found.append(place[2])
                lines = programs.written()[program].splitlines()
                lines[int(place[1]) - 1] = ""
                programs.write(program, "\n".join(lines[1:]))
            else:
                return found
    finally:
        programs.write(program, source[1:])
