"""Keys of a provider, good tokens and forged ones, by names that say what is wrong."""

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

ISSUER = "https://identity.flytower.example"
HOUR = 3600
KeySet = dict[str, list[dict[str, Any]]]


@cache
def private(kid: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    """One of RSA if its name says so, else one of the curve P-256."""
    if kid.startswith("rsa"):
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def algorithm(kid: str) -> str:
    """Of the key with this name."""
    return "RS256" if kid.startswith("rsa") else "ES256"


def published(*kids: str) -> KeySet:
    """The key set that has these."""
    keys = []
    for kid in kids:
        key = private(kid)
        public: dict[str, Any] = (
            RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
            if isinstance(key, rsa.RSAPrivateKey)
            else ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
        )
        keys.append({**public, "kid": kid, "use": "sig", "alg": algorithm(kid)})
    return {"keys": keys}


def signed(
    kid: str | None,
    by: str | None = None,
    header: Mapping[str, object] = {},
    alg: str | None = None,
    **claim: object,
) -> str:
    """A good token, but for what is said otherwise; a claim that is None is left out."""
    signer = by or kid or ""
    claims = {
        "iss": ISSUER,
        "sub": "notifier",
        "aud": "boxoffice",
        "scope": "buyers:read",
        "exp": int(time.time()) + HOUR,
    } | claim
    said = {name: value for name, value in claims.items() if value is not None}
    headers = {**header} if kid is None else {**header, "kid": kid}
    return jwt.encode(said, private(signer), algorithm=alg or algorithm(signer), headers=headers)


@dataclass(frozen=True)
class Minted:
    """A token, and what is wrong with it."""

    token: str
    wrong: str = ""
    """Empty: nothing is."""


def good(rsa_kid: str, ec_kid: str) -> list[Minted]:
    """Those that must be let in."""
    past = int(time.time()) - HOUR
    return [
        Minted(signed(rsa_kid)),
        Minted(signed(ec_kid)),
        Minted(signed(ec_kid, aud=["newsletter", "boxoffice"], nbf=past, iat=past, scope=None)),
    ]


def forged(rsa_kid: str, ec_kid: str) -> list[Minted]:
    """Twelve."""
    now, mine = int(time.time()), signed(ec_kid).split(".")
    theirs = signed("ec-thief", sub="priya").split(".")
    return [
        Minted(".".join([mine[0], theirs[1], mine[2]]), "its claims are another token's"),
        Minted(_unsigned(rsa_kid), "it is not signed (alg none)"),
        Minted(_by_public_key(rsa_kid), "signed by HS256, with the public key as the secret"),
        Minted(signed(ec_kid, by="ec-thief"), "it is signed with a thief's key"),
        Minted(signed(rsa_kid, by=ec_kid), "it is signed with the key of another kid"),
        Minted(signed(rsa_kid, alg="RS512"), "its algorithm is not the one of its key"),
        Minted(_brings_its_key(), "it brings its own key, in the header's jwk"),
        Minted(signed(ec_kid, exp=now - 60), "it has ended"),
        Minted(signed(ec_kid, exp=None), "it has no exp"),
        Minted(signed(rsa_kid, aud="newsletter"), "it is for another service"),
        Minted(signed(ec_kid, iss="https://identity.flytower.example.net"), "another issuer"),
        Minted(signed(ec_kid, sub=None), "it has no sub"),
    ]


def more_forged(rsa_kid: str, ec_kid: str) -> list[Minted]:
    """Those of whoever has read the answer."""
    now, cut = int(time.time()), signed(ec_kid)[:-4]
    return [
        Minted(signed(rsa_kid, nbf=now + HOUR), "it has not begun"),
        Minted(signed(ec_kid, aud=None), "it has no aud"),
        Minted(signed(ec_kid, aud="boxoffice-test"), "it is for another service"),
        Minted(signed(ec_kid, iss=None), "it has no iss"),
        Minted(signed(None, by=ec_kid), "it has no kid"),
        Minted(signed(None, by=rsa_kid), "it has no kid"),
        Minted(signed("rsa-0", by=rsa_kid), "its kid is not in the set"),
        Minted(signed("ec-0", by=ec_kid), "its kid is not in the set"),
        Minted(signed("ec-thief", header={"jku": "http://127.0.0.1:9/jwks.json"}), "a jku"),
        Minted(cut, "its signature is cut short"),
    ]


NO_TOKENS: Sequence[str] = ("", "rubbish", "a.b.c", "..", "Zoë.é.ü", "e30.e30.", "null")


def stranger(number: int) -> str:
    """A forged token that names a key which nobody has."""
    return signed(f"invented-{number}", by="ec-thief")


def _brings_its_key() -> str:
    [key] = published("ec-thief")["keys"]
    return signed("ec-thief", header={"jwk": key})


def _unsigned(kid: str) -> str:
    header, claims, _ = _with_secret({"alg": "none", "typ": "JWT", "kid": kid}, kid).split(".")
    return f"{header}.{claims}."


def _by_public_key(kid: str) -> str:
    return _with_secret({"alg": "HS256", "typ": "JWT", "kid": kid}, kid)


def _with_secret(header: Mapping[str, object], kid: str) -> str:
    """HMAC with the public key as its secret, which PyJWT itself refuses to do."""
    claims = {"iss": ISSUER, "sub": "notifier", "aud": "boxoffice"}
    parts = [
        _written(json.dumps(part).encode())
        for part in (header, {**claims, "exp": int(time.time()) + HOUR})
    ]
    public = private(kid).public_key()
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts.append(_written(hmac.new(secret, ".".join(parts).encode(), hashlib.sha256).digest()))
    return ".".join(parts)


def _written(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
