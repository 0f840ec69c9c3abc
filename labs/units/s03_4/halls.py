"""Seats with their prices, and what callers ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Hall:
    """One hall, and one caller of each kind."""

    prices: Mapping[str, int]
    sums: Sequence[Sequence[str]]
    """The seats of each sum."""
    most: Sequence[int]
    """Most pence, of callers one after another."""
    changes: Sequence[tuple[str, bool]]
    """A basket's, each with whether the seat is taken out; the first seat of the hall, which the
    other basket has, does not come first."""


STALLS = Hall(
    prices={"A1": 4_500, "A2": 4_500, "B1": 3_250, "C7": 1_800},
    sums=(("A1", "C7", "A1"),),
    most=(3_300,),
    changes=(("C7", False), ("B1", False), ("C7", False), ("A2", True), ("C7", True), ("B1", True)),
)
GALLERY = Hall(
    prices={"Loge 3": 0, "G10": 900, "G9": 901, "H1": 70_000},
    sums=(("H1", "G9", "Loge 3", "G10"), ("Loge 3",)),
    most=(900, 0),
    changes=(
        ("G10", False),
        ("Loge 3", False),
        ("G9", False),
        ("G10", True),
        ("G10", False),
        ("H1", False),
        ("Loge 3", True),
    ),
)
"""A free seat, and prices a penny above and below."""
