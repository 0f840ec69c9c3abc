"""What the environment tells the service."""

from pathlib import Path

from pydantic import Field

from labs.flytower.serving import Address


class Settings(Address):
    """Raises pydantic.ValidationError if a value is missing or wrong."""

    database: Path = Field(validation_alias="CATALOG_DATABASE")
    """The box office's SQLite file; it is only read."""
    totals: bool = Field(default=False, validation_alias="CATALOG_TOTALS")
    """Read the running totals of sales, rather than count tickets for each page."""
