"""Reviews in Flask, with nothing around them: what fails is as Flask leaves it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any

from flask import Flask, Response, g, request

from labs.units.j08_4.failures import FAILURES

SHOWS = (1, 2, 3)
LONGEST = 500
LARGEST = 10_000


class Refused(Exception):  # noqa: N818 - nothing broke
    """What a handler refuses on purpose: the title is meant for the guest."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(status, title)
        self.status = status
        self.title = title


@dataclass
class Desk:
    """The reviews of one app, and which of its handlers have run."""

    ran: list[tuple[str, str, object]] = field(default_factory=list)
    """Of each call: method, path, and `g.caller`, if there is one."""
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def came(self) -> None:
        self.ran.append((request.method, request.path, g.get("caller")))

    def of(self, show: int, stars: int | None) -> list[dict[str, Any]]:
        if show not in SHOWS:
            raise Refused(404, "There is no such show.")
        rows = [row for row in list(self.rows.values()) if row["show"] == show]
        return [row for row in reversed(rows) if stars in (None, row["stars"])]

    def one(self, number: int) -> dict[str, Any]:
        if number not in self.rows:
            raise Refused(404, "There is no such review.")
        return self.rows[number]

    def add(self, show: int, wish: Any) -> dict[str, Any]:  # noqa: ANN401
        self.of(show, None)
        match wish:
            case {"stars": int(stars), "text": str(text)}:
                if not isinstance(stars, bool) and 1 <= stars <= 5 and 1 <= len(text) <= LONGEST:
                    with self._lock:
                        row = {"id": next(self._numbers), "show": show}
                        return self.rows.setdefault(row["id"], row | {"stars": stars, "text": text})
        raise Refused(422, "stars: 1 to 5; text: 1 to 500 characters")


Export = Callable[[], Iterator[str]]


def bare_app(desk: Desk | None = None, export: Export | None = None) -> Flask:
    """The contract of reviews, the export of a show, and `/drill/0` to `/drill/8`, which fail.

    `export` makes the pieces of `/shows/{show}/export`.
    """
    desk = desk or Desk()
    app = Flask("reviews")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/shows/<int:show>/reviews")
    def list_reviews(show: int) -> list[dict[str, Any]]:
        desk.came()
        return desk.of(show, request.args.get("stars", type=int))

    @app.post("/shows/<int:show>/reviews")
    def add_review(show: int) -> Any:  # noqa: ANN401
        desk.came()
        row = desk.add(show, request.get_json())
        return row, 201, {"Location": f"/reviews/{row['id']}"}

    @app.get("/shows/<int:show>/export")
    def export_reviews(show: int) -> Response:
        pieces = export() if export else iter(["id,stars\n"])
        return Response(pieces, mimetype="text/csv")

    @app.get("/reviews/<int:number>")
    def read_review(number: int) -> dict[str, Any]:
        desk.came()
        return desk.one(number)

    @app.delete("/reviews/<int:number>")
    def delete_review(number: int) -> tuple[str, int]:
        desk.came()
        desk.one(number)
        del desk.rows[number]
        return "", 204

    @app.route("/drill/<int:number>", methods=["GET", "POST"])
    def drill(number: int) -> tuple[str, int]:
        desk.came()
        FAILURES[number].happen()
        return "", 204

    return app
