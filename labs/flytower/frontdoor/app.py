"""The page's HTTP interface: three files, and where the API is."""

from collections.abc import Callable
from html import escape
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse

from labs.flytower.health import add_health
from labs.flytower.problems import add_handlers

_PAGE = Path(__file__).with_name("page")
_TYPES = {"frontdoor.js": "text/javascript", "frontdoor.css": "text/css"}
_USUAL = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


def create_app(api: str) -> FastAPI:
    """The page, which speaks to the API at this origin and to nobody else."""
    app = FastAPI(title="Frontdoor", version="1", docs_url=None, redoc_url=None)
    add_handlers(app)
    add_health(app)
    html = (_PAGE / "index.html").read_text(encoding="utf-8").replace("{api}", escape(api))
    guarded = _USUAL | {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src data:; connect-src {api}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }

    @app.api_route("/", methods=["GET", "HEAD"])
    async def page() -> HTMLResponse:
        return HTMLResponse(html, headers=guarded)

    for name, media_type in _TYPES.items():
        app.add_api_route(f"/{name}", _sends(name, media_type), methods=["GET", "HEAD"])

    return app


def _sends(name: str, media_type: str) -> Callable[[], FileResponse]:
    def file() -> FileResponse:
        return FileResponse(_PAGE / name, media_type=media_type, headers=_USUAL)

    return file
