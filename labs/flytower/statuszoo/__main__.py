"""`python -m labs.flytower.statuszoo`, with PORT in the environment."""

from labs.flytower.serving import Address, from_environment, serve
from labs.flytower.statuszoo.app import create_app


def main() -> None:
    """Serve until SIGTERM."""
    serve(create_app(), from_environment(Address, "statuszoo"))


if __name__ == "__main__":
    main()
