"""How every service starts: settings from the environment, or a sentence; then until SIGTERM."""

import sys
from typing import TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Address(BaseSettings):
    """Where a service listens; each service's settings add what it needs to know itself."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    port: int = Field(validation_alias="PORT", ge=1, le=65_535)
    host: str = Field(default="127.0.0.1", validation_alias="HOST")


Settings = TypeVar("Settings", bound=Address)


def from_environment(kind: type[Settings], service: str) -> Settings:
    """The settings of the service; the process ends, saying what is wrong, if they are wrong."""
    try:
        return kind()  # type: ignore[call-arg]  # from the environment
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        sys.exit(f"{service} cannot start, the environment is wrong: {wrong}")


def serve(app: FastAPI, address: Address, *, websockets: bool = False) -> None:
    """Serve until SIGTERM; a request under way then has one second to end."""
    uvicorn.run(
        app,
        host=address.host,
        port=address.port,
        loop="asyncio",
        http="h11",
        ws="websockets-sansio" if websockets else "none",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
