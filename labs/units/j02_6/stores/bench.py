"""Runs one operation of Flytower on one store and counts what it took.

count("documents", "written", VenueSeason(evenings=40))   # 40: the venue's name stands in each page
"""

import atexit
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from time import monotonic, sleep

from labs.measure.faults import Proxy
from labs.servers import Server
from labs.units.j02_6.stores.documents import Documents
from labs.units.j02_6.stores.keys import Keys
from labs.units.j02_6.stores.season import VENUE, Sale, VenueSeason
from labs.units.j02_6.stores.store import Store
from labs.units.j02_6.stores.tables import Tables

STORES: dict[str, type[Store]] = {"tables": Tables, "documents": Documents, "keys": Keys}
TRIES = 10
"""How often each of twice, wrong, lost and stale is tried."""

_BASKET_MS = 20


@dataclass
class _Open:
    """A server that runs, for as long as this process lives, and what it holds."""

    server: Server
    store: Store
    season: VenueSeason | None = None


_Wanted = tuple[type[Store], str, VenueSeason | None]

_open: dict[type[Server], _Open] = {}
_counted: dict[_Wanted, int] = {}
_watchers: list[list[str]] = []


def count(store: str | type[Store], measure: str, season: VenueSeason) -> int:
    """Run one of MEASURES on a store that holds this season, and count.

    Each store's server starts with the first count and stays; what was counted once is not
    counted again. Raises KeyError for a name that is not in STORES or MEASURES, and ServerError
    if the server does not start.
    """
    kind = STORES[store] if isinstance(store, str) else store
    run = MEASURES[measure]
    for watcher in _watchers:
        watcher.append(f"{measure} of {store if isinstance(store, str) else kind.__name__}")
    wanted = _wanted(kind, measure, season)
    if wanted not in _counted:
        _counted[wanted] = run(_ready(kind, season), season)
    return _counted[wanted]


def remember(store: str, measure: str, season: VenueSeason, many: int) -> None:
    """Take it that this was counted, by another process: `count` gives it from now on."""
    _counted[_wanted(STORES[store], measure, season)] = many


def _wanted(kind: type[Store], measure: str, season: VenueSeason) -> _Wanted:
    # A kill takes seconds, and what is lost has nothing to do with the size of the season.
    return kind, measure, None if measure == "lost" else season


@contextmanager
def asked() -> Iterator[list[str]]:
    """What `count` was asked for while the block ran, run or known: "trips of tables"."""
    watcher: list[str] = []
    _watchers.append(watcher)
    try:
        yield watcher
    finally:
        # Not remove(), which takes away the first that is equal.
        _watchers[:] = [other for other in _watchers if other is not watcher]


def _close(opened: _Open) -> None:
    opened.store.close()


def _ready(kind: type[Store], season: VenueSeason) -> _Open:
    """The store, holding this season and nothing else."""
    if kind.kind not in _open:
        server = kind.kind.start()
        _open[kind.kind] = _Open(server, kind(server.url))
        atexit.register(_close, _open[kind.kind])
    opened = _open[kind.kind]
    if type(opened.store) is not kind:
        opened.store.close()
        opened.store, opened.season = kind(opened.server.url), None
    if opened.season != season:
        opened.store.load(season)
        opened.season = season
    return opened


def _trips(opened: _Open, season: VenueSeason) -> int:
    with Proxy.start(opened.server.url) as proxy, closing(type(opened.store)(proxy.url)) as far:
        far.page(1)  # connects, and shakes hands
        with proxy.counting() as crossed:
            far.page(season.evenings)
    return crossed.round_trips


def _written(opened: _Open, season: VenueSeason) -> int:
    written = opened.store.rename(VENUE, "Gantry Loft and Bar")
    opened.store.rename("Gantry Loft and Bar", VENUE)
    return written


def _twice(opened: _Open, season: VenueSeason) -> int:
    sold = islice(season.every_sale(), TRIES)
    return _admitted(opened, [sale._replace(pence=1) for sale in sold])


def _wrong(opened: _Open, season: VenueSeason) -> int:
    seats = range(10_000, 10_000 + TRIES // 2)
    title = season.title(1)
    free = [Sale(1, seat, title, pence=0) for seat in seats]
    nowhere = [Sale(season.evenings + 1, seat, title, pence=1500) for seat in seats]
    return _admitted(opened, free + nowhere)


def _admitted(opened: _Open, sales: list[Sale]) -> int:
    opened.season = None
    return sum(opened.store.sell(sale) for sale in sales)


def _lost(opened: _Open, season: VenueSeason) -> int:
    kind = type(opened.store)
    if opened.server.pid is None:  # a server of the user's is not to be killed
        with kind.kind.start(own=True) as server:
            own = _Open(server, kind(server.url))
            own.store.load(season)
            try:
                return _lost(own, season)
            finally:
                own.store.close()
    opened.season = None
    free = (Sale(1, 20_000 + n, season.title(1), 1500) for n in range(TRIES))
    told = opened.store.sold() + sum(opened.store.sell(sale) for sale in free)
    opened.store.close()
    opened.server.kill()
    opened.server.restart()
    opened.store = kind(opened.server.url)
    return min(TRIES, told - opened.store.sold())


def _sent(opened: _Open, season: VenueSeason) -> int:
    takings, records = opened.store.takings()
    due = dict.fromkeys(season.titles, 0)
    for sale in season.every_sale():
        due[sale.title] += sale.pence
    if takings != due:
        raise AssertionError(f"{type(opened.store).__name__} gave {takings}, not {due}.")
    return records


def _stale(opened: _Open, season: VenueSeason) -> int:
    opened.season = None
    for visitor in range(TRIES):
        opened.store.hold(visitor, _BASKET_MS)
    end = monotonic() + 2 * _BASKET_MS / 1_000
    while monotonic() < end:
        sleep(_BASKET_MS / 1_000)
    return opened.store.baskets()


MEASURES: dict[str, Callable[[_Open, VenueSeason], int]] = {
    "trips": _trips,
    "written": _written,
    "twice": _twice,
    "wrong": _wrong,
    "lost": _lost,
    "sent": _sent,
    "stale": _stale,
}
"""What is counted, by its name."""
