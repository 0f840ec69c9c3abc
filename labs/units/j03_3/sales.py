"""Sales of a season, as a database would hand them out: one by one, never all at once."""

from collections.abc import Iterator
from random import Random

COLUMNS = ("id", "seat", "pence", "buyer")
_BUYERS = (
    "Ada Brown",
    "O'Hara, Cem",
    'Dee "Dee" Ó Briain',
    "Zoë Györfi",
    "Eve Flett",
    "Åse 😀 Moe",
    "Ben\nSinclair",
)

Sale = tuple[int, str, int, str]


def season(rows: int, seed: int = 1) -> Iterator[Sale]:
    """So many sales: number, seat, pence, and who bought it. Each call gives a new iterator."""
    draw = Random(seed)  # noqa: S311 - no secret
    for number in range(1, rows + 1):
        seat = f"{draw.choice('ABCDEFGH')}{draw.randint(1, 40)}"
        yield number, seat, 50 * draw.randint(16, 90), draw.choice(_BUYERS)
