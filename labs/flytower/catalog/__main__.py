"""`python -m labs.flytower.catalog`, with PORT and CATALOG_DATABASE in the environment."""

import sys

from labs.flytower.catalog.app import create_app
from labs.flytower.catalog.database import Database
from labs.flytower.catalog.settings import Settings
from labs.flytower.serving import from_environment, serve


def main() -> None:
    """Serve the box office's file, or say why it cannot be read."""
    settings = from_environment(Settings, "catalog")
    if reason := Database(settings.database).why_unreadable():
        sys.exit(
            f"catalog cannot start, CATALOG_DATABASE={settings.database} cannot be read: {reason}. "
            "Set it to the SQLite file of the box office."
        )
    serve(create_app(settings.database, settings.totals), settings)


if __name__ == "__main__":
    main()
