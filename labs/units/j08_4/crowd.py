"""Who comes to the apps of J08.4, and what each must be answered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from labs.units.j08_4.bare import LARGEST
from labs.units.j08_4.guests import Wish

_LIST = "/shows/<int:show>/reviews"
_GOOD = json.dumps({"stars": 5, "text": "Again!"}).encode()
_HALF = b'{"stars": 5, '

EVENING: Sequence[Wish] = (
    Wish("GET", "/shows/1/reviews", _LIST, comes_as=200),
    Wish("GET", "/shows/2/reviews?stars=5", _LIST, comes_as=200),
    Wish("HEAD", "/shows/3/reviews", _LIST, comes_as=200),
    Wish("POST", "/shows/1/reviews", _LIST, _GOOD, comes_as=201),
    Wish("POST", "/shows/2/reviews", _LIST, _HALF, comes_as=400),
    Wish("DELETE", "/reviews/9999", "/reviews/<int:number>", comes_as=500),
    Wish("GET", "/drill/1", "/drill/<int:number>", comes_as=500),
    Wish("GET", "/drill/7", "/drill/<int:number>", comes_as=500),
    Wish("GET", "/nowhere", comes_as=404),
    Wish("GET", '/a%0A%22,"status":200', comes_as=404),
    Wish("PUT", "/shows/1/reviews", comes_as=405),
    Wish('BR"EW', "/shows/1/reviews", comes_as=405),
    Wish("GET", "/shows/1/reviews", _LIST, headers={"X-Layer": "refuses"}, comes_as=401),
    Wish("GET", "/shows/1/reviews", _LIST, headers={"X-Layer": "fails"}, comes_as=500),
    Wish("GET", "/nowhere", headers={"X-Layer": "refuses"}, comes_as=401),
    Wish("GET", "/shows/3/export", "/shows/<int:show>/export", leaves=True, comes_as=200),
)
"""One of each kind, for an app that handles no errors."""


@dataclass(frozen=True)
class Visit:
    """A request to an app with handlers of errors, and its answer."""

    wish: Wish
    status: int
    title: str = ""
    """Empty: the one that Flask has for this status."""
    headers: Mapping[str, str] = field(default_factory=dict)


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_WRONG = "stars: 1 to 5; text: 1 to 500 characters"

VISITS: Sequence[Visit] = (
    Visit(Wish("GET", "/shows/1/reviews", about="a list"), 200),
    Visit(Wish("POST", "/shows/1/reviews", body=_GOOD, about="a review"), 201),
    Visit(Wish("GET", "/shows/9/reviews", about="Refused"), 404, "There is no such show."),
    Visit(Wish("POST", "/shows/1/reviews", body=b"[]", about="Refused"), 422, _WRONG),
    Visit(Wish("GET", "/closed", about="a kind of Refused"), 410, "This show is over."),
    Visit(Wish("GET", "/nowhere", about="an address that is none"), 404),
    Visit(
        Wish("PUT", "/shows/1/reviews", about="a method that is not taken"),
        405,
        headers={"Allow": "GET, HEAD, OPTIONS, POST"},
    ),
    Visit(Wish("POST", "/shows/1/reviews", body=_HALF, about="half a JSON"), 400),
    Visit(Wish("POST", "/shows/1/reviews", body=b"stars=5", headers=_FORM, about="a form"), 415),
    Visit(Wish("POST", "/shows/1/reviews", body=b"5" * (LARGEST + 1), about="too large"), 413),
    Visit(Wish("GET", "/locked", about="abort(409, …)"), 409),
    Visit(Wish("GET", "/flood", about="TooManyRequests"), 429, headers={"Retry-After": "7"}),
    Visit(
        Wish("GET", "/piece", about="RequestedRangeNotSatisfiable"),
        416,
        headers={"Content-Range": "bytes */7"},
    ),
)


def hash_of(key: str) -> str:
    """Under which a key is kept."""
    return sha256(key.encode()).hexdigest()


HELD_BY: Mapping[str, str] = {
    hash_of("sesame"): "Tom",
    hash_of("poppy-7"): "Ines",
    hash_of("a key"): "Rafi",
}
"""Owners, by the hash of their key."""

_OWNERS = {"Bearer sesame": "Tom", "Bearer poppy-7": "Ines", "Bearer a key": "Rafi"}
_STRANGERS = (
    None,
    "",
    "Bearer",
    "Bearer ",
    "Bearer open",
    "Bearer Sesame",
    "Bearer sesame, poppy-7",
    "Basic sesame",
    "sesame",
    f"Bearer {hash_of('sesame')}",
    "Bearer Tom",
)

TOMS = Wish("POST", "/shows/1/reviews", body=_GOOD, headers={"Authorization": "Bearer sesame"})
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Coming:
    """Somebody at an app that asks for keys."""

    wish: Wish
    status: int
    owner: str = ""
    refused: bool = False
    handled: bool = True
    """Whether it has a handler, which runs if it is let in."""
    in_django: bool = True

    @property
    def plain(self) -> bool:
        """Whether somebody just posts a right review."""
        return self.wish.body == _GOOD and self.handled


@dataclass(frozen=True)
class _Door:
    method: str
    path: str
    status: int
    body: bytes = b""
    handled: bool = True
    in_django: bool = True


_DOORS = (
    _Door("GET", "/shows/1/reviews", 200),
    _Door("HEAD", "/shows/2/reviews", 200),
    _Door("OPTIONS", "/shows/2/reviews", 200, handled=False),
    _Door("GET", "/nowhere", 404, handled=False),
    _Door("GET", "/shows/9/reviews", 404),
    _Door("GET", "/drill/1", 500),
    _Door("POST", "/shows/1/reviews", 201, _GOOD),
    _Door("POST", "/shows/1/reviews", 400, _HALF, in_django=False),
    _Door("POST", "/shows/1/reviews", 413, b"5" * (LARGEST + 1), in_django=False),
    _Door("POST", "/nowhere", 404, _GOOD, handled=False),
    _Door("PUT", "/shows/1/reviews", 405, handled=False, in_django=False),
    _Door("DELETE", "/reviews/77", 404, in_django=False),
    _Door("DELETE", "/nowhere", 404, handled=False),
    _Door("PURGE", "/nowhere", 404, handled=False),
    _Door("POST", "/drill/0", 500),
)


def _comings(said: str | None) -> list[Coming]:
    owner = _OWNERS.get(said or "", "")
    about = "no Authorization" if said is None else f"Authorization: {said}"
    headers = {} if said is None else {"Authorization": said}
    found = []
    for door in _DOORS:
        wish = Wish(door.method, door.path, body=door.body, headers=headers, about=about)
        refused = not owner and door.method not in SAFE
        status = 401 if refused else door.status
        in_django = door.in_django or refused  # refused alike, whatever is there
        found.append(Coming(wish, status, owner, refused, door.handled, in_django))
    return found


COMINGS: Sequence[Coming] = [
    coming for said in (*_OWNERS, *_STRANGERS) for coming in _comings(said)
]
