"""The calls of E2's functions that J01.5 tries: what is given, and how the tasks end."""

from collections.abc import Sequence
from typing import NamedTuple

End = tuple[int, bool]
"""Which task ends, by the number in which it began, from 0, and whether well."""


class Many(NamedTuple):
    """A call of mapLimit, and how its tasks end."""

    items: Sequence[int]
    limit: int
    ends: Sequence[End]
    beside: bool = False
    """Whether another call begins when the first task has ended."""

    def called(self, steps: int | None = None) -> str:
        """Such as `mapLimit([3, 12], 2, task); 12 ends`, when so many tasks have ended, or all."""
        told = ", ".join(
            f"{self.items[number]} {'ends' if well else 'fails'}"
            for number, well in self.ends[:steps]
        )
        shown = f"mapLimit({list(self.items)}, {self.limit}, task)"
        beside = "; then another call begins" if self.beside else ""
        return f"{shown}{f'; {told}' if told else ''}{beside}"

    def begun(self) -> list[int]:
        """How many tasks ought to have begun, at first and after each end."""
        counts, is_whole = [min(self.limit, len(self.items))], True
        for _, well in self.ends:
            is_whole = is_whole and well
            counts.append(min(counts[-1] + is_whole, len(self.items)))
        return counts


class Retry(NamedTuple):
    """A call of retry: the error of each attempt (None: it goes well), how many are allowed."""

    ends: Sequence[str | None]
    times: int
    beside: bool = False
    """Whether another call is under way."""

    def called(self) -> str:
        """Such as `retry(task, 3), where task fails with 503, then gives 0`."""
        told = [f"fails with {end}" if end else "gives 0" for end in self.ends]
        shown = told if len(told) < 5 else [f"fails {len(told) - 1} times", told[-1]]
        beside = ", while another call is under way" if self.beside else ""
        return f"retry(task, {self.times}), where task {', then '.join(shown)}{beside}"
