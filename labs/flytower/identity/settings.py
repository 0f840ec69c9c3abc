"""What the environment tells the service."""

from collections.abc import Mapping

from pydantic import Field

from labs.flytower.identity.clients import Client
from labs.flytower.serving import Address


class Settings(Address):
    """Raises pydantic.ValidationError if a value is missing or wrong."""

    clients: Mapping[str, Client] = Field(default={}, validation_alias="IDENTITY_CLIENTS")
    """Who may ask, as JSON: `{"notifier": {"secret": "…", "scopes": ["buyers:read"]}}`."""
    issuer: str = Field(default="", validation_alias="IDENTITY_ISSUER")
    """What tokens say about who made them; empty: the address of this service."""
    audience: str = Field(default="boxoffice", validation_alias="IDENTITY_AUDIENCE")
    """For whom tokens are."""
    lifetime_s: int = Field(default=300, validation_alias="IDENTITY_LIFETIME_S", ge=1)
    """How long each token lives."""
    delay_ms: float = Field(default=0, validation_alias="IDENTITY_DELAY_MS", ge=0)
    """How long it takes to make a token."""
