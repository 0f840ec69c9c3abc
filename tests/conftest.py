"""Which tests are run, which belong on one worker, and which begin: the longest, lest one is left
to the end. And what tests of pages share.
"""

import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

from tests.support import nbval_runs
from tests.support.selection import add_options, check_options, deselect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONGEST_FIRST = (
    "test_7_pythons.py",
    "test_nbgrader.py",
    "test_7_container.py",
    "test_8_browser.py",
)
"""Minutes each, on one worker from the first test to the last."""

BY_UNIT = ("test_1_runs.py", "test_2_two_sided.py")
"""What these tests share, they share for one unit."""


class ByFileOrUnit(LoadScopeScheduling):
    """Sends a file's tests to one worker; those of a gate that takes unit by unit, a unit's."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        unit = re.search(r"\[(.+)\]$", test)
        return f"{file}[{unit[1]}]" if unit and file.endswith(BY_UNIT) else file


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have `--prove` and `--unit`."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a unit that there is none of; see what notebooks under nbval leave behind."""
    check_options(config)
    nbval_runs.pytest_configure(config)
    # A shell ignores Ctrl-C for what it starts in the background, and so would every program that
    # a test interrupts: with a handler here, they have the usual one.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say what is not run."""
    return None if config.getoption("--prove") else "not run: what `make prove` alone runs"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Have xdist distribute in our way."""
    return ByFileOrUnit(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take what was asked for, and begin with what takes longest."""
    deselect(config, items)
    order = (*LONGEST_FIRST, *BY_UNIT)
    turns = {name: turn for turn, name in enumerate(order)}
    items.sort(key=lambda item: turns.get(item.path.name, len(order)))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    """Chromium, for the tests of one file."""
    from tests.support.browser import chromium_or_skip  # late: few tests need Playwright

    with chromium_or_skip(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tests of a file leave what they saw."""
    return tmp_path_factory.mktemp("pictures")
