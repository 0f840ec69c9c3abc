"""What the environment tells the service."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Raises pydantic.ValidationError if a value is missing or wrong."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    database: Path = Field(validation_alias="CATALOG_DATABASE")
    """The box office's SQLite file; it is only read."""
    totals: bool = Field(default=False, validation_alias="CATALOG_TOTALS")
    """Read the running totals of sales, rather than count tickets for each page."""
    port: int = Field(validation_alias="PORT", ge=1, le=65_535)
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
