"""`python -m labs.flytower.gate`, with PORT in the environment."""

from labs.flytower.gate.app import create_app
from labs.flytower.serving import Address, from_environment, serve


def main() -> None:
    """Serve until SIGTERM."""
    serve(create_app(), from_environment(Address, "gate"), websockets=True)


if __name__ == "__main__":
    main()
