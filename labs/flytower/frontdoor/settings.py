"""What the environment tells the service."""

from pydantic import Field

from labs.flytower.serving import Address


class Settings(Address):
    """Raises pydantic.ValidationError if a value is missing or wrong."""

    api: str = Field(validation_alias="FRONTDOOR_API", pattern=r"^https?://[\w.:\[\]-]+$")
    """The origin of the API, such as https://api.flytower.test; it has no slash at its end."""
