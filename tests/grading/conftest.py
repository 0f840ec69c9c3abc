"""One warm kernel for the tests of this folder: a submission never changes it."""

import sys
from collections.abc import Iterator

import pytest

from labs.grading import sandbox
from labs.grading.examine import Warm

if sys.platform != "linux":  # bubblewrap is for Linux; the rest of grading is tested everywhere
    collect_ignore = [
        f"test_{name}.py"
        for name in (
            "broken", "broken_hand_ins", "cluster", "equal", "grade", "hostile", "hostile_files",
            "hostile_reach", "killed", "sandbox", "shared_cells", "some_notebooks",
        )
    ]  # fmt: skip


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """A warm kernel in a sandbox."""
    with Warm(sandbox.kind_of("required")) as kernel:
        yield kernel
