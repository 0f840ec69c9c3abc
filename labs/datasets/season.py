"""Venues, shows, performances and prices of a season, and the parties that sit in its seats."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from labs.datasets.chance import Chance
from labs.datasets.names import DIDO, EVENINGS, VENUES, titles

Scale = Literal["tiny", "lab"]

_FIRST_DAY = date(2026, 9, 1)  # a Tuesday; curtains rise from Tuesday to Saturday
_WEEKS_PER_SHOW = 4  # of which it plays two: no venue is ever booked twice

_WHOLE_HOUSE = 10_000
_DEMAND_BY_WEEKDAY = {1: 70, 2: 75, 3: 85, 4: 105, 5: 115}  # per cent, by date.weekday()
_DEMAND_BY_MONTH = {9: 90, 10: 95, 11: 100, 12: 120, 1: 75, 2: 85, 3: 95, 4: 100, 5: 95, 6: 85}
_PARTIES = (1, 2, 2, 2, 3, 4, 4, 6)  # seats booked together; on the average three
_MILLISEATS_PER_PARTY = 1_000 * sum(_PARTIES) // len(_PARTIES)


class Band(NamedTuple):
    """The seats of a venue that cost the same; A, in front, is dearest."""

    name: str
    seats: int


@dataclass(frozen=True)
class Performance:
    """One evening of a show."""

    id: int
    show_id: int
    venue_id: int
    day: date
    starts: str
    """ISO 8601, local time of the venue."""
    pence: dict[str, int]
    """The price of a seat in each band."""
    demand: int
    """How much of the house is sold, in ten-thousandths."""


Seat: TypeAlias = tuple[int, str, int]
"""Number, band and price in pence of a seat that is sold."""


class Party(NamedTuple):
    """Neighbouring seats that were booked together."""

    performance: Performance
    seats: list[Seat]


@dataclass(frozen=True)
class Season:
    """A season from September 2026; as it stands here, that of `core` at scale `lab`."""

    seed: int | str = 1
    venues: tuple[str, ...] = VENUES
    titles: tuple[str, ...] = titles(240, dido=(DIDO - 1) // EVENINGS + 1)
    planned: tuple[str, ...] = ()
    """Titles of shows that have no performance yet; their ids come after the others'."""
    evenings: int = EVENINGS
    part: int = 1
    """One `part`-th of the demand is sold."""
    not_on_sale: frozenset[int] = frozenset()
    """Performances of which no seat is sold."""
    customers: int = 20_000

    @cached_property
    def bands(self) -> dict[int, list[Band]]:
        """The bands of each venue, by its id, from the front to the back."""
        result = {}
        for venue_id in range(1, len(self.venues) + 1):
            seats = 60 + 10 * Chance("seats", self.seed, venue_id).below(25)
            front, back = seats // 5, 2 * seats // 5
            result[venue_id] = [Band("A", front), Band("B", seats - front - back), Band("C", back)]
        return result

    @cached_property
    def performances(self) -> list[Performance]:
        return [
            evening
            for show_id in range(1, len(self.titles) + 1)
            for evening in self._run(show_id, venue_id=(show_id - 1) % len(self.venues) + 1)
        ]

    def _run(self, show_id: int, venue_id: int) -> Iterator[Performance]:
        """The evenings of a show: one week or two, from Tuesday to Saturday."""
        chance = Chance("run", self.seed, show_id)
        first_id = (show_id - 1) * self.evenings + 1
        slot = (show_id - 1) // len(self.venues)
        first_week = slot * _WEEKS_PER_SHOW + chance.below(_WEEKS_PER_SHOW - 1)
        hour = chance.choice(("19:00", "19:30", "20:00"))
        cheapest = 800 + 100 * chance.below(17)
        is_dido = self.titles[show_id - 1] == "Dido"
        appeal = 95 if is_dido else 30 + chance.below(61)  # per cent of the house
        for evening in range(self.evenings):
            week, weekday = divmod(evening, 5)
            day = _FIRST_DAY + timedelta(weeks=first_week + week, days=weekday)
            busy = _DEMAND_BY_WEEKDAY[day.weekday()] * _DEMAND_BY_MONTH[day.month]
            late = 300 if weekday >= 3 else 0
            yield Performance(
                id=first_id + evening,
                show_id=show_id,
                venue_id=venue_id,
                day=day,
                starts=f"{day.isoformat()}T{hour}",
                pence={
                    "A": 2 * cheapest + late,
                    "B": 3 * cheapest // 2 + late,
                    "C": cheapest + late,
                },
                demand=min(appeal * busy // 100, _WHOLE_HOUSE),
            )

    def house(self, performance: Performance) -> list[Seat]:
        """Every seat of an evening, number 1 in front."""
        bands = self.bands[performance.venue_id]
        names = [band.name for band in bands for _ in range(band.seats)]
        return [(number, name, performance.pence[name]) for number, name in enumerate(names, 1)]

    def parties(self, performance: Performance) -> Iterator[Party]:
        """Along the seats, a gap and a party take turns: no seat can come up twice (INV-1)."""
        if performance.id in self.not_on_sale:
            return
        demand = performance.demand // self.part
        chance = Chance("tickets", self.seed, performance.id)
        house = self.house(performance)
        gaps = 2 * _MILLISEATS_PER_PARTY * (_WHOLE_HOUSE - demand) // demand + 1
        at = chance.below(gaps)
        while (first := at // 1_000) < len(house):
            size = chance.choice(_PARTIES)
            yield Party(performance, house[first : first + size])
            at += 1_000 * size + chance.below(gaps)


SEASONS: dict[Scale, Season] = {"tiny": Season(part=20, customers=1_500), "lab": Season()}
"""The season of `core`: the same at every scale but for customers, orders and tickets."""
