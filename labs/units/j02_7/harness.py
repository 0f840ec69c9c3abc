"""Runs what the learner wrote in Node: by a program beside this file, which reports what it did."""

import json
from collections.abc import Sequence
from pathlib import Path

from labs.judges import Judge
from labs.languages import Node, programs
from labs.units.j02_7.reports import Report


def reports_of(judge: Judge, answer: str, harness: str, seasons: Sequence[object]) -> list[Report]:
    """What the harness, which imports the answer, reports of it for each season.

    One start of Node serves all seasons. Raises CheckFailed if a program fails, NotWrittenError
    if the answer's cell was not run.
    """
    if answer not in programs.written():
        Node.run(answer)
    programs.write(harness, Path(__file__).with_name(harness).read_text(encoding="utf-8"))
    with judge.calling(f"{harness}, the check's, which imports {answer}"):
        reports: list[Report] = Node.run(harness, stdin=json.dumps(seasons)).json()
    return reports
