"""Apps that learners make by functions which add routes to one that is given."""

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI

from labs.judges.judge import Judge
from labs.servers.hosting import hosted

Add = Callable[[FastAPI, Path], None]
"""Adds routes to an app, which rest on the database at this path."""


def host_a_first() -> None:
    """Have a first server bring what all later ones need: for a room's `before_all`, once for all
    answers."""
    app = FastAPI()
    app.post("/")(lambda: None)
    with hosted(app) as site, site.client() as client:
        client.post("/", json={}).raise_for_status()


def app_of(judge: Judge, database: Path, *adds: Add) -> FastAPI:
    """An app with these routes, in this order; what a function raises fails as its call."""
    app = FastAPI()
    for add in adds:
        with judge.calling(f"{getattr(add, '__name__', 'add')}(app, database)"):
            add(app, database)
    return app
