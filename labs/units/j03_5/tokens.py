"""Good tokens and forged ones, by names that say what is wrong."""

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Keys = dict[str, tuple[str, str]]

NOW, NEXT, PARTNER = "2026-12", "2027-01", "kirkwall"
_SECRETS = {NOW: "9c1f" * 16, NEXT: "07be" * 32}
HOUR = 3600


@cache
def _pair(owner: str) -> tuple[rsa.RSAPrivateKey, str]:
    """A private key of this owner, and the public one as text."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    written = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private, written.decode()


def some_keys() -> Keys:
    """Two secrets of ours, for algorithms of their own, and a partner's public key."""
    return {
        NOW: ("HS256", _SECRETS[NOW]),
        NEXT: ("HS512", _SECRETS[NEXT]),
        PARTNER: ("RS256", _pair(PARTNER)[1]),
    }


@dataclass(frozen=True)
class Minted:
    """A token, and what is wrong with it."""

    token: str
    wrong: str = ""
    """Empty: nothing is."""


def _signed(
    guest: str,
    kid: object = NOW,
    key: Any = None,  # noqa: ANN401 - a text or a private key
    alg: str | None = None,
    **claim: object,
) -> str:
    """A good token, but for what is said otherwise; a claim that is None is left out."""
    claims = {"sub": guest, "aud": "boxoffice", "exp": int(time.time()) + HOUR} | claim
    usual: Any
    algorithm, usual = some_keys().get(str(kid), some_keys()[NOW])
    if kid == PARTNER:
        usual = _pair(PARTNER)[0]
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None},
        usual if key is None else key,
        algorithm=alg or algorithm,
        headers={} if kid is None else {"kid": kid},
    )


def good(guest: str) -> list[Minted]:
    """Three that must be let in."""
    past = int(time.time()) - 10 * HOUR
    return [
        Minted(_signed(guest)),
        Minted(_signed(guest, NEXT, aud=["newsletter", "boxoffice"], nbf=past)),
        Minted(_signed(guest, PARTNER, iat=past, row=7)),
    ]


def forged(guest: str) -> list[Minted]:
    """The usual ones."""
    now = int(time.time())
    mine, theirs = _signed("thief").split("."), _signed(guest).split(".")
    return [
        Minted(".".join([mine[0], theirs[1], mine[2]]), "its claims are another token's"),
        Minted(_unsigned(guest), "it is not signed (alg none)"),
        Minted(_signed(guest, key="ab" * 32), "it is signed with a secret that nobody here knows"),
        Minted(_signed(guest, exp=now - HOUR), "it has ended"),
        Minted(_signed(guest, aud="newsletter"), "it is for another service"),
        Minted(_signed(guest, exp=None), "it has no exp"),
        Minted(_signed(guest, "../page/frontdoor.js"), "its kid is none of keys"),
    ]


def with_key(guest: str, secret: str) -> str:
    """A good token of NOW, where this is its secret."""
    return _signed(guest, key=secret)


def brief(guest: str) -> tuple[str, int]:
    """A good token that ends within the next 1.1 seconds, and when."""
    end = int(time.time() + 1.1)
    return _signed(guest, exp=end), end


def more_forged(guest: str) -> list[Minted]:
    """Those of whoever has read the answer."""
    now = int(time.time())
    return [
        Minted(_signed(guest, nbf=now + HOUR), "it has not begun"),
        Minted(_signed(guest, exp=now - 1), "it has ended, a second ago"),
        Minted(_signed(guest, aud=None), "it has no aud"),
        Minted(_signed(guest, aud="boxoffice-test"), "it is for another service"),
        Minted(_signed(guest, aud=["newsletter"]), "it is for another service"),
        Minted(_signed(guest, sub=None), "it has no sub"),
        Minted(_signed(guest, None), "it has no kid"),
        Minted(_signed(guest, alg="HS512"), "its algorithm is not the one of its key"),
        Minted(_signed(guest, NEXT, alg="HS256"), "its algorithm is not the one of its key"),
        Minted(_signed(guest, key=_SECRETS[NEXT]), "it is signed with the key of another kid"),
        Minted(_signed(guest, PARTNER, key=_pair("thief")[0]), "it is signed with a thief's key"),
        Minted(_confused(guest), "it is signed by HS256, with the public key as the secret"),
        Minted(_signed(guest, NOW, key=_pair("thief")[0], alg="RS256"), "RS256, of a secret's kid"),
        Minted(_signed(guest)[:-3], "its signature is cut short"),
        Minted(_with_header({"alg": "HS256", "kid": [NOW]}, guest), "its kid is a list"),
    ]


NO_TOKENS = ("", "rubbish", "a.b.c", "..", "Zoë.é.ü", "e30.e30.", "null", "fly_3f9a1c2e.xyz")


def _unsigned(guest: str) -> str:
    header, claims, _ = _with_header({"alg": "none", "typ": "JWT", "kid": NOW}, guest).split(".")
    return f"{header}.{claims}."


def _confused(guest: str) -> str:
    """HMAC with the partner's public key, which PyJWT itself refuses to do."""
    return _with_header({"alg": "HS256", "typ": "JWT", "kid": PARTNER}, guest)


def _with_header(header: Mapping[str, object], guest: str) -> str:
    """Signed by HMAC with the partner's public key, whatever the header says."""
    claims = {"sub": guest, "aud": "boxoffice", "exp": int(time.time()) + HOUR}
    parts = [_written(json.dumps(part).encode()) for part in (header, claims)]
    secret = some_keys()[PARTNER][1].encode()
    parts.append(_written(hmac.new(secret, ".".join(parts).encode(), hashlib.sha256).digest()))
    return ".".join(parts)


def _written(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
