"""A season to load into any store: its size decides which counts grow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

VENUE = "Gantry Loft"
_TITLES = ("Dido", "The Tempest", "Volpone", "Medea", "Faust", "Ubu", "Electra", "Phaedra")
_PENCE = (1500, 2500, 3500)


class Sale(NamedTuple):
    """One seat, sold for one evening."""

    performance: int
    seat: int
    title: str
    pence: int


@dataclass(frozen=True)
class VenueSeason:
    """Evenings at one venue, numbered from 1; the shows take turns, and so do the sales."""

    evenings: int = 40
    shows: int = 8
    sales: int = 400

    def __post_init__(self) -> None:
        """Raises ValueError unless 1 ≤ shows ≤ 8, and every show has an evening and a sale."""
        if not 1 <= self.shows <= min(len(_TITLES), self.evenings, self.sales):
            raise ValueError(f"{self}: each of 1 to {len(_TITLES)} shows needs an evening, a sale.")

    @property
    def titles(self) -> tuple[str, ...]:
        return _TITLES[: self.shows]

    def title(self, performance: int) -> str:
        return _TITLES[(performance - 1) % self.shows]

    def starts(self, performance: int) -> str:
        return f"2026-{1 + (performance - 1) // 28 % 12:02}-{1 + (performance - 1) % 28:02}T19:30"

    def prices(self) -> dict[str, int]:
        return dict(zip("CBA", _PENCE, strict=True))

    def reviews(self, performance: int) -> list[str]:
        return [f"{self.title(performance)}: {stars} stars" for stars in (4, 5)]

    def every_sale(self) -> Iterator[Sale]:
        for number in range(self.sales):
            performance, seat = 1 + number % self.evenings, 1 + number // self.evenings
            yield Sale(performance, seat, self.title(performance), _PENCE[number % 3])
