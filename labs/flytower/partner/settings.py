"""What the environment tells the service."""

from pydantic import Field

from labs.flytower.serving import Address


class Settings(Address):
    """Raises pydantic.ValidationError if a value is missing or wrong."""

    delay_ms: float = Field(default=20, validation_alias="PARTNER_DELAY_MS", ge=0)
    """How long each answer about a hall takes."""
    at_once: int = Field(default=10, validation_alias="PARTNER_AT_ONCE", ge=1)
    """So many requests about halls are answered at a time; one more gets 503."""
    halls: int = Field(default=100, validation_alias="PARTNER_HALLS", ge=1)
    """So many halls it has, by their numbers from 1."""
    gone: int | None = Field(default=None, validation_alias="PARTNER_GONE")
    """The hall that has left it for good, and answers 410."""
    silent: int | None = Field(default=None, validation_alias="PARTNER_SILENT")
    """The hall that never answers."""
