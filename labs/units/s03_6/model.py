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
    clock: Literal["newest", "given", "moves back"] = "newest"
    level: int = -1
    at: int = -1

    def asks(self, now: int) -> Taken:
        """One token is asked for at this millisecond."""
        a_token, full = self.policy.seconds * 1_000, self.policy.burst * self.policy.seconds * 1_000
        if self.at < 0:
            self.level, self.at = full if self.starts_full else 0, now
        newest = now if self.clock == "given" else max(now, self.at)
        self.level += (newest - self.at) * self.policy.limit
        if self.capped:
            self.level = min(full, self.level)
        if not self.forgets_when:
            self.at = newest if self.clock == "newest" else now
        admitted = self.level > a_token if self.needs_more else self.level >= a_token
        if admitted or self.refused_take:
            self.level -= a_token
        missing = a_token - self.level % a_token
        return Taken(admitted, self.level // a_token, -(-missing // self.policy.limit))


Slip = Mapping[str, Any]

SLIPS: Sequence[tuple[Slip, str]] = (
    ({"starts_full": False}, "a caller who is new has a full bucket: HMGET gives false for him."),
    ({"capped": False}, "after a pause there is more in it than burst: math.min(full, …)."),
    ({"needs_more": True}, "one whole token is enough: >=, not >."),
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
)


def cause_of(policy: Policy, asked: Sequence[tuple[str, int]], got: Sequence[Taken]) -> str:
    """The first slip that explains all of these answers, if one does."""
    for slip, cause in SLIPS:
        buckets: dict[str, Model] = {}
        told = [
            buckets.setdefault(caller, Model(policy, **slip)).asks(now) for caller, now in asked
        ]
        if [each.admitted for each in told] == [each.admitted for each in got]:
            return cause
    return ""
