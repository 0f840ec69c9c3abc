"""`python -m labs.flytower.partner`, with PORT in the environment."""

from labs.flytower.partner.app import Faults, create_app
from labs.flytower.partner.settings import Settings
from labs.flytower.serving import from_environment, serve


def main() -> None:
    """Serve until SIGTERM."""
    settings = from_environment(Settings, "partner")
    faults = Faults(settings.gone, settings.silent)
    serve(create_app(settings.delay_ms, settings.at_once, settings.halls, faults), settings)


if __name__ == "__main__":
    main()
