"""A server as compose.yaml offers it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Container:
    """What leads to a server in a container."""

    service: str
    """Its name in compose.yaml."""

    image: str
    """The usual one, such as `redis:8`."""

    port: int
    """Where it listens, in the container."""

    address: str
    """Its address, with `{}` for the `host:port` that is published."""
