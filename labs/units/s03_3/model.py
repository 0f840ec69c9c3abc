"""A long random run of changes through two replicas, beside a model in memory."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from labs.units.s03_3.merging import merged_by_the_rfc
from labs.units.s03_3.office import Row, read, season
from labs.units.s03_3.replicas import Answer, Make, Replicas

PATCHES: tuple[Any, ...] = (
    {"note": "with subtitles", "id": 77},
    {"note": None},
    {"note": ""},
    {"prices": {"circle": 0}},
    {"prices": {"circle": None, "box": 9000}},
    {"prices": {"stalls": 3300}, "venue": "Stromness"},
    {"access": {"ramp": True, "loop": {"rows": [1, 2]}}},
    {"access": {"loop": {"rows": [3], "side": None}}},
    {"access": None, "title": "Dido, at last"},
    {},
    {"title": None},
    {"title": ""},
    {"prices": 3000},
    ["title"],
)
"""What callers send; the last four leave no evening."""

KINDS = {"patch": 8, "bulk": 3, "read": 4, "create": 2, "delete": 2}
"""Kinds of step, with how often each is taken."""


class Difference(NamedTuple):
    """Where an app and the model part."""

    step: int
    called: str
    got: object
    expected: object
    likely: str


@dataclass
class _Kept:
    body: Row
    version: int = 1
    gone: bool = False


class _Expected(NamedTuple):
    status: int
    document: Any = None
    tag: str | None = None


def is_evening(document: Any) -> bool:  # noqa: ANN401
    """It has a title, and prices in whole pence."""
    if not isinstance(document, dict) or not isinstance(document.get("prices"), dict):
        return False
    title, prices = document.get("title"), document["prices"].values()
    return isinstance(title, str) and bool(title) and all(type(each) is int for each in prices)


@dataclass
class Model:
    """What the office should hold: a dict, without a database, a lock or HTTP."""

    kept: dict[int, _Kept] = field(default_factory=dict)

    def tag(self, number: int, back: int = 0) -> str:
        """Its ETag now, or so many versions ago."""
        version = self.kept[number].version if number in self.kept else 1
        return f'"{number}-{version - back}"'

    def refused(self, number: int, seen: str | None) -> int | None:
        """The first reason not to change it."""
        known = self.kept.get(number)
        if seen is None:
            return 428
        if known is None or known.gone:
            return 410 if known else 404
        return None if seen == self.tag(number) else 412

    def patch(self, number: int, seen: str | None, patch: Any) -> _Expected:  # noqa: ANN401
        """As PATCH does."""
        if status := self.refused(number, seen):
            return _Expected(status)
        new = merged_by_the_rfc(self.kept[number].body, patch)
        if not is_evening(new):
            return _Expected(422)
        self.kept[number] = _Kept(new, self.kept[number].version + 1)
        return self.read(number)

    def delete(self, number: int, seen: str | None) -> _Expected:
        """As DELETE does."""
        if status := self.refused(number, seen):
            return _Expected(status)
        self.kept[number].gone = True
        self.kept[number].version += 1
        return _Expected(204)

    def read(self, number: int) -> _Expected:
        """As GET does."""
        known = self.kept.get(number)
        if known is None or known.gone:
            return _Expected(410 if known else 404)
        return _Expected(200, known.body | {"id": number}, self.tag(number))


class Run:
    """Steps by chance, the same for the same seed."""

    def __init__(
        self, make: Make, database: Path, seed: int, kinds: Collection[str] = KINDS
    ) -> None:
        found = read(database, "SELECT * FROM evening")
        self.model = Model({row["id"]: _Kept(json.loads(row["body"])) for row in found})
        self.two = Replicas(make)
        self._database = database
        self._rng = Random(seed)  # noqa: S311 - a test's steps, no secret
        self._weights = {kind: weight for kind, weight in KINDS.items() if kind in kinds}
        self._steps: Mapping[str, Callable[[], Difference | None]] = {
            "patch": self._patch,
            "bulk": self._bulk,
            "read": self._read,
            "create": self._create,
            "delete": self._delete,
        }
        self.step = 0

    def first_difference(self, steps: int) -> Difference | None:
        """Take so many steps, or stop at the first that goes otherwise than in the model."""
        for self.step in range(1, steps + 1):
            [kind] = self._rng.choices(list(self._weights), list(self._weights.values()))
            if self.step % 40 == 0:
                self.two.restart(self.step // 40 % 2)
            if difference := self._steps[kind]():
                return difference
        return self._rows_differ()

    def _number(self) -> int:
        """Mostly one that is there, else one that is deleted, or never was."""
        living = [number for number, each in self.model.kept.items() if not each.gone]
        among = living if self._rng.random() < 0.85 and living else [*self.model.kept, 999]
        return self._rng.choice(among)

    def _seen(self, number: int) -> str | None:
        """The ETag that a caller has: mostly the present one, an older one, or none."""
        back = self._rng.choices((0, 1, None), (7, 2, 1))[0]
        return None if back is None else self.model.tag(number, back)

    def _patch(self) -> Difference | None:
        number, patch = self._number(), self._rng.choice(PATCHES)
        seen = self._seen(number)
        answer = self.two("PATCH", f"/evenings/{number}", patch, {"If-Match": seen})
        called = f"PATCH /evenings/{number}, If-Match {seen}, {json.dumps(patch)}"
        return self._compared(called, answer, self.model.patch(number, seen, patch))

    def _delete(self) -> Difference | None:
        number = self._number()
        seen = self._seen(number)
        answer = self.two("DELETE", f"/evenings/{number}", None, {"If-Match": seen})
        called = f"DELETE /evenings/{number}, If-Match {seen}"
        return self._compared(called, answer, self.model.delete(number, seen))

    def _read(self) -> Difference | None:
        number = self._number()
        answer = self.two("GET", f"/evenings/{number}")
        return self._compared(f"GET /evenings/{number}", answer, self.model.read(number))

    def _create(self) -> Difference | None:
        body = season()[self._rng.randrange(5)]
        number = max(self.model.kept) + 1
        self.model.kept[number] = _Kept(body)
        answer = self.two("POST", "/evenings", body)
        wanted = self.model.read(number)._replace(status=201)
        return self._compared("POST /evenings", answer, wanted)

    def _bulk(self) -> Difference | None:
        changes, wanted = [], []
        for _ in range(self._rng.randrange(5)):
            number, patch = self._number(), self._rng.choice(PATCHES)
            seen = self._seen(number)
            changes.append({"id": number, "if_match": seen, "patch": patch})
            done = self.model.patch(number, seen, patch)
            wanted.append({"id": number, "status": done.status, "etag": done.tag})
        answer = self.two("POST", "/evenings/bulk", changes)
        called = f"POST /evenings/bulk, {json.dumps(changes)}"
        got = answer.json.get("results") if isinstance(answer.json, dict) else None
        if answer.status == 200 and got == wanted:
            return None
        said = got if got is not None else f"{answer.status} {answer.raised or answer.body[:80]!r}"
        return Difference(self.step, called, said, wanted, answer.raised or _why_bulk(got, wanted))

    def _compared(self, called: str, answer: Answer, wanted: _Expected) -> Difference | None:
        said = answer.json if wanted.document is not None else None
        got = _Expected(answer.status, said, answer.tag if wanted.tag else None)
        if got == wanted:
            return None
        return Difference(self.step, called, _told(got), _told(wanted), _why(answer, got, wanted))

    def _rows_differ(self) -> Difference | None:
        found = read(self._database, "SELECT * FROM evening ORDER BY id")
        got = {row["id"]: _row(row | {"body": json.loads(row["body"])}) for row in found}
        wanted = {number: _row(vars(each)) for number, each in self.model.kept.items()}
        wrong = next((number for number in wanted if got.get(number) != wanted[number]), None)
        if wrong is None:
            return None
        called = f"the row {wrong} of the table evening in the end"
        return Difference(self.step, called, got.get(wrong), wanted[wrong], _ROWS)


def _row(kept: Row) -> Row:
    """What is compared of it: an id within the body says nothing."""
    body = kept["body"]
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name != "id"}
    return {"version": kept["version"], "gone": kept["gone"], "body": body}


_BULK = "each change is as if it was sent alone, in this order: one that is refused stops no other."
_VERSION = "the ETag is that of the version as it is now: each change makes it one more, also {}."
_ROWS = "a deleted evening keeps its row: gone is 1, its version one more, its body as it was."
_STATUS = {
    428: "no If-Match, or null for if_match: 428, whatever else is wrong.",
    412: "If-Match is not the ETag that the evening has now: 412.",
    404: "there is no such evening: 404.",
    410: "this evening was deleted: 410.",
    422: "what the patch leaves is no evening: let check_evening look at the result.",
    204: "DELETE answers 204.",
    200: "nothing is wrong with this one: 200.",
}


def _told(what: _Expected) -> str:
    """Status, document and ETag, as far as they matter."""
    return " ".join(str(each) for each in what if each is not None)


def _why(answer: Answer, got: _Expected, wanted: _Expected) -> str:
    if answer.raised and wanted.status != 422:
        return f"your handler raised {answer.raised}"
    if got.status != wanted.status:
        return _STATUS.get(wanted.status, "")
    if got.document != wanted.document:
        if isinstance(got.document, dict) and got.document.get("id") != wanted.document["id"]:
            return "the id is the row's, whatever a document says: document_of sees to it."
        return "the answer is the evening as it is now: the patch merged into what it was."
    return _VERSION


def _why_bulk(got: Any, wanted: list[Row]) -> str:  # noqa: ANN401
    """What is wrong with the first result that is."""
    if not isinstance(got, list) or len(got) != len(wanted):
        return _BULK
    pairs = [(said, should) for said, should in zip(got, wanted, strict=True) if said != should]
    if not pairs or not isinstance(pairs[0][0], dict):
        return "each result has id, status and etag."
    said, should = pairs[0]
    return _VERSION if said.get("status") == should["status"] else _STATUS[should["status"]]
