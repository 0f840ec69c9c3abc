"""The contract, asked of a service step by step, each whatever came of those before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labs.judges import CheckFailed, Judge
from labs.judges.contracts.quotes import contract
from labs.judges.wire import Contract, keeps
from labs.languages import Language

SHOWN = 92
"""Characters of a line."""


@dataclass(frozen=True)
class Asked:
    """One step, and what was wrong with its answer: sent, got, expected, likely; or nothing."""

    number: int
    about: str
    wrong: Mapping[str, str]

    @property
    def kept(self) -> bool:
        return not self.wrong


def asked(language: type[Language], program: str, seed: int = 1) -> list[Asked]:
    """Serve the program, and ask it all steps. Raises what `serve` raises."""
    with language.serve(program) as service:
        found = []
        for number, step in enumerate(contract(seed).steps, 1):
            try:
                keeps(Judge("the contract"), service, Contract("quotes", [step]))
                wrong: Mapping[str, str] = {}
            except CheckFailed as failure:
                wrong = failure.parts
            found.append(Asked(number, step.about, wrong))
        return found


def kept(steps: Sequence[Asked]) -> int:
    """How many of the steps are as the contract has them."""
    return sum(step.kept for step in steps)


def tell(steps: Sequence[Asked]) -> None:
    """Print what is broken: each likely cause once, with its steps and the first answer."""
    print(f"kept: {kept(steps)} of {len(steps)} steps")
    broken = [step for step in steps if not step.kept]
    for cause in dict.fromkeys(_cause(step) for step in broken):
        same = [step for step in broken if _cause(step) == cause]
        numbers = ", ".join(str(step.number) for step in same)
        print(f"\n{'step' if len(same) == 1 else 'steps'} {numbers}: {cause}")
        sent = same[0].wrong["sent"].splitlines()[0]
        for label, text in (
            ("sent", sent.removeprefix("POST /quotes ")),
            ("got", same[0].wrong["got"]),
            ("expected", same[0].wrong["expected"]),
        ):
            print(f"   {label:<9}{text:.{SHOWN - 12}}")


def _cause(step: Asked) -> str:
    place, _, _ = step.wrong["got"].rpartition(": ")
    return step.wrong.get("likely") or place or step.about
