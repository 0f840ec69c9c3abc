"""The system's Chromium, driven without a screen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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
