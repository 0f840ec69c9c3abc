"""A real nginx before two replicas, which keeps what it is told that it may keep."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from fastapi import FastAPI

from labs.servers import Nginx
from labs.servers.hosting import hosted
from labs.servers.http_client import HttpClient
from labs.units.s03_3.office import TITLES, poster_of, read, written_elsewhere

HTTP = """
proxy_cache_path cache keys_zone=pages:1m;
upstream replicas {{ {servers} }}
"""
SITE = """
proxy_cache pages;
add_header X-Cache $upstream_cache_status always;
location / { proxy_pass http://replicas; }
location ~ ^/evenings/ {
    proxy_pass http://replicas;
    proxy_set_header If-None-Match $http_if_none_match;
}
"""


@contextmanager
def behind_nginx(make: Callable[[], FastAPI]) -> Iterator[HttpClient]:
    """Two apps, and a client of the nginx that stands before them."""
    with ExitStack() as stack:
        sites = [stack.enter_context(hosted(make())) for _ in range(2)]
        servers = " ".join(f"server 127.0.0.1:{site.port};" for site in sites)
        nginx = stack.enter_context(Nginx.start(SITE, http=HTTP.format(servers=servers)))
        yield stack.enter_context(nginx.client())


class Visit(NamedTuple):
    """Somebody asks for something; before it, an evening may get another price."""

    path: str
    key: str | None = None
    """The key of the guest who asks."""
    change: tuple[int, int] | None = None
    """The id of the evening whose stalls cost so many pence from now on."""


def visits(
    count: int = 200, seed: int = 3, keys: Sequence[str] = ("k-ada", "k-ben")
) -> list[Visit]:
    """Visits of an app on an on-sale: of 100 reads 59 posters, 35 lists, 4 evenings, 2 accounts."""
    rng = Random(seed)  # noqa: S311 - a trace, no secret
    posters = [f"/posters/{poster_of(title)[0]}" for title in TITLES]
    hot = [rng.randrange(1, 6) for _ in range(2)]
    some = [Visit(rng.choice(posters)) for _ in range(count * 59 // 100)]
    some += [Visit("/evenings") for _ in range(count * 35 // 100)]
    evenings = [Visit(f"/evenings/{hot[n % 2]}") for n in range(count * 4 // 100)]
    accounts = [Visit("/me", keys[n % len(keys)]) for n in range(count * 2 // 100)]
    some += evenings + accounts
    rng.shuffle(some)
    price = 3000
    for place, visit in enumerate(some):
        if visit in evenings:
            price += 100
            some[place] = visit._replace(change=(int(visit.path.rpartition("/")[2]), price))
    return some


class Seen(NamedTuple):
    """What a visit got, and whether it should have."""

    visit: Visit
    status: int
    kept: bool
    """It came out of nginx's cache."""
    wrong: str
    """Why it should not have; empty if all is well."""
    text: str


def replayed(client: HttpClient, database: Path, trace: Sequence[Visit]) -> list[Seen]:
    """Send the visits one after the other, and compare each with what is true then."""
    seen = []
    for visit in trace:
        if visit.change:
            number, pence = visit.change
            [row] = read(database, "SELECT body FROM evening WHERE id = ?", number)
            prices = json.loads(row["body"])["prices"]
            written_elsewhere(database, number, prices={**prices, "stalls": pence})
        headers = {"Authorization": f"Bearer {visit.key}"} if visit.key else {}
        answer = client.get(visit.path, headers=headers)
        kept = answer.headers.get("X-Cache") == "HIT"
        wrong = _wrong(database, visit, answer.json() if "json" in _type(answer.headers) else None)
        seen.append(Seen(visit, answer.status_code, kept, wrong, answer.text))
    return seen


def _type(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type", "")


def _wrong(database: Path, visit: Visit, said: Any) -> str:  # noqa: ANN401
    if visit.key:
        [guest] = read(database, "SELECT name FROM guest WHERE key = ?", visit.key)
        return "" if said and said.get("name") == guest["name"] else "another guest's account"
    if visit.path.startswith("/evenings/"):
        number = int(visit.path.rpartition("/")[2])
        [row] = read(database, "SELECT body FROM evening WHERE id = ?", number)
        true = json.loads(row["body"])["prices"]
        return "" if said and said.get("prices") == true else "an old price"
    return ""


def tally(seen: Sequence[Seen]) -> dict[str, int]:
    """How many came from where, for a figure."""
    return {
        "right from nginx": sum(each.kept and not each.wrong for each in seen),
        "right from a replica": sum(not each.kept and not each.wrong for each in seen),
        "wrong": sum(bool(each.wrong) for each in seen),
    }
