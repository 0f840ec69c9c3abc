"""A REST probe: eight promises, each asked of a running API; what it wrote is in the file."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from labs.units.j03_1.errand import STEPS, Errand
from labs.units.j03_1.rules import JsonObject, Rules
from labs.units.j03_1.site import client_of
from labs.units.j03_1.store import TITLES, Store, fill, new_store, rows_of, state_of, writes_to

MakeApp = Callable[[Path], FastAPI]

GETS = 12
PAGE, MORE = 20, 30
"""Holds on a page by default, and how many `limit` asks for."""
_HELD = [(1 + number % len(TITLES), f"K{number}") for number in range(45)]
_VERBS = {
    *("get", "do", "set", "make", "create", "add", "new", "post", "put", "change", "update"),
    *("edit", "delete", "remove", "release", "cancel", "take", "fetch", "find", "load", "move"),
}
_DEEDS = {"action", "do", "op", "cmd", "command", "method"}


@dataclass(frozen=True)
class Stage:
    """What is probed: how the app is made for a store, and the rules of its clients."""

    make: MakeApp
    rules: type[Rules] = Rules
    titles: Sequence[str] = TITLES
    first: int = 1
    """The number of the first show."""
    held: Sequence[tuple[int, str]] = field(default=tuple(_HELD))
    seats: tuple[str, str] = ("A1", "B 12/13")
    gaps: int = 1
    """By how much the numbers of the holds differ."""
    limit: int | None = None
    """Holds on a page, if that is said."""

    @property
    def filling(self) -> Sequence[tuple[int, int, str]]:
        """Number, show and seat of the holds."""
        return [
            (place * self.gaps, show + self.first - 1, seat)
            for place, (show, seat) in enumerate(self.held, 1)
        ]

    def store(self) -> Path:
        """A new store with these shows and holds."""
        path = new_store(self.titles, self.first)
        fill(path, self.filling)
        return path


class BrokenError(Exception):
    """A promise is broken: what was asked, what came back, what was promised."""


@dataclass(frozen=True)
class Site:
    """An app that is served for the probe, over the store in a file."""

    path: Path
    client: httpx.Client


Promise = Callable[[Stage, Site], None]


@dataclass(frozen=True)
class Finding:
    """One promise, and what was seen of it."""

    promise: Promise
    called: str = ""
    got: str = ""
    """Empty: it is kept."""
    expected: str = ""

    @property
    def is_kept(self) -> bool:
        return not self.got


# --- The promises -----------------------------------------------------------------------------


def nouns(_: Stage, site: Site) -> None:
    """Addresses are names of things, and methods the verbs"""
    named = list(_deeds(json_of(site.client.get("/openapi.json"))))
    _unless(not named, "GET /openapi.json", ", ".join(named), "names of things, such as /holds")


def location(stage: Stage, site: Site) -> None:
    """What was made has an address, which Location tells"""
    errand = _up_to(Errand(site.client, stage.rules(), seats=stage.seats), 4)
    sent, made = errand.sent, errand.answer
    address = made.headers.get("Location")
    _unless(made.status_code == 201, sent, _told(made), "201 Created, and a Location")
    _unless(address, sent, "201 without a Location", "a Location: the address of the hold")
    there = site.client.get(address)
    _unless(there.status_code == 200, f"GET {address}", _told(there), "200, the hold")
    _unless(json_of(made) == json_of(there), f"{sent}, then GET {address}",
            f"{made.text}, then {there.text}", "the same hold twice")  # fmt: skip


def one_address(stage: Stage, site: Site) -> None:
    """GET, PUT and DELETE at one address read, replace and remove"""
    errand = _up_to(Errand(site.client, stage.rules(), seats=stage.seats), 4)
    address = errand.answer.headers.get("Location")
    _unless(address, errand.sent, "no Location", "an address to which PUT and DELETE can go")
    number, show, _ = rows_of(site.path)[-1]
    wanted = {"show": show + 1, "seat": stage.seats[1]}
    put, now = site.client.put(address, json=wanted), site.client.get(address)
    called = f"PUT {address} {wanted}"
    _unless(put.status_code == 200, called, _told(put), "200, and the hold as it is now")
    row, there = (number, show + 1, stage.seats[1]), rows_of(site.path)[-1]
    _unless(there == row, f"{called}; the row in the file", f"{there}", f"{row}")
    _unless(json_of(put) == json_of(now), f"{called}, then GET {address}",
            f"{put.text}, then {now.text}", "the same hold twice")  # fmt: skip
    deleted = site.client.delete(address)
    _unless(deleted.status_code == 204, f"DELETE {address}", _told(deleted), "204")
    _unless(row not in rows_of(site.path), f"DELETE {address}; the file", f"{row}", "it is gone")


def gone(stage: Stage, site: Site) -> None:
    """What is not there is 404, for each method"""
    errand = _up_to(Errand(site.client, stage.rules(), seats=stage.seats), 8)
    wanted = {"show": stage.first, "seat": "Z9"}
    for method in ("GET", "PUT", "DELETE"):
        body = {"json": wanted} if method == "PUT" else {}
        answer = site.client.request(method, errand.address, **body)  # type: ignore[arg-type]
        called = f"{method} {errand.address}, after it was let go"
        _unless(answer.status_code == 404, called, _told(answer), "404")


def safe(stage: Stage, site: Site) -> None:
    """GET changes nothing"""
    document, before = json_of(site.client.get("/openapi.json")), state_of(site.path)
    with writes_to(site.path) as is_written:
        for address in islice(cycle(_gets(document, stage)), GETS):
            site.client.get(address)
            if is_written() and state_of(site.path) != before:
                called = f"GET {address}, then the file is read"
                raise BrokenError(called, "another state than before", "the same, row by row")


def pages(stage: Stage, site: Site) -> None:
    """`next` leads to each hold once, while others are made and let go"""
    store, there = Store(site.path), [number for number, _, _ in rows_of(site.path)]
    home = site.client.get("/")
    address: Any = json_of(home).get("holds")
    _unless(address, "GET /", _told(home), "a link to the holds")
    for asked, size in ((address, PAGE), (f"{address}?limit={MORE}", MORE)):
        numbers, _ = _page(site.client, asked)
        least = min(size, len(there))
        _unless(len(numbers) == least, f"GET {asked}", f"{len(numbers)} holds", f"{least} holds")
    address += f"?limit={stage.limit}" if stage.limit else ""
    got: list[int] = []
    while address and len(got) <= 2 * len(there):
        called = f"GET {address}" + (", after the first hold was let go" if got else "")
        numbers, address = _page(site.client, address)
        most = stage.limit or PAGE
        _unless(len(numbers) <= most, called, f"{len(numbers)} holds", f"at most {most} holds")
        got += numbers
        _unless(len(got) == len(set(got)), called, f"{numbers}", "no hold that came before")
        if store.remove(there[0]):  # once, after the first page
            store.add(stage.first, "late")
    missing = sorted(set(there) - set(got))
    _unless(not missing, "following next, as a hold of page 1 was let go after it was read",
            f"holds {missing} on no page", f"all {len(there)} holds")  # fmt: skip


def restart(stage: Stage, site: Site) -> None:
    """A restart between two requests changes nothing"""
    errand = Errand(site.client, stage.rules(), seats=stage.seats)
    steps = errand.steps()
    with ExitStack() as stack:
        for number, step in enumerate(STEPS, 1):
            told = step
            if number in (4, 5, 7):
                errand.client = stack.enter_context(client_of(stage.make(site.path)))
                told += "; the server was restarted just before"
            next(steps, None)
            _goes_on(errand, number, told)


def side_by_side(stage: Stage, site: Site) -> None:
    """Two clients at once never meet each other's requests"""
    with client_of(stage.make(site.path)) as other:
        clients = (site.client, other)
        both = [
            Errand(clients[0], stage.rules(), 0, ("T1", "T2")),
            Errand(clients[0], stage.rules(), len(stage.titles) - 1, ("P1", "P2")),
        ]
        under_way = [errand.steps() for errand in both]
        for number, step in enumerate(STEPS, 1):
            for errand, steps, name in zip(both, under_way, ("Tom", "Priya"), strict=True):
                next(steps, None)
                _goes_on(errand, number, f"{name}: {step}; the other client is as far")
            both[0].client, both[1].client = clients[number % 2], clients[1 - number % 2]


