"""The same work on three stores, and what is counted of it."""

import pytest

from labs.units.j02_6.stores import MEASURES, STORES, TRIES, Keys, Tables, VenueSeason, asked, count

SMALL = VenueSeason(evenings=5, shows=2, sales=12)
EXPECTED = {
    "tables": {"trips": 3, "written": 1, "wrong": 0, "lost": 0, "sent": 2, "stale": TRIES},
    "documents": {"trips": 1, "written": 5, "wrong": TRIES, "lost": 0, "sent": 2, "stale": TRIES},
    "keys": {"trips": 1, "written": 5, "wrong": TRIES, "lost": TRIES, "sent": 12, "stale": 0},
}


@pytest.mark.parametrize("store", STORES)
def test_each_store_counts_as_the_lesson_says(store: str) -> None:
    counted = {measure: count(store, measure, SMALL) for measure in MEASURES}
    assert counted == {"twice": 0, **EXPECTED[store]}


def test_all_stores_show_the_same_page_and_the_same_takings() -> None:
    pages, takings = [], []
    for kind in STORES.values():
        with kind.kind.start() as server:
            store = kind(server.url)
            store.load(SMALL)
            pages.append(store.page(2))
            takings.append(store.takings()[0])
            store.close()
    assert pages[0]["title"] == SMALL.title(2)
    assert pages[1:] == pages[:1] * 2
    assert sum(takings[0].values()) == sum(sale.pence for sale in SMALL.every_sale())
    assert takings[1:] == takings[:1] * 2


def test_a_legal_sale_is_accepted_once_and_a_second_one_refused() -> None:
    free = next(SMALL.every_sale())._replace(seat=99)
    for kind in STORES.values():
        with kind.kind.start() as server:
            store = kind(server.url)
            store.load(SMALL)
            assert [store.sell(free), store.sell(free)] == [True, False], kind.__name__
            assert store.sold() == SMALL.sales + 1, kind.__name__
            store.close()


def test_another_shape_on_the_same_server_is_counted_anew() -> None:
    class Chatty(Keys):
        def page(self, performance: int) -> dict[str, object]:
            super().page(performance)
            return super().page(performance)

    assert count("keys", "trips", SMALL) == 1
    assert count(Chatty, "trips", SMALL) == 2
    assert count("keys", "written", SMALL) == 5


def test_a_watcher_sees_what_was_asked_within_its_block_alone() -> None:
    count("tables", "trips", SMALL)
    with asked() as outer:
        with asked() as inner:
            count("tables", "trips", SMALL)  # known already
        count(Tables, "written", SMALL)
    count("tables", "trips", SMALL)
    assert (inner, outer) == (["trips of tables"], ["trips of tables", "written of Tables"])


def test_a_name_that_is_no_measure_or_store_is_an_error() -> None:
    with pytest.raises(KeyError):
        count(Tables, "speed", SMALL)
    with pytest.raises(KeyError):
        count("files", "trips", SMALL)


def test_a_season_in_which_a_show_has_no_evening_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an evening"):
        VenueSeason(evenings=3, shows=4)
