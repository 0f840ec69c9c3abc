"""Orders that are hard to write in one way only, and the program at the door that reads them."""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

from labs.languages import Node, programs

Order = dict[str, Any]

_PROGRAM = Path(__file__).with_name("programs") / "canonical.mjs"
_BUYERS = (
    "Zoë",
    "Ada",
    "Györfi",
    'O\'Hara "Cem"',
    "Åse 😀",
    "名前",
    "a\tb\\c\0",
    "\u2028",
    "ﬁ",
    "Bo\n\u0303",
)
_PHONES = (None, "", "+44 1856 0", "ë")
_ZONES = (0, 60, 330, -210, 840)


def give() -> str:
    """Keep canonical.mjs beside the notebook's programs; its text."""
    programs.give(_PROGRAM)
    return _PROGRAM.read_text()


def orders(n: int, seed: int) -> list[Order]:
    """So many orders, in Python's values: any zone, members in any order, letters in two forms."""
    draw = Random(seed)  # noqa: S311 - no secret
    return [_order(draw) for _ in range(n)]


def _order(draw: Random) -> Order:
    zone = timezone(timedelta(minutes=draw.choice(_ZONES)))
    seconds = draw.randrange(150_000_000, 1_900_000_000)
    order: Order = {
        "id": draw.choice((draw.randrange(1, 100), 2**53 + 1, draw.randrange(2**53, 2**63))),
        "placed": datetime.fromtimestamp(seconds, zone),
        "buyer": _letters(draw, draw.choice(_BUYERS)),
        "seats": [_letters(draw, f"{draw.choice('AÉ')}{draw.randint(1, 30)}") for _ in "123"],
        "pence": draw.choice((0, draw.randrange(1, 20_000), 2**53 - 1)),
    }
    if draw.random() < 0.7:
        phone = draw.choice(_PHONES)
        order["phone"] = phone and _letters(draw, phone)
    return dict(draw.sample(sorted(order.items(), key=lambda each: each[0]), len(order)))


def _letters(draw: Random, text: str) -> str:
    """The same to the eye, in one of the two forms."""
    return unicodedata.normalize(draw.choice(("NFC", "NFD")), text)


def any_json(order: Order, seed: int = 0) -> str:
    """The order as JSON of its own style: blanks, escapes and zones as it happens."""
    draw = Random(seed)  # noqa: S311 - no secret
    members = order | {"id": str(order["id"]), "placed": order["placed"].isoformat()}
    return json.dumps(
        members, ensure_ascii=draw.random() < 0.5, indent=draw.choice((None, None, 1))
    )


def by_node(some: Sequence[Order]) -> Iterator[bytes]:
    """What canonical.mjs makes of each."""
    give()
    texts = [any_json(order, number) for number, order in enumerate(some)]
    ran = Node.run("canonical.mjs", *texts)
    yield from ran.stdout.removesuffix("\n").encode().split(b"\n")
