"""gRPC: calls between programs, of a contract in a .proto, over HTTP/2."""

from typing import ClassVar

from labs.libraries.library import Library


class Grpc(Library):
    """The package grpcio, and grpcio-tools with it, which makes Python of a .proto."""

    key: ClassVar[str] = "grpcio"
    name = "gRPC"
