"""The programs that may ask for tokens, and how they say who they are."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import unquote_plus

from pydantic import BaseModel, Field


class Client(BaseModel):
    """A program, as the settings have it."""

    secret: str = Field(min_length=16)
    scopes: Sequence[str] = ()
    """All that it may ask for."""


class Clients:
    """Knows the programs by the hashes of their secrets."""

    def __init__(self, clients: Mapping[str, Client]) -> None:
        self._hashes = {name: _hash(client.secret) for name, client in clients.items()}
        self._scopes = {name: tuple(client.scopes) for name, client in clients.items()}

    def known(self, name: str, secret: str) -> bool:
        """Whether this is a program, and its secret."""
        kept = self._hashes.get(name)
        given = _hash(secret)
        return compare_digest(given, kept or given) and kept is not None

    def granted(self, name: str, wanted: str) -> str | None:
        """The scopes for a known program, all of its own if none is wanted; None: it may not."""
        scopes = wanted.split() or self._scopes[name]
        return " ".join(scopes) if set(scopes) <= set(self._scopes[name]) else None


def credentials(header: str, form: Mapping[str, str]) -> tuple[str, str] | None:
    """Name and secret, from the header (RFC 6749, 2.3.1) or else the form; None: neither has them.

    Both in one request are none, too: which of them counts would be a guess.
    """
    scheme, _, value = header.partition(" ")
    if not header:
        pair = form.get("client_id"), form.get("client_secret")
        return (pair[0], pair[1]) if pair[0] and pair[1] else None
    if scheme.lower() != "basic" or "client_secret" in form:
        return None
    try:
        name, colon, secret = b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        return None
    return (unquote_plus(name), unquote_plus(secret)) if colon else None


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
