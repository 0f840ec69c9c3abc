"""What S01.5's site and hall see."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

from labs.units.s01_5 import site
from labs.units.s01_5.stage import Hall


class Keeps:
    """Keeps each map for ever, and draws by the loop."""

    def __init__(self, draw: Callable[[int], str], pool: Executor, most: int) -> None:
        self._draw = draw
        self.kept: dict[str, str] = {}

    async def page(self, performance: int, visitor: str) -> str:
        self.kept[visitor] = self._draw(performance)
        return self.kept[visitor]


def test_a_hall_sees_what_is_held_and_where_it_is_drawn() -> None:
    hall = Hall(slow=[1])

    async def ask() -> None:
        maps = hall.open(Keeps, 1)
        async with hall.heart():
            for visitor in ("Ada", "Ben"):
                await hall.ask(maps, 1, visitor)
        assert (hall.maps_alive, hall.visitors_alive) == (2, 2)

    asyncio.run(ask())
    assert hall.frozen
    assert hall.elsewhere
    assert (hall.maps_alive, hall.visitors_alive) == (0, 0)


def test_a_morning_sees_memory_that_is_kept() -> None:
    seen = site.morning(Keeps)
    assert seen.answered == len(site.VISITS)
    assert seen.kept_mb > 2
    assert "pages 40 of 40" in str(seen)
