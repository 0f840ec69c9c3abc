"""Requests over a line that loses some of them, or of their answers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import httpx

from labs.servers.hosting import hosted
from labs.units.s12_2.gate import Gateway, Persist
from labs.units.s12_2.upstream import Heard, Upstream

_TWICE_AS_ONCE = ("GET", "HEAD", "PUT", "DELETE")


@dataclass(frozen=True)
class Wish:
    """A request, and what the line does to its tries: "before" or "after" it is done, or ""."""

    method: str
    key: str | None
    lost: tuple[str, str, str]

    @property
    def repeatable(self) -> bool:
        """Whether it does no harm when it is sent again."""
        return self.method in _TWICE_AS_ONCE or self.key is not None

    @property
    def arrivals(self) -> int:
        """How often it comes when what is lost is sent again, if that does no harm."""
        tries = 3 if self.repeatable else 1
        return next((n + 1 for n in range(tries) if not self.lost[n]), tries)

    @property
    def succeeds(self) -> bool:
        return not self.lost[self.arrivals - 1]

    @property
    def done(self) -> bool:
        """Whether the office carries it out, whatever the client is told."""
        return any(when != "before" for when in self.lost[: self.arrivals])

    def __str__(self) -> str:
        key = "" if self.method in _TWICE_AS_ONCE else f" with{'' if self.key else 'out'} a key"
        lost = [f"try {n}: lost {when} it is done" for n, when in enumerate(self.lost, 1) if when]
        return f"{self.method}{key}, {', '.join(lost) or 'nothing lost'}"


def wishes(number: int, seed: int) -> list[Wish]:
    """So many requests of all methods, of which the line loses one in five or so."""
    draw = Random(seed)  # noqa: S311 - no secret
    methods = (*_TWICE_AS_ONCE, "POST", "POST", "PATCH", "PATCH", "POST")
    return [
        Wish(
            draw.choice(methods),
            f"click {n}" if draw.random() < 0.5 else None,
            (_loss(draw), _loss(draw), _loss(draw)),
        )
        for n in range(number)
    ]


def _loss(draw: Random) -> str:
    return draw.choices(("", "before", "after"), (80, 8, 12))[0]


def through(box: Upstream, persist: Persist, asked: Sequence[Wish], at_once: int = 1) -> list[int]:
    """The status that each of them ends with, through a gateway with one upstream."""

    def ask(number: int) -> int:
        wish = asked[number]
        headers = {"X-Request": str(number)}
        if wish.key is not None:
            headers["Idempotency-Key"] = wish.key
        body = f"{number}" if wish.method in {"POST", "PUT", "PATCH"} else None
        path = f"/seats/{number % 7}" if wish.method in _TWICE_AS_ONCE else "/orders"
        return client.request(wish.method, path, headers=headers, content=body).status_code

    with (
        hosted(Gateway(box.url, persist=persist)) as site,
        httpx.Client(base_url=site.url, trust_env=False, timeout=30) as client,
        ThreadPoolExecutor(at_once) as pool,
    ):
        return [*pool.map(ask, range(len(asked)))]


def upstream_of(asked: Sequence[Wish]) -> Upstream:
    """A box office behind a line that loses what they say."""

    def loses(heard: Heard, number: int) -> str:
        name = heard.get("x-request")
        return "" if name is None else (*asked[int(name)].lost, "", "")[min(number, 4)]

    return Upstream(loses)


def orders_made(persist: Persist, guests: int = 100) -> str:
    """Each guest orders once, every other one with a key; one answer in ten is lost."""
    draw = Random(4)  # noqa: S311 - no secret
    asked = []
    for guest in range(guests):
        one, two, three = ("after" if draw.random() < 0.1 else "" for _ in range(3))
        asked.append(Wish("POST", f"guest {guest}" if guest % 2 else None, (one, two, three)))
    with upstream_of(asked) as box:
        statuses = through(box, persist, asked)
        return f"{box.office.orders} orders, {statuses.count(201)} guests were told so"
