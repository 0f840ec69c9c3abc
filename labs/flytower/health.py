"""What tells a balancer that a service lives, and that it may be sent to."""

from fastapi import FastAPI


def add_health(app: FastAPI) -> None:
    """Answer `/healthz` and `/readyz`, of a service that is ready as soon as it lives."""

    @app.get("/healthz", include_in_schema=False)
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def ready() -> dict[str, str]:
        return {"status": "ready"}
