"""The system's Chromium, driven without a screen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from labs.settings import Settings

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_QUIET = ("background-networking", "component-update", "gpu", "quic", "sync")


class NoBrowserError(RuntimeError):
    """There is no Chromium on this machine."""


@contextmanager
def chromium_or_skip(home: Path) -> Iterator[Browser]:
    """`chromium` for a test, which is skipped without one, or fails where all parts must be."""
    try:
        with chromium(home) as browser:
            yield browser
    except NoBrowserError as error:
        if Settings().require_all:
            pytest.fail(f"No page was opened: {error}.")
        pytest.skip(f"No page was opened: {error}.")


@contextmanager
def chromium(home: Path) -> Iterator[Browser]:
    """A browser that keeps nothing: its profile is new, and what it caches goes to `home`.

    Raises NoBrowserError if there is none.
    """
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise NoBrowserError("there is no chromium: sudo apt-get install chromium")
    home.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=["--no-first-run", *(f"--disable-{part}" for part in _QUIET)],
            chromium_sandbox=False,  # which root, usual in containers, cannot have
            env={"HOME": str(home)},
        )
        with browser:
            yield browser
