"""Random numbers that are the same on every platform and in every version of Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A seeded stream of integers.

    It takes raw bits alone: `getrandbits` is stable, while `shuffle`, `choice` and the
    distributions of `random` and of numpy may change from one version to the next.
    """

    def __init__(self, *seed: str | int) -> None:
        text = " ".join(map(str, seed))
        self._bits = random.Random(text).getrandbits  # noqa: S311 - data, not secrets

    def below(self, n: int) -> int:
        """An integer from 0 to n - 1."""
        return (self._bits(64) * n) >> 64

    def choice(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """A new list of the same items (Fisher-Yates)."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result
