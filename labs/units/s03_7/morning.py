"""Four minutes of tokens at boxoffice, one a second: a thief, a rotation, and a stolen key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from labs.units.s03_7.forging import stranger
from labs.units.s03_7.stage import SetClock, asked, identity, token_answer

FORGED, WITHDRAWN, SECONDS = 30, 150, 240
_numbers = count()


class Reader(Protocol):
    """Whoever reads tokens."""

    def claims(self, token: str) -> Mapping[str, Any] | None:
        """None: refused."""


MakeReader = Callable[[Callable[[], dict[str, Any]], Callable[[], float], str], Reader]


@dataclass(frozen=True)
class Morning:
    """What came of it."""

    fetches: list[int]
    """How many key sets were fetched, after each second."""
    good: int
    """Good tokens that were let in, of those that came."""
    refused: int
    """Good ones that were not."""
    stolen: int
    """Let in though their key was withdrawn."""


def four_minutes(make: MakeReader) -> Morning:
    """From second 30 on, each odd one brings an invented kid; at 150 identity withdraws its key.

    From then on the even ones bring, by turns, a token of the new key and one of the old.
    """
    clock, seen, fetches = SetClock(), 0, []

    def fetch() -> dict[str, Any]:
        nonlocal seen
        seen += 1
        told: dict[str, Any] = asked("GET", "/jwks.json")
        return told

    reader = make(fetch, clock, identity().url)
    old = new = token_answer()["access_token"]
    good = refused = stolen = 0
    for second in range(SECONDS):
        clock.now = second
        if second == WITHDRAWN:
            asked("POST", "/rotate?withdraw=true")
            new = token_answer()["access_token"]
        if second >= FORGED and second % 2:
            reader.claims(stranger(next(_numbers)))
        elif second > WITHDRAWN and second % 4 == 0:
            stolen += reader.claims(old) is not None
        elif reader.claims(new) is None:
            refused += 1
        else:
            good += 1
        fetches.append(seen)
    return Morning(fetches, good, refused, stolen)
