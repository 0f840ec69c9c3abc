"""The zoo's HTTP interface."""

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from starlette.types import Receive, Scope, Send

from labs.flytower.health import add_health
from labs.flytower.problems import add_handlers
from labs.flytower.statuszoo.wishes import NO_BODY, Fault, Wish

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def create_app() -> FastAPI:
    """A zoo, which keeps nothing but the count of its answers."""
    registry = CollectorRegistry()
    answers = Counter("statuszoo_answers", "Answers by status", ["status"], registry=registry)
    app = FastAPI(title="Status zoo", version="1", openapi_url=None)
    add_handlers(app)
    add_health(app)

    @app.api_route("/status/{code}", methods=list(METHODS))
    async def answer(
        code: Annotated[int, Path(ge=200, le=599)], wish: Annotated[Wish, Query()], request: Request
    ) -> Response:
        try:
            wish.for_status(code)
        except ValueError as error:
            raise HTTPException(422, f"query: {error}") from error
        response = await _asked_for(code, wish, request)
        await asyncio.sleep(wish.delay_ms / 1_000)
        answers.labels(code).inc()
        return response

    @app.get("/metrics")
    async def measured() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return app


async def _asked_for(code: int, wish: Wish, request: Request) -> Response:
    if code in NO_BODY:
        response = Response(status_code=code)
    elif wish.body is not None:
        response = Response(wish.body, code)
        response.headers["Content-Type"] = wish.type
    else:
        response = JSONResponse(await _heard(code, request), code)
    for name, value in wish.headers:
        response.headers.append(name, value)
    return response if wish.fault is None else Broken(response, wish.fault)


async def _heard(code: int, request: Request) -> dict[str, object]:
    """What the zoo was asked: the body of the answer, unless another is wished for."""
    body = (await request.body()).decode("utf-8", "replace")
    known = {status.value: status.phrase for status in HTTPStatus}
    return {"status": code, "title": known.get(code, ""), "method": request.method, "body": body}


class Broken(Response):
    """An answer that never comes to its end."""

    def __init__(self, whole: Response, fault: Fault) -> None:
        super().__init__()
        self._whole, self._fault = whole, fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._fault is not Fault.SILENT:
            start = {"status": self._whole.status_code, "headers": self._whole.raw_headers}
            half = bytes(self._whole.body)[: len(self._whole.body) // 2]
            await send({"type": "http.response.start", **start})
            await send({"type": "http.response.body", "body": half, "more_body": True})
        if self._fault is not Fault.CUT:
            while (await receive())["type"] != "http.disconnect":
                pass
        # Here the server hangs up: it was told that more would come.
