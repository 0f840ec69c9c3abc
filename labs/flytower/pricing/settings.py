"""What the environment tells the service."""

from pydantic import Field

from labs.flytower.serving import Address


class Settings(Address):
    """Raises pydantic.ValidationError if a value is wrong."""

    grpc_port: int = Field(default=0, validation_alias="PRICING_GRPC_PORT", ge=0, le=65_535)
    """Where gRPC is spoken; 0: at a free port, which `GET /grpc` tells."""
