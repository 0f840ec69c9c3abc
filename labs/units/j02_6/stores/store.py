"""What each store is asked for, so that all can be measured alike."""

from abc import ABC, abstractmethod
from typing import ClassVar

from labs.servers import MongoDB, Postgres, Valkey
from labs.units.j02_6.stores.season import Sale, VenueSeason

Page = dict[str, object]
"""title, venue, starts, prices (pence by band) and reviews of one evening."""


class Store(ABC):
    """The season in one shape, behind one client."""

    kind: ClassVar[type[Postgres] | type[MongoDB] | type[Valkey]]

    @abstractmethod
    def __init__(self, url: str) -> None:
        """Connect to the server at `url`, which runs."""

    @abstractmethod
    def load(self, season: VenueSeason) -> None:
        """Throw away what there is, and fill in this season."""

    @abstractmethod
    def page(self, performance: int) -> Page:
        """All that the page of an evening shows."""

    @abstractmethod
    def rename(self, old: str, new: str) -> int:
        """Give a venue another name wherever it stands; the records that were written."""

    @abstractmethod
    def sell(self, sale: Sale) -> bool:
        """Store a sale; False if the store refuses it."""

    @abstractmethod
    def sold(self) -> int:
        """The sales that are stored."""

    @abstractmethod
    def takings(self) -> tuple[dict[str, int], int]:
        """Pence by show, and the records that the store sent for it."""

    @abstractmethod
    def hold(self, visitor: int, milliseconds: int) -> None:
        """Keep a visitor's basket for so long."""

    @abstractmethod
    def baskets(self) -> int:
        """The baskets that are stored, also those whose time is over."""

    @abstractmethod
    def close(self) -> None:
        """Close the client."""