PROMISES = (nouns, one_address, location, gone, safe, pages, restart, side_by_side)


def findings(stage: Stage, promises: Sequence[Promise] = PROMISES) -> Iterator[Finding]:
    """What is seen of each promise, at one server, over a store that is filled anew for each."""
    path = stage.store()
    with client_of(stage.make(path)) as client:
        for promise in promises:
            fill(path, stage.filling)
            yield _found(promise, stage, Site(path, client))


def _found(promise: Promise, stage: Stage, site: Site) -> Finding:
    try:
        promise(stage, site)
    except BrokenError as error:
        return Finding(promise, *error.args)
    return Finding(promise)


def probe(make: MakeApp, rules: type[Rules] = Rules) -> int:
    """Print what is seen of each promise; the number of those that are kept."""
    kept = 0
    for finding in findings(Stage(make, rules)):
        print(f"{'✔' if finding.is_kept else '✘'} {finding.promise.__doc__}")
        if not finding.is_kept:
            print(f"    {finding.called:.90}\n    {finding.got:.90}")
        kept += finding.is_kept
    return kept


# --- What they are made of ----------------------------------------------------------------------


def _unless(holds: object, called: str, got: str, expected: str) -> None:
    if not holds:
        raise BrokenError(called, got, expected)


def _told(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.text}".strip()


