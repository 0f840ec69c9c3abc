"""The keys that sign, and the tokens that they sign."""

import time
from collections.abc import Mapping
from secrets import token_hex
from typing import Any, Literal

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

Algorithm = Literal["RS256", "ES256"]


class SigningKey:
    """A private key with its name; only its public half leaves."""

    def __init__(self, algorithm: Algorithm) -> None:
        self.algorithm = algorithm
        self.kid = token_hex(4)
        self.private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
        public: dict[str, Any]
        if algorithm == "RS256":
            self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
            public.pop("key_ops", None)
        else:
            self.private = ec.generate_private_key(ec.SECP256R1())
            public = ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        self.published = {"kid": self.kid, "use": "sig", "alg": algorithm, **public}
        """As it stands in the JWK set."""


class KeyRing:
    """One key signs; those before it are published until they are withdrawn."""

    def __init__(self, issuer: str, audience: str, lifetime_s: int = 300) -> None:
        self.issuer = issuer
        self.lifetime_s = lifetime_s
        self._audience = audience
        self._keys = [SigningKey("RS256")]

    def rotate(self, algorithm: Algorithm = "ES256", *, withdraw: bool = False) -> str:
        """Sign with a new key from now on; returns its kid.

        `withdraw` takes the others back at once, as after a theft: what they signed is worth
        nothing to whoever looks.
        """
        new = SigningKey(algorithm)
        self._keys = [new] if withdraw else [*self._keys, new]
        return new.kid

    def published(self) -> dict[str, list[dict[str, Any]]]:
        """The JWK set."""
        return {"keys": [key.published for key in self._keys]}

    def token(self, client: str, scope: str) -> str:
        """A JWT that says who the client is and what it may do."""
        now, key = int(time.time()), self._keys[-1]
        claims: Mapping[str, Any] = {
            "iss": self.issuer,
            "sub": client,
            "aud": self._audience,
            "scope": scope,
            "iat": now,
            "exp": now + self.lifetime_s,
            "jti": token_hex(8),
        }
        headers = {"kid": key.kid}
        return jwt.encode(dict(claims), key.private, algorithm=key.algorithm, headers=headers)
