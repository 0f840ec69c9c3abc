"""Every answer that a unit is judged by, tried at once: its setup cells run once for all."""

from collections.abc import Sequence
from itertools import chain

from labs.course.units import Unit
from labs.proof.answers import read_answers
from labs.proof.mutants import Mutant
from labs.proof.shared_servers import shared_servers
from labs.proof.trial import alone, exercises, reference, stub, try_out
from labs.proof.verdicts import Verdict


def verdicts(unit: Unit, edits: Sequence[Mutant]) -> dict[str, Verdict]:
    """By the variant's name: the reference, the stub, each exercise alone, the answers that are
    kept beside the unit, and these edits.

    The variants share servers, each with a database of its own there: a start for each takes as
    long as all the rest. Gate 1 and stock nbgrader judge with servers of the unit's own. Raises
    TrialError if the unit cannot be tried, and AnswersError for an answer that fits nothing.
    """
    kept = read_answers(unit)
    variants = [
        reference(),
        stub(unit),
        *(alone(unit, name) for name in exercises(unit)),
        *(answer.variant for answer in chain(kept.wrong, kept.right)),
        *(mutant.variant for mutant in edits),
    ]
    with shared_servers(unit) as addresses:
        return {verdict.name: verdict for verdict in try_out(unit, variants, addresses)}
