"""Flytower's jobs, as J02.6 shows them, and others under the same names."""

from collections.abc import Mapping
from typing import NamedTuple

from labs.units.j02_6.stores import VenueSeason

WORDS = {
    "trips": "round trips for a page",
    "written": "records for a rename",
    "twice": "sold twice, of ten",
    "wrong": "wrong sales, of ten",
    "lost": "lost by a kill, of ten",
    "sent": "records for the takings",
    "stale": "stale baskets, of ten",
}
"""What is counted under each name."""


class JobData(NamedTuple):
    """What the unit's `Job` is made of: what is not limited does not matter."""

    name: str
    season: VenueSeason
    limits: Mapping[str, int]

    def __str__(self) -> str:
        evenings, shows, sales = self.season.evenings, self.season.shows, self.season.sales
        limits = ", ".join(f"{measure} at most {most}" for measure, most in self.limits.items())
        season = f"{evenings} evenings, {shows} shows, {sales} sales"
        return f"{self.name}: {limits or 'no limits'}; {season}"


_THIS_YEAR = VenueSeason(evenings=40, shows=8, sales=400)
_NEXT_YEAR = VenueSeason(evenings=60, shows=5, sales=900)
_TRIAL = VenueSeason(evenings=6, shows=3, sales=30)
_LONE = VenueSeason(evenings=1, shows=1, sales=1)
_GALA = VenueSeason(evenings=7, shows=4, sales=45)

PAGES, REGISTER, BASKETS = "pages of the evenings", "register of venues", "visitors' baskets"
TAKINGS, WINDOWS, LEDGER = "Monday's takings", "ticket windows", "ledger of sales"
NAMES = (PAGES, REGISTER, BASKETS, TAKINGS, WINDOWS, LEDGER)

JOBS = [
    JobData(PAGES, _NEXT_YEAR, {"trips": 1, "written": 50}),
    JobData(REGISTER, _NEXT_YEAR, {"written": 60}),
    JobData(BASKETS, _NEXT_YEAR, {"stale": 3}),
    JobData(TAKINGS, _NEXT_YEAR, {"sent": 900}),
    JobData(WINDOWS, _NEXT_YEAR, {"twice": 0, "lost": 0}),
    JobData(LEDGER, _NEXT_YEAR, {"wrong": 0, "sent": 5}),
    JobData(PAGES, _THIS_YEAR, {"trips": 1, "written": 50}),
    JobData(REGISTER, _THIS_YEAR, {"written": 1}),
    JobData(BASKETS, _THIS_YEAR, {"stale": 0}),
    JobData(TAKINGS, _THIS_YEAR, {"sent": 10}),
    JobData(WINDOWS, _THIS_YEAR, {"twice": 0}),
    JobData(LEDGER, _THIS_YEAR, {"twice": 0, "wrong": 0, "lost": 0}),
    JobData(PAGES, _TRIAL, {"trips": 1, "written": 6, "twice": 0, "lost": 0}),
    JobData(TAKINGS, _TRIAL, {"trips": 2, "sent": 3}),
    JobData(LEDGER, _TRIAL, {"trips": 1, "wrong": 9}),
    JobData(LEDGER, _TRIAL, {"stale": 0, "wrong": 9}),
    JobData(REGISTER, _TRIAL, {"stale": 0, "written": 5}),
    JobData(WINDOWS, _TRIAL, {"trips": 1, "sent": 30, "stale": 0}),
]
"""Those of the text, next year's first, and some of a smaller season."""

OTHER_JOBS = [
    JobData(BASKETS, _LONE, {"trips": 1, "written": 1}),
    JobData(REGISTER, _LONE, {"written": 0}),
    JobData(PAGES, _LONE, {"trips": 0}),
    JobData(TAKINGS, _LONE, {"sent": 0}),
    JobData(WINDOWS, _GALA, {}),
    JobData(PAGES, _GALA, {"trips": 2, "written": 6}),
    JobData(REGISTER, _GALA, {"trips": 3, "written": 6, "sent": 4}),
    JobData(BASKETS, _GALA, {"stale": 9, "written": 7}),
    JobData(LEDGER, _GALA, {"stale": 10, "written": 1}),
    JobData(PAGES, _GALA, {"trips": 1, "sent": 4, "stale": 10}),
    JobData(TAKINGS, _GALA, {"sent": 3}),
    JobData(TAKINGS, _GALA, {"stale": 0, "sent": 44}),
    JobData(TAKINGS, _GALA, {"sent": 45, "stale": 0, "lost": 10}),
    JobData(WINDOWS, _GALA, {"stale": 0, "wrong": 10, "twice": 0}),
    JobData(WINDOWS, _GALA, {"trips": 1, "wrong": 10, "stale": 10}),
    JobData(BASKETS, _GALA, {"stale": 9, "lost": 9}),
    JobData(LEDGER, _GALA, {"trips": 1, "lost": 0, "twice": 0, "written": 7}),
]
"""The same names, other seasons and limits."""
