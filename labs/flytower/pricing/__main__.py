"""`python -m labs.flytower.pricing`, with PORT in the environment."""

import sys
from importlib.util import find_spec

from labs.flytower.pricing.settings import Settings
from labs.flytower.serving import from_environment, serve


def main() -> None:
    """Serve until SIGTERM, or say what is missing."""
    settings = from_environment(Settings, "pricing")
    if not (find_spec("grpc") and find_spec("grpc_tools")):
        sys.exit("pricing cannot start, gRPC is not in this Python: run `labs install grpcio`.")
    from labs.flytower.pricing.app import create_app

    serve(create_app(f"{settings.host}:{settings.grpc_port}"), settings)


if __name__ == "__main__":
    main()
