"""What an exercise is judged with: checks, their messages, and counters."""

from labs.judges.counters import CountingOrigin, commands
from labs.judges.judge import CheckFailed, Judge, Likely, judging
from labs.judges.machines import Difference, agree
from labs.judges.races import Race, races
from labs.judges.refusals import (
    Attack,
    Kind,
    Refusal,
    attempt,
    database_of,
    insert,
    judge_accepted,
    judge_attack,
    judge_never_null,
)
from labs.judges.relations import Relation, Relations, relations
from labs.judges.sqlite_causes import sqlite_causes
from labs.judges.statements import Recorded, Statement, Statements, statements
from labs.judges.unknown_names import tell_in_notebook

__all__ = [
    "Attack",
    "CheckFailed",
    "CountingOrigin",
    "Difference",
    "Judge",
    "Kind",
    "Likely",
    "Race",
    "Recorded",
    "Refusal",
    "Relation",
    "Relations",
    "Statement",
    "Statements",
    "agree",
    "attempt",
    "commands",
    "database_of",
    "insert",
    "judge_accepted",
    "judge_attack",
    "judge_never_null",
    "judging",
    "races",
    "relations",
    "sqlite_causes",
    "statements",
]

tell_in_notebook()
