"""D1: venues, shows, performances, prices, and the tickets sold for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from labs.datasets.chance import Chance
from labs.datasets.names import DIDO, EVENINGS, VENUES, titles

Scale = Literal["tiny", "lab"]

SEED = 1
_FIRST_DAY = date(2026, 9, 1)  # a Tuesday; curtains rise from Tuesday to Saturday
_WEEKS_PER_SHOW = 4  # of which it plays two: no venue is ever booked twice

_WHOLE_HOUSE = 10_000
_LAB_TICKETS_PER_TINY_TICKET = 20
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


class Season:
    """The season 2026/27, the same at every scale but for the number of tickets."""

    @cached_property
    def bands(self) -> dict[int, list[Band]]:
        """The bands of each venue, by its id, from the front to the back."""
        result = {}
        for venue_id in range(1, len(VENUES) + 1):
            seats = 60 + 10 * Chance("seats", SEED, venue_id).below(25)
            front, back = seats // 5, 2 * seats // 5
            result[venue_id] = [Band("A", front), Band("B", seats - front - back), Band("C", back)]
        return result

    @cached_property
    def performances(self) -> list[Performance]:
        return [
            evening
            for show_id in range(1, len(titles()) + 1)
            for evening in self._run(show_id, venue_id=(show_id - 1) % len(VENUES) + 1)
        ]

    def _run(self, show_id: int, venue_id: int) -> Iterator[Performance]:
        """The ten evenings of a show: two weeks, from Tuesday to Saturday."""
        chance = Chance("run", SEED, show_id)
        first_id = (show_id - 1) * EVENINGS + 1
        slot = (show_id - 1) // len(VENUES)
        first_week = slot * _WEEKS_PER_SHOW + chance.below(_WEEKS_PER_SHOW - 1)
        hour = chance.choice(("19:00", "19:30", "20:00"))
        cheapest = 800 + 100 * chance.below(17)
        appeal = 95 if first_id == DIDO else 30 + chance.below(61)  # per cent of the house
        for evening in range(EVENINGS):
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

    def tickets(self, scale: Scale) -> Iterator[tuple[int, int, str, int]]:
        """Performance id, seat, band, pence of each seat sold.

        Along the seats, a gap and a party take turns: no seat can come up twice (INV-1).
        """
        part = _LAB_TICKETS_PER_TINY_TICKET if scale == "tiny" else 1
        for performance in self.performances:
            id_, demand = performance.id, performance.demand // part
            chance = Chance("tickets", SEED, id_)
            seats = [
                (seat_band.name, performance.pence[seat_band.name])
                for seat_band in self.bands[performance.venue_id]
                for _ in range(seat_band.seats)
            ]
            gaps = 2 * _MILLISEATS_PER_PARTY * (_WHOLE_HOUSE - demand) // demand + 1
            at = chance.below(gaps)
            while (seat := at // 1_000) < len(seats):
                party = chance.choice(_PARTIES)
                for number, (band, pence) in enumerate(seats[seat : seat + party], seat + 1):
                    yield id_, number, band, pence
                at += 1_000 * party + chance.below(gaps)

    def rows(self, scale: Scale) -> Iterator[tuple[str, Iterator[tuple[int | str, ...]]]]:
        """The tables of core.sql in an order in which no row refers to one that comes later."""
        evenings = self.performances
        yield "venue", iter(enumerate(VENUES, 1))
        yield "venue_band", ((id_, *band) for id_, bands in self.bands.items() for band in bands)
        yield "show", iter(enumerate(titles(), 1))
        yield "performance", ((e.id, e.show_id, e.venue_id, e.starts) for e in evenings)
        yield "price", ((e.id, band, pence) for e in evenings for band, pence in e.pence.items())
        yield "ticket", self.tickets(scale)
