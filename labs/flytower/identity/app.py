"""The provider's HTTP interface."""

import asyncio
from collections import Counter
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from labs.flytower.health import add_health
from labs.flytower.identity.clients import Clients, credentials
from labs.flytower.identity.keys import Algorithm, KeyRing
from labs.flytower.problems import add_handlers

_KEYS_LIVE_S = 300
_NO_STORE = {"Cache-Control": "no-store"}


class Reading(BaseModel):
    """What it was asked since it was reset."""

    tokens: int
    """Tokens given."""
    refused: int
    """Calls of the token end point that got none."""
    key_sets: int
    """How often the public keys were fetched."""


class Rotated(BaseModel):
    """The key that signs from now on."""

    kid: str


def create_app(clients: Clients, ring: KeyRing, delay_s: float = 0) -> FastAPI:
    """A provider for these programs, which takes so long for each token."""
    counted: Counter[str] = Counter()
    app = FastAPI(title="Identity", version="1", docs_url=None, redoc_url=None)
    add_handlers(app)
    add_health(app)

    @app.post("/token", responses={400: {}, 401: {}})
    async def token(request: Request) -> JSONResponse:
        await asyncio.sleep(delay_s)
        pairs = parse_qsl((await request.body()).decode(errors="replace"))
        answer = _token(clients, ring, request.headers.get("Authorization", ""), pairs)
        counted["tokens" if answer.status_code == 200 else "refused"] += 1
        return answer

    @app.get("/jwks.json")
    async def keys() -> JSONResponse:
        counted["key_sets"] += 1
        headers = {"Cache-Control": f"max-age={_KEYS_LIVE_S}"}
        return JSONResponse(ring.published(), headers=headers)

    @app.get("/.well-known/oauth-authorization-server")
    async def about() -> dict[str, Any]:
        return {
            "issuer": ring.issuer,
            "token_endpoint": f"{ring.issuer}/token",
            "jwks_uri": f"{ring.issuer}/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "response_types_supported": [],
        }

    @app.post("/rotate", include_in_schema=False)
    async def rotate(
        algorithm: Algorithm = "ES256", withdraw: Annotated[bool, Query()] = False
    ) -> Rotated:
        return Rotated(kid=ring.rotate(algorithm, withdraw=withdraw))

    @app.get("/gauge", include_in_schema=False)
    async def measured() -> Reading:
        names = Reading.model_fields
        return Reading(**{name: counted[name] for name in names})

    @app.delete("/gauge", status_code=204, include_in_schema=False)
    async def reset() -> None:
        counted.clear()

    return app


def _token(
    clients: Clients, ring: KeyRing, header: str, pairs: list[tuple[str, str]]
) -> JSONResponse:
    """A token, or why there is none, in the words of RFC 6749, 5.2."""
    form = dict(pairs)
    if len(form) < len(pairs):
        return _refusal("invalid_request", "A parameter came twice.")
    who = credentials(header, form)
    if who is None or not clients.known(*who):
        return _refusal("invalid_client", "Unknown client, or not its secret.", 401)
    if "grant_type" not in form:
        return _refusal("invalid_request", "grant_type is missing.")
    if form["grant_type"] != "client_credentials":
        return _refusal("unsupported_grant_type", "Only client_credentials is given here.")
    scope = clients.granted(who[0], form.get("scope", ""))
    if scope is None:
        return _refusal("invalid_scope", f"{who[0]} may not have all of {form['scope']}.")
    body = {
        "access_token": ring.token(who[0], scope),
        "token_type": "Bearer",
        "expires_in": ring.lifetime_s,
        "scope": scope,
    }
    return JSONResponse(body, headers=_NO_STORE)


def _refusal(error: str, description: str, status: int = 400) -> JSONResponse:
    headers = dict(_NO_STORE)
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="identity"'
    body = {"error": error, "error_description": description}
    return JSONResponse(body, status, headers)
