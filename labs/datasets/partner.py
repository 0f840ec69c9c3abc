"""D3: what a partner venue sends every night. One listing in fourteen is wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from labs.datasets.chance import Chance
from labs.datasets.names import VENUES, titles
from labs.datasets.people import TOWNS

_PER_CENT_BAD = 7
_SHARES = {
    "price missing": 5,
    "price as text": 5,
    "price negative": 5,
    "price as float": 5,
    "unknown band": 3,
    "date not ISO": 3,
    "title blank": 3,
    "venue not an object": 3,
    "id repeated": 3,
}
"""Of 35 defective listings, so many have each defect."""

DEFECTS = tuple(_SHARES)
"""The nine names that `Listing.defect` can have."""

PRICE_DEFECTS = DEFECTS[:4]
"""Those in which one price is not a positive whole number of pence."""

_TAGS = ("drama", "opera", "dance", "family", "comedy", "new writing", "matinee", "relaxed")
_FIRST = datetime(2026, 9, 1, 19, 0)


@dataclass(frozen=True)
class Listing:
    """A document as it came, and which of DEFECTS was planted in it, if any."""

    document: dict[str, object]
    defect: str | None


def partner_feed(seed: int = 1, n: int = 5_000) -> list[Listing]:
    """`n` JSON documents of a partner's performances; 7 in 100 have one of nine defects.

    A good document: `id` (unique text), `title`, `venue` {`name`, `town`}, `starts` (ISO 8601),
    `prices` [{`band`: A, B or C, `pence`: positive integer}, one to three of them], `tags`
    (list, may be empty) and, in three of five, `rating` (0.5 to 5, in halves). Of the default
    5,000, 350 are defective, and 200 of these in a price. Each call gives new documents.
    Raises ValueError if `n` is negative.
    """
    if n < 0:
        raise ValueError(f"A feed cannot have {n} listings: n is their number, 0 or more.")
    chance = Chance("partner feed", seed)
    shows = titles(240, "partner feed", seed, dido=1)[1:]  # Dido is played by Flytower alone
    bad = n * _PER_CENT_BAD // 100
    deck = [defect for defect, share in _SHARES.items() for _ in range(share)]
    defects: list[str | None] = [deck[i * len(deck) // bad] for i in range(bad)]
    defects += [None] * (n - bad)
    ordered = defects[-1:] + chance.shuffled(defects[:-1])  # good first: an id to repeat
    feed: list[Listing] = []
    good_ids: list[object] = []
    for number, defect in enumerate(ordered, 1):
        document = _document(number, shows, chance)
        if defect is None:
            good_ids.append(document["id"])
        else:
            _spoil(document, defect, good_ids, chance)
        feed.append(Listing(document, defect))
    return feed


def _document(number: int, shows: tuple[str, ...], chance: Chance) -> dict[str, object]:
    cheapest = 800 + 50 * chance.below(35)
    bands = [("C", cheapest), ("B", cheapest + 450), ("A", cheapest + 900)][: 1 + chance.below(3)]
    starts = _FIRST + timedelta(days=chance.below(270), minutes=30 * chance.below(3))
    document: dict[str, object] = {
        "id": f"partner-{number:05}",
        "title": chance.choice(shows),
        "venue": {"name": chance.choice(VENUES), "town": chance.choice(TOWNS)},
        "starts": starts.isoformat(timespec="minutes"),
        "prices": [{"band": band, "pence": pence} for band, pence in reversed(bands)],
        "tags": chance.shuffled(_TAGS)[: chance.below(4)],
    }
    if chance.below(5) < 3:
        document["rating"] = (1 + chance.below(10)) / 2
    return document


def _spoil(document: dict[str, Any], defect: str, good_ids: list[object], chance: Chance) -> None:
    price = chance.choice(document["prices"])
    pence = price["pence"]
    match defect:
        case "price missing":
            del price["pence"]
        case "price as text":
            price["pence"] = f"£{pence // 100}.{pence % 100:02}"
        case "price negative":
            price["pence"] = -pence
        case "price as float":
            price["pence"] = pence // 100 + 0.5  # pounds; never a whole number
        case "unknown band":
            price["band"] = chance.choice(("D", "stalls", "a", ""))
        case "date not ISO":
            moment = datetime.fromisoformat(document["starts"])
            document["starts"] = moment.strftime(chance.choice(("%d/%m/%Y %H:%M", "%d.%m.%y")))
        case "title blank":
            document["title"] = chance.choice(("", "   "))
        case "venue not an object":
            document["venue"] = chance.choice(VENUES)
        case "id repeated":
            document["id"] = chance.choice(good_ids)
