"""Runs what the learner wrote in Node: by a program beside this file, which reports what it did."""

from collections.abc import Sequence
from pathlib import Path

from labs.judges import Judge
from labs.judges.asking import asked
from labs.languages import Node
from labs.units.j02_7.reports import Report

_HERE = Path(__file__).parent


def reports_of(judge: Judge, answer: str, harness: str, seasons: Sequence[object]) -> list[Report]:
    """What the harness, which imports the answer, reports of it for each season.

    One start of Node serves all seasons. Raises CheckFailed if a program fails, NotWrittenError
    if the answer's cell was not run.
    """
    with judge.calling(f"{harness}, the check's, which imports {answer}"):
        reports: list[Report] = asked(Node, _HERE / harness, answer, given=seasons)
    return reports
