"""Invented venues and titles; the story's *Dido* is among them."""

from itertools import product

from labs.datasets.chance import Chance

DIDO = 1851
"""The id of the premiere of *Dido*, which is the most read page of popularity 1."""

EVENINGS = 10
"""Every show is played on ten evenings, with neighbouring ids."""

VENUES = (
    "Alderbank Playhouse",
    "Bellweather Hall",
    "Candlewick Yard",
    "Dunmarrow Theatre",
    "Eastmere Assembly Rooms",
    "Fennel Street Studio",
    "Gantry Loft",
    "Hobbin Lane Theatre",
    "Ironbell Works",
    "Jessamy Hall",
    "Kestrel Row Theatre",
    "Larkmoor Playhouse",
    "Millrace Studio",
    "Netherby Rooms",
    "Oxbow Theatre",
    "Pennywhistle Club",
    "Quillon House",
    "Ropemaker Yard",
    "Saltmarsh Hall",
    "Thistledown Theatre",
    "Underbridge Club",
    "Vellum Street Studio",
    "Wharfinger Hall",
    "Yarrow Playhouse",
)

_KINDS = (
    *("Borrowed", "Copper", "Crooked", "Distant", "Drowned", "Forgotten", "Midnight", "Painted"),
    *("Paper", "Patient", "Quiet", "Salt", "Tin", "Wandering", "Winter"),
)
_THINGS = (
    *("Clockmaker", "Comet", "Ferryman", "Harbour", "Inheritance", "Island", "Lantern", "Letter"),
    *("Lighthouse", "Meadow", "Miller", "Orchard", "Procession", "Sparrow", "Staircase", "Weaver"),
)


def titles(n: int, *seed: str | int, dido: int) -> tuple[str, ...]:
    """`n` titles, that of show 1 first; show number `dido` is *Dido*. At most 240."""
    invented = [f"The {kind} {thing}" for kind, thing in product(_KINDS, _THINGS)]
    result = Chance("titles", *seed).shuffled(invented)[:n]
    result[dido - 1] = "Dido"
    return tuple(result)
