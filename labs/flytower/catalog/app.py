"""The service's HTTP interface."""

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from labs.flytower.catalog.database import Database
from labs.flytower.catalog.listing import AskedFor, Listing, compute_listing
from labs.flytower.catalog.metrics import Metrics
from labs.flytower.catalog.pages import Page, compute_page
from labs.flytower.problems import add_handlers, problem

log = logging.getLogger(__name__)

_SQLITE_INTEGER = 2**63
PerformanceId = Annotated[int, Path(ge=-_SQLITE_INTEGER, lt=_SQLITE_INTEGER)]


def create_app(path: FilePath, totals: bool = False) -> FastAPI:
    """The catalogue of the SQLite file at `path`."""
    database, metrics = Database(path), Metrics()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        database.close()

    # The pages of documentation load scripts from the network; /openapi.json does not.
    app = FastAPI(
        title="Flytower catalog", version="1", docs_url=None, redoc_url=None, lifespan=lifespan
    )
    add_handlers(app)

    @app.exception_handler(sqlite3.Error)
    async def database_failed(_: Request, error: sqlite3.Error) -> JSONResponse:
        log.error("the database failed: %s", error)
        return problem(503, "The box office cannot be read now.")

    @app.get("/performances", summary="All performances, in the order of time")
    def performances(request: Request, asked: AskedFor) -> Listing:
        with database.connection() as db:
            try:
                return compute_listing(db, request.url.path, asked)
            except ValueError as error:
                raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error}.") from None

    @app.get("/performances/{performance_id}", responses={404: {"description": "No such one"}})
    def performance(performance_id: PerformanceId) -> Page:
        with metrics.seconds.time(), database.connection() as db:
            page = compute_page(db, performance_id, totals)
        metrics.computations.labels("missing" if page is None else "found").inc()
        if page is None:
            raise HTTPException(404, f"There is no performance {performance_id}.")
        return page

    @app.get("/healthz", include_in_schema=False)
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    def ready() -> Response:
        if reason := database.why_unreadable():
            return problem(503, f"{path.name} cannot be read: {reason}.")
        return Response('{"status": "ready"}', media_type="application/json")

    @app.get("/metrics", include_in_schema=False)
    def measured() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return app
