"""`python -m labs.flytower.frontdoor`, with PORT and FRONTDOOR_API in the environment."""

from labs.flytower.frontdoor.app import create_app
from labs.flytower.frontdoor.settings import Settings
from labs.flytower.serving import from_environment, serve


def main() -> None:
    """Serve until SIGTERM."""
    settings = from_environment(Settings, "frontdoor")
    serve(create_app(settings.api), settings)


if __name__ == "__main__":
    main()
