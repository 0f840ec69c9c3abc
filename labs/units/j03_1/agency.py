"""The agency's API: calls, each with a name, a way of its own, and something to remember."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from labs.units.j03_1.store import RefusedError, Store

_PAGE = 3
_ALL = 1_000


def agency(path: Path) -> FastAPI:
    """The API for the store in this file."""
    app, store = FastAPI(title="Agency API", docs_url=None, redoc_url=None), Store(path)
    looked_at: list[int] = []

    @app.get("/getShows", summary="Shows, by page")
    def get_shows(page: int = 1) -> dict[str, Any]:
        shows = store.shows(0, _ALL)
        begin = (page - 1) * _PAGE
        found = [{"id": show.number, "title": show.title} for show in shows[begin : begin + _PAGE]]
        return {"shows": found, "page": page, "pages": -(-len(shows) // _PAGE)}

    @app.get("/getShow", summary="One show")
    def get_show(id: int) -> dict[str, Any]:
        show = store.show(id)
        if show is None:
            return {"error": "NOT_FOUND"}
        looked_at[:] = [show.number]
        return {"id": show.number, "title": show.title}

    @app.post("/doHold", summary="Hold a seat")
    def do_hold(seat: str) -> dict[str, Any]:
        if not looked_at:
            return {"ok": False, "error": "NO_SHOW"}
        try:
            return {"ok": True, "holdId": store.add(looked_at[0], seat).number}
        except RefusedError:
            return {"ok": False, "error": "TAKEN"}

    @app.get("/getHold", summary="One hold")
    def get_hold(hold: int) -> dict[str, Any]:
        found = store.hold(hold)
        return {"hold": found and {"show": found.show, "seat": found.seat}}

    @app.post("/changeSeat", summary="Another seat for a hold")
    def change_seat(hold_no: int, new_seat: str) -> dict[str, Any]:
        hold = store.hold(hold_no)
        try:
            return {"ok": bool(hold and store.change(hold_no, hold.show, new_seat))}
        except RefusedError:
            return {"ok": False, "error": "TAKEN"}

    @app.get("/releaseHold", summary="Let a hold go")
    def release_hold(holdId: int) -> dict[str, Any]:  # noqa: N803 - the agency's name
        return {"ok": store.remove(holdId)}

    return app