def json_of(answer: httpx.Response) -> JsonObject:
    """The object that its body holds; an empty one if it holds none."""
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _up_to(errand: Errand, steps: int) -> Errand:
    for number, step in enumerate(islice(errand.steps(), steps), 1):
        _goes_on(errand, number, step)
    _goes_on(errand, steps, STEPS[steps - 1])
    return errand


def _goes_on(errand: Errand, number: int, step: str) -> None:
    if errand.done < number and (stuck := errand.stuck):
        raise BrokenError(f"{errand.sent} ({step})", stuck.got, stuck.expected or "the next step")


def _page(client: httpx.Client, address: str) -> tuple[list[int], Any]:
    """The numbers of the holds on this page, and the address of the next."""
    answer = client.get(address)
    items, following = json_of(answer).get("items"), json_of(answer).get("next", ...)
    if not isinstance(items, list) or following is ...:
        raise BrokenError(f"GET {address}", _told(answer), "200 with items and next")
    for item in items[-1:]:
        own = item.get("self") if isinstance(item, dict) else None
        _unless(own, f"GET {address}, an item", f"{item}", "an object with its address, self")
        there = client.get(str(own))
        _unless(json_of(there) == item, f"GET {own}", _told(there), f"as in the list: {item}")
    return [int(re.findall(r"\d+", str(item["self"]))[-1]) for item in items], following


def _deeds(document: JsonObject) -> Iterator[str]:
    for path, operations in document["paths"].items():
        words = re.findall(r"[A-Z]?[a-z]+", re.sub(r"\{.*?\}", "", path))
        if _VERBS & {word.lower() for word in words}:
            yield path
        for operation in operations.values():
            names = {each["name"].lower() for each in operation.get("parameters", ())}
            if _DEEDS & names:
                yield f"{path}?{min(_DEEDS & names)}="


def _gets(document: JsonObject, stage: Stage) -> Iterator[str]:
    """Addresses of all that the document lets one GET, with numbers of what is there."""
    for number in (1, 2, stage.first, stage.first + 1, 45, 46):
        for path, operations in document["paths"].items():
            if "get" not in operations:
                continue
            query = "&".join(
                f"{each['name']}={number}"
                for each in operations["get"].get("parameters", ())
                if each["in"] == "query"
            )
            address = re.sub(r"\{.*?\}", str(number), path)
            yield f"{address}?{query}" if query else address
