"""`python -m labs.flytower.identity`, with PORT in the environment."""

from labs.flytower.identity.app import create_app
from labs.flytower.identity.clients import Clients
from labs.flytower.identity.keys import KeyRing
from labs.flytower.identity.settings import Settings
from labs.flytower.serving import from_environment, serve


def main() -> None:
    """Serve until SIGTERM."""
    settings = from_environment(Settings, "identity")
    issuer = settings.issuer or f"http://{settings.host}:{settings.port}"
    ring = KeyRing(issuer, settings.audience, settings.lifetime_s)
    delay = settings.delay_ms / 1_000
    serve(create_app(Clients(settings.clients), ring, delay), settings)


if __name__ == "__main__":
    main()
