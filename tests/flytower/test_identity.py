"""The identity provider: what it gives, what it refuses, and that strangers get along with it."""

import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
import requests
from authlib.integrations.requests_client import (  # type: ignore[import-untyped]
    OAuth2Session,
    OAuthError,
)

from labs.flytower.identity.app import create_app
from labs.flytower.identity.clients import Client, Clients
from labs.flytower.identity.keys import KeyRing
from labs.servers import ServerError, Service
from labs.servers.hosting import hosted
from labs.servers.http_client import HttpClient

ISSUER = "https://identity.flytower.example"
SECRET = "not so secret: a test"  # noqa: S105 - a test
GRANT = {"grant_type": "client_credentials"}
NOTIFIER = ("notifier", SECRET)


@pytest.fixture
def identity() -> Iterator[HttpClient]:
    clients = {
        "notifier": Client(secret=SECRET, scopes=["buyers:read", "shows:read"]),
        "bare": Client(secret=SECRET),
    }
    app = create_app(Clients(clients), KeyRing(ISSUER, "boxoffice", 120))
    with hosted(app) as site, site.client() as client:
        yield client


def token(identity: HttpClient) -> str:
    answer = identity.post("/token", data=GRANT, auth=NOTIFIER)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def read(identity: HttpClient, token: str) -> dict[str, Any]:
    """The claims, as a stranger reads them who knows the key set alone."""
    keys = jwt.PyJWKSet.from_dict(identity.get("/jwks.json").json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    names = [key.algorithm_name]
    claims: dict[str, Any] = jwt.decode(
        token, key, algorithms=names, audience="boxoffice", issuer=ISSUER
    )
    return claims


def test_a_token_says_who_for_whom_what_and_until_when(identity: HttpClient) -> None:
    answer = identity.post("/token", data=GRANT | {"scope": "buyers:read"}, auth=NOTIFIER)
    told = answer.json()
    assert (told["token_type"], told["expires_in"], told["scope"]) == (
        "Bearer",
        120,
        "buyers:read",
    )
    assert answer.headers["Cache-Control"] == "no-store"
    claims = read(identity, told["access_token"])
    assert (claims["iss"], claims["sub"], claims["aud"]) == (ISSUER, "notifier", "boxoffice")
    assert claims["scope"] == "buyers:read"
    assert claims["exp"] - claims["iat"] == 120
    assert abs(claims["iat"] - time.time()) < 60


def test_no_two_tokens_are_the_same(identity: HttpClient) -> None:
    assert token(identity) != token(identity)


def test_without_a_scope_it_gives_all_that_the_client_may_have(identity: HttpClient) -> None:
    assert read(identity, token(identity))["scope"] == "buyers:read shows:read"
    bare = identity.post("/token", data=GRANT, auth=("bare", SECRET))
    assert bare.json()["scope"] == ""


def test_the_secret_may_stand_in_the_form(identity: HttpClient) -> None:
    form = GRANT | {"client_id": "notifier", "client_secret": SECRET}
    assert identity.post("/token", data=form).status_code == 200


BASIC = requests.auth._basic_auth_str("notifier", SECRET)


@pytest.mark.parametrize(
    ("form", "header", "status", "error"),
    [
        (GRANT, "", 401, "invalid_client"),
        (GRANT, requests.auth._basic_auth_str("notifier", "wrong"), 401, "invalid_client"),
        (GRANT, requests.auth._basic_auth_str("nobody", SECRET), 401, "invalid_client"),
        (GRANT, "Basic é".encode(), 401, "invalid_client"),
        (GRANT, "Basic bm8gY29sb24=", 401, "invalid_client"),
        (GRANT, "Bearer abc", 401, "invalid_client"),
        (GRANT | {"client_secret": SECRET}, BASIC, 401, "invalid_client"),
        (GRANT | {"client_id": "notifier"}, "", 401, "invalid_client"),
        (GRANT | {"scope": "buyers:read refunds:write"}, BASIC, 400, "invalid_scope"),
        ({"grant_type": "password"}, BASIC, 400, "unsupported_grant_type"),
        ({}, BASIC, 400, "invalid_request"),
        ({"grant_type": ["client_credentials"] * 2}, BASIC, 400, "invalid_request"),
    ],
)
def test_what_it_refuses_it_refuses_in_the_words_of_the_rfc(
    identity: HttpClient, form: Any, header: str, status: int, error: str
) -> None:
    headers = {"Authorization": header} if header else {}
    answer = identity.post("/token", data=form, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    assert identity.get("/gauge").json() == {"tokens": 0, "refused": 1, "key_sets": 0}


def test_a_rotated_key_is_published_until_it_is_withdrawn(identity: HttpClient) -> None:
    old = token(identity)
    kid = identity.post("/rotate").json()["kid"]
    new = token(identity)
    assert jwt.get_unverified_header(old)["alg"] == "RS256"
    assert jwt.get_unverified_header(new) == {"alg": "ES256", "typ": "JWT", "kid": kid}
    assert read(identity, old)["sub"] == read(identity, new)["sub"] == "notifier"
    identity.post("/rotate?withdraw=true&algorithm=RS256")
    for gone in (old, new):
        with pytest.raises(KeyError):
            read(identity, gone)
    assert read(identity, token(identity))["sub"] == "notifier"


def test_only_public_halves_are_published(identity: HttpClient) -> None:
    identity.post("/rotate")
    answer = identity.get("/jwks.json")
    rsa, ec = answer.json()["keys"]
    assert set(rsa) == {"kid", "use", "alg", "kty", "n", "e"}
    assert set(ec) == {"kid", "use", "alg", "kty", "crv", "x", "y"}
    assert answer.headers["Cache-Control"] == "max-age=300"


def test_an_algorithm_that_it_has_not_is_a_problem(identity: HttpClient) -> None:
    assert identity.post("/rotate?algorithm=none").status_code == 422


def test_it_counts_what_it_was_asked(identity: HttpClient) -> None:
    token(identity)
    identity.post("/token")
    identity.get("/jwks.json")
    assert identity.get("/gauge").json() == {"tokens": 1, "refused": 1, "key_sets": 1}
    identity.delete("/gauge")
    assert identity.get("/gauge").json() == {"tokens": 0, "refused": 0, "key_sets": 0}


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_stranger_gets_along_with_it(identity: HttpClient, method: str) -> None:
    about = identity.get("/.well-known/oauth-authorization-server").json()
    assert about["issuer"] == ISSUER
    with OAuth2Session(*NOTIFIER, scope="shows:read", token_endpoint_auth_method=method) as theirs:
        theirs.trust_env = False
        told = theirs.fetch_token(f"{identity.base}/token", grant_type="client_credentials")
        assert read(identity, told["access_token"])["scope"] == "shows:read"
    with OAuth2Session("notifier", "wrong", token_endpoint_auth_method=method) as theirs:
        theirs.trust_env = False
        with pytest.raises(OAuthError, match="invalid_client"):
            theirs.fetch_token(f"{identity.base}/token", grant_type="client_credentials")


def test_it_runs_as_a_process_of_its_own() -> None:
    clients = f'{{"notifier": {{"secret": "{SECRET}", "scopes": ["buyers:read"]}}}}'
    with (
        Service.start("identity", IDENTITY_CLIENTS=clients, IDENTITY_LIFETIME_S="7") as service,
        service.client() as client,
    ):
        told = client.post("/token", data=GRANT, auth=NOTIFIER).json()
        assert told["expires_in"] == 7
        about = client.get("/.well-known/oauth-authorization-server").json()
        assert about["issuer"] == service.url
        assert client.get(about["jwks_uri"]).json()["keys"]


def test_a_wrong_environment_is_told() -> None:
    with pytest.raises(ServerError, match="IDENTITY_CLIENTS"):
        Service.start("identity", IDENTITY_CLIENTS='{"notifier": {"secret": "short"}}')
