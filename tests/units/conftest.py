"""What the tests of all rooms may ask for."""

from tests.support.figures import drawn

__all__ = ["drawn"]
