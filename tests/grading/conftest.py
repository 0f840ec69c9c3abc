"""One warm kernel for the tests of this folder: a submission never changes it."""

from collections.abc import Iterator

import pytest

from labs.grading import sandbox
from labs.grading.judge import Warm


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """A warm kernel in a sandbox."""
    with Warm(sandbox.choose("required")) as kernel:
        yield kernel
