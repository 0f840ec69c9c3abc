"""Who draws with whom: threads that wait for one another, and a pool that is busy."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from labs.units.s01_4 import stage
from labs.units.s01_4.crowds import BusyPool, Crowd


@pytest.mark.parametrize(("threads", "in_vain"), [(3, False), (1, True)])
def test_a_crowd_is_complete_only_if_all_come_at_once(
    threads: int, in_vain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_vain:
        monkeypatch.setattr(stage, "PATIENCE", 0.05)
    crowd = Crowd(3)
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(3):
            pool.submit(crowd.come)
    assert crowd.waited_in_vain is in_vain


def test_a_busy_pool_begins_nothing_until_its_block_ends() -> None:
    done = threading.Event()
    with BusyPool(2) as busy:
        busy.threads.submit(done.set)
        assert not done.wait(0.02)
    assert done.wait(10)
    busy.threads.shutdown()
