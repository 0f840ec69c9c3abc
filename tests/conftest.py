"""Which tests belong on one worker, and which begin: the longest, lest one is left to the end."""

import re
from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

LONGEST_FIRST = ("test_nbgrader.py", "test_7_container.py", "test_8_browser.py")
"""Minutes each, on one worker from the first test to the last."""

BY_UNIT = ("test_1_runs.py", "test_2_two_sided.py")
"""What these tests share, they share for one unit."""


class ByFileOrUnit(LoadScopeScheduling):
    """Sends a file's tests to one worker; those of a gate that takes unit by unit, a unit's."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        unit = re.search(r"\[(.+)\]$", test)
        return f"{file}[{unit[1]}]" if unit and file.endswith(BY_UNIT) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Have xdist distribute in our way."""
    return ByFileOrUnit(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    order = (*LONGEST_FIRST, *BY_UNIT)
    turns = {name: turn for turn, name in enumerate(order)}
    items.sort(key=lambda item: turns.get(item.path.name, len(order)))
