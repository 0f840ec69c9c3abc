"""`python -m labs.flytower.catalog`, with PORT and CATALOG_DATABASE in the environment."""

import sys

import uvicorn
from pydantic import ValidationError

from labs.flytower.catalog.app import create_app
from labs.flytower.catalog.database import Database
from labs.flytower.catalog.settings import Settings


def main() -> None:
    """Serve until SIGTERM; a request under way then has one second to end."""
    try:
        settings = Settings()  # type: ignore[call-arg]  # from the environment
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        sys.exit(f"catalog cannot start, the environment is wrong: {wrong}")
    if reason := Database(settings.database).why_unreadable():
        sys.exit(
            f"catalog cannot start, CATALOG_DATABASE={settings.database} cannot be read: {reason}. "
            "Set it to the SQLite file of the box office."
        )
    uvicorn.run(
        create_app(settings.database, settings.totals),
        host=settings.host,
        port=settings.port,
        loop="asyncio",
        http="h11",
        ws="none",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
