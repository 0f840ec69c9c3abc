"""The bucket as it should be, and as it is got wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from labs.units.s03_6.limits import Policy, Taken


@dataclass
class Model:
    """One bucket; all but `policy` are ways to get it wrong."""

    policy: Policy
    starts_full: bool = True
    capped: bool = True
    needs_more: bool = False
    refused_take: bool = False
    forgets_when: bool = False
    silent: bool = False
    clock: Literal["newest", "given", "moves back"] = "newest"
    level: int = -1
    at: int = -1

    def asks(self, now: int) -> Taken:
        """One token is asked for at this millisecond."""
        limit, a_token = self.policy.limit, self.policy.seconds * 1_000
        full = self.policy.burst * a_token
        if self.at < 0:
            self.level, self.at = full if self.starts_full else 0, now
        newest = now if self.clock == "given" else max(now, self.at)
        level = self.level + (newest - self.at) * limit
        if self.capped:
            level = min(full, level)
        admitted = level > a_token if self.needs_more else level >= a_token
        if admitted or self.refused_take:
            level -= a_token
        if admitted or not self.silent:
            self.level = level
            if not self.forgets_when:
                self.at = newest if self.clock == "newest" else now
        return Taken(admitted, level // a_token, -(-(a_token - level % a_token) // limit))


Slip = Mapping[str, Any]

SLIPS: Sequence[tuple[Slip, str]] = (
    ({"starts_full": False}, "a caller who is new has a full bucket: HMGET gives false for him."),
    ({"capped": False}, "after a pause there is more in it than burst: math.min(full, …)."),
    ({"needs_more": True}, "one whole token is enough: >=, not >, in whole units."),
    ({"refused_take": True}, "who is refused takes nothing."),
    ({"forgets_when": True}, "keep the new `at`, too: the same time is counted again and again."),
    (
        {"clock": "given"},
        "this clock is behind the newest one, which took tokens away: an earlier `now` counts as "
        "`at`.",
    ),
    (
        {"clock": "moves back"},
        "`at` went back with a clock that is behind, and the same time is counted twice: keep the "
        "newest.",
    ),
    ({"silent": True}, "a refused request was seen, too: keep level and `at` then as well."),
)


def cause_of(policy: Policy, asked: Sequence[tuple[str, int]], got: Sequence[Taken]) -> str:
    """The first slip that explains all of these answers, or who was admitted; or nothing."""
    told = [(_answers(policy, slip, asked), cause) for slip, cause in SLIPS]
    whole = [cause for answers, cause in told if answers == list(got)]
    admitted = [each.admitted for each in got]
    partly = [cause for answers, cause in told if [a.admitted for a in answers] == admitted]
    right = [each.admitted for each in _answers(policy, {}, asked)] == admitted
    return next(iter(whole if right else [*whole, *partly]), "")


def _answers(policy: Policy, slip: Slip, asked: Sequence[tuple[str, int]]) -> list[Taken]:
    buckets: dict[str, Model] = {}
    return [buckets.setdefault(caller, Model(policy, **slip)).asks(now) for caller, now in asked]
