"""Runs what the learner wrote in Node: by a program beside this file, which reports what it did."""

from pathlib import Path

from labs.languages import Node, programs
from labs.units.j02_7.reports import Report


def report_of(
    answer: str, harness: str, *arguments: object, database: str = "", stdin: str = ""
) -> Report:
    """What the harness, which imports the answer, prints of it.

    Raises what Node.run raises, NotWrittenError if the answer's cell was not run.
    """
    if answer not in programs.written():
        Node.run(answer)
    programs.write(harness, Path(__file__).with_name(harness).read_text(encoding="utf-8"))
    done = Node.run(harness, *arguments, env={"DATABASE_URL": database}, stdin=stdin)
    report: Report = done.json()
    return report
