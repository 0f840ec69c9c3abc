"""The season under keys, in Valkey: a text for each key, in memory."""

import json
from typing import Any

from redis import Redis

from labs.servers import Valkey
from labs.units.j02_6.stores.season import VENUE, Sale, VenueSeason
from labs.units.j02_6.stores.store import Page, Store


class Keys(Store):
    """Valkey, as it starts here: it writes nothing to the disk."""

    kind = Valkey

    def __init__(self, url: str) -> None:
        self.cache = Redis.from_url(url, decode_responses=True)

    def load(self, season: VenueSeason) -> None:
        self.cache.flushdb()
        pages = {
            f"page:{performance}": {
                "title": season.title(performance),
                "venue": VENUE,
                "starts": season.starts(performance),
                "prices": season.prices(),
                "reviews": season.reviews(performance),
            }
            for performance in range(1, 1 + season.evenings)
        }
        self.cache.mset({key: json.dumps(page) for key, page in pages.items()})
        self.cache.mset({_key(sale): _text(sale) for sale in season.every_sale()})

    def page(self, performance: int) -> Page:
        [page] = self._values(f"page:{performance}")
        return page

    def rename(self, old: str, new: str) -> int:
        names = self._names("page:*")
        pages = dict(zip(names, self._values(*names), strict=True))
        changed = {
            name: json.dumps(page | {"venue": new})
            for name, page in pages.items()
            if page["venue"] == old
        }
        self.cache.mset(changed)
        return len(changed)

    def sell(self, sale: Sale) -> bool:
        return bool(self.cache.set(_key(sale), _text(sale), nx=True))

    def sold(self) -> int:
        return len(self._names("sale:*"))

    def takings(self) -> tuple[dict[str, int], int]:
        sales = self._values(*self._names("sale:*"))
        pence = dict.fromkeys((sale["title"] for sale in sales), 0)
        for sale in sales:
            pence[sale["title"]] += sale["pence"]
        return pence, len(sales)

    def hold(self, visitor: int, milliseconds: int) -> None:
        self.cache.set(f"basket:{visitor}", "", px=milliseconds)

    def baskets(self) -> int:
        names = self._names("basket:*")
        return self.cache.exists(*names) if names else 0

    def close(self) -> None:
        self.cache.close()

    def _names(self, pattern: str) -> list[str]:
        return list(self.cache.scan_iter(pattern, count=1_000))

    def _values(self, *names: str) -> list[dict[str, Any]]:
        return [json.loads(text) for text in self.cache.mget(names) if text is not None]


def _key(sale: Sale) -> str:
    return f"sale:{sale.performance}:{sale.seat}"


def _text(sale: Sale) -> str:
    return json.dumps(sale._asdict())
