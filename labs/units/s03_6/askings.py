"""Who asks for a token, and when."""

from collections.abc import Sequence

from labs.units.s03_6.limits import Policy, Taken
from labs.units.s03_6.rush import Span

Asked = Sequence[tuple[str, int]]
"""Caller and millisecond, in the order in which they come."""

TEN = Policy("partner", limit=10, seconds=1, burst=3)
SEVEN = Policy("reports", limit=7, seconds=60, burst=2)
SLOW = Policy("reports", limit=1, seconds=60, burst=20)
TWO_SHOPS = Policy("two shops", limit=7, seconds=60, burst=20)

A_MORNING: Asked = (
    ("kirkwall", 5_000),
    ("kirkwall", 5_000),
    ("kirkwall", 5_030),
    ("kirkwall", 5_060),
    ("stromness", 5_060),
    ("kirkwall", 5_099),
    ("kirkwall", 5_100),
    ("kirkwall", 5_110),
    ("kirkwall", 5_150),
    ("kirkwall", 9_000),
    ("kirkwall", 9_000),
    ("kirkwall", 9_000),
    ("kirkwall", 9_001),
    ("kirkwall", 8_800),
    ("kirkwall", 9_090),
    ("kirkwall", 9_101),
    ("kirkwall", 8_900),
    ("kirkwall", 9_201),
    ("kirkwall", 9_260),
    ("stromness", 9_300),
)
"""For TEN: one whole token exactly, two callers, a pause, a clock that is behind."""

SINCE_1970 = 1_796_083_258_000

AN_HOUR: Asked = tuple(
    (caller, SINCE_1970 + at)
    for caller, at in (
        ("Hoy & Söhne", 0),
        ("Hoy & Söhne", 1),
        ("Hoy & Söhne", 2),
        ("Hoy & Söhne", 8_571),
        ("Hoy & Söhne", 8_572),
        ("hoy", 8_573),
        ("Hoy & Söhne", 8_000),
        ("Hoy & Söhne", 17_142),
        ("Hoy & Söhne", 17_143),
        ("hoy", 17_144),
        ("Hoy & Söhne", 17_150),
        ("Hoy & Söhne", 10_000),
        ("Hoy & Söhne", 25_720),
        ("Hoy & Söhne", 300_000),
        ("Hoy & Söhne", 300_000),
        ("Hoy & Söhne", 300_000),
        ("Hoy & Söhne", 308_571),
        ("Hoy & Söhne", 308_572),
    )
)
"""For SEVEN: a token takes 8,571.4 ms; the time is that of a real clock."""

EACH_THIRD_SECOND: Asked = tuple(("Orkney", SINCE_1970 + 3_000 * n) for n in range(60))
"""For SEVEN: each pause brings 0.35 tokens, and such parts add up to a little less than a whole."""

TWENTY_SECONDS: Sequence[Span] = ((2_900, 4_400, 10), (9_500, 11_000, 10), (19_000, 20_000, 20))
THREE_MINUTES: Sequence[Span] = (
    (55_000, 70_000, 100),
    (118_000, 123_000, 100),
    (170_000, 180_000, 200),
)

TOLD: Sequence[Taken] = (
    Taken(admitted=True, left=2, wait=100),
    Taken(admitted=True, left=1, wait=70),
    Taken(admitted=True, left=0, wait=1),
    Taken(admitted=False, left=0, wait=100),
    Taken(admitted=False, left=0, wait=99),
    Taken(admitted=True, left=2, wait=100),
)
TOLD_ELSE: Sequence[Taken] = (
    Taken(admitted=False, left=0, wait=8_572),
    Taken(admitted=False, left=0, wait=8_000),
    Taken(admitted=False, left=0, wait=7_001),
    Taken(admitted=True, left=0, wait=999),
    Taken(admitted=True, left=12, wait=1_000),
    Taken(admitted=True, left=1, wait=60_001),
    Taken(admitted=True, left=1, wait=1_499),
    Taken(admitted=False, left=0, wait=1_001),
)
"""What requests are told, one after another."""
