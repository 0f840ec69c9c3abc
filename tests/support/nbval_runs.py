"""Gate 1 sees what is left behind by a notebook that nbval runs, too."""

import tempfile
from collections.abc import Generator
from pathlib import Path
from unittest.mock import patch

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from labs.proof.leftovers import left_behind


class NbvalRuns:
    """Gives each notebook's kernel a folder for temporary files of its own.

    What is left there when the kernel has ended, or beside the notebook, fails its last cell.
    """

    def __init__(self) -> None:
        self._notebook: IPyNbFile | None = None
        self._beside: set[Path] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, None, None]:
        if not isinstance(item, IPyNbCell) or item.parent is self._notebook:
            return (yield)
        self._notebook = item.parent
        self._beside = set(item.path.parent.iterdir())
        self._folder = tempfile.TemporaryDirectory(prefix="flytower-nbval-")
        with patch.dict("os.environ", {"TMPDIR": self._folder.name}):
            return (yield)  # the kernel starts in here

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> Generator[None, None, None]:
        yield  # the kernel ends in here, after the last cell of its notebook
        if isinstance(item, IPyNbCell) and (nextitem is None or nextitem.parent is not item.parent):
            self._notebook = None
            with self._folder as folder:
                # nbval kills the kernel: what Python clears away at its end is still there.
                left = left_behind(Path(folder), "flytower-*")
            new = set(item.path.parent.iterdir()) - self._beside
            left += (f"the file {path.name} in its folder" for path in sorted(new))
            if left:
                said = "\n".join(f"{item.path.name} left {what} behind." for what in left)
                pytest.fail(said, pytrace=False)


def pytest_configure(config: pytest.Config) -> None:
    """Look at notebooks if nbval runs them."""
    if config.getoption("--nbval"):
        config.pluginmanager.register(NbvalRuns())
