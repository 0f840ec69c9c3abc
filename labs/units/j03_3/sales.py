"""Sales of a season, as a database would hand them out: one by one, never all at once."""

from collections.abc import Iterator

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


def season(rows: int) -> Iterator[Sale]:
    """So many sales: number, seat, pence, and who bought it. Each call gives a new iterator."""
    for number in range(1, rows + 1):
        seat = f"{'ABCDEFGH'[number % 8]}{number * 7 % 40 + 1}"
        yield number, seat, 800 + number * 350 % 3_700, _BUYERS[number % len(_BUYERS)]
