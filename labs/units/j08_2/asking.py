"""How the checks of J08.2 make a learner's apps, and ask them."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from flask import Flask

from labs.judges import Judge, Likely
from labs.servers.hosting_wsgi import HostedWSGI, hosted_wsgi

Factory = Callable[[str], Flask]

Why = Likely | Callable[[int], Likely]
"""The likely cause, or what gives it by the status that came."""

REVIEW: Mapping[str, object] = {"stars": 4, "text": "Again!"}


def made(judge: Judge, factory: Factory, venue: str) -> Flask:
    """An app by the learner's factory; raises CheckFailed if it is none."""
    called = f"venue_app({venue!r})"
    with judge.calling(called):
        app = factory(venue)
    judge.that(
        isinstance(app, Flask),
        called=called,
        got=repr(app),
        expected="an app of Flask",
        likely="is `return app` missing?" if app is None else "",
    )
    return app


@contextmanager
def served(judge: Judge, factory: Factory, venue: str) -> Iterator["Desk"]:
    """Where an app of this venue is asked."""
    app = made(judge, factory, venue)
    with hosted_wsgi(app) as site:
        yield Desk(judge, app, site, venue)


class Desk:
    """One app that is served, and what it is asked."""

    def __init__(self, judge: Judge, app: Flask, site: HostedWSGI, venue: str) -> None:
        self.app, self.site, self.venue = app, site, venue
        self._judge = judge

    def ask(
        self,
        method: str,
        path: str,
        status: int,
        likely: Why = "",
        **options: Any,  # noqa: ANN401
    ) -> requests.Response:
        """The answer; raises CheckFailed unless it has this status, and this venue's name."""
        with self.site.client() as client:
            came = client.request(method, path, **options)
        sent = json.dumps(options["json"]) if "json" in options else ""
        called = f"{method} {path} {sent:.60} at venue_app({self.venue!r})"
        printed = self.site.stderr.rpartition("\n")[2]
        causes = likely(came.status_code) if callable(likely) else likely
        self._judge.that(
            came.status_code == status,
            called=called,
            got=f"{came.status_code} {came.text[:90]}",
            expected=status,
            likely=[(came.status_code == 500 and printed, printed), *_pairs(causes)],
        )
        venue = came.headers.get("X-Venue")
        self._judge.equal(
            venue,
            self.venue,
            called=f"{called}; the header X-Venue",
            likely=_of_another(venue, came.status_code),
        )
        return came

    def problem(
        self,
        method: str,
        path: str,
        status: int,
        likely: Why = "",
        **options: Any,  # noqa: ANN401
    ) -> requests.Response:
        """The answer; raises CheckFailed unless it is a problem of this status."""
        came = self.ask(method, path, status, likely, **options)
        kind = came.headers.get("Content-Type", "").partition(";")[0]
        said = _json(came)
        self._judge.that(
            kind == "application/problem+json"
            and isinstance(said, dict)
            and said.get("status") == status
            and isinstance(said.get("title"), str),
            called=f"{method} {path}, answered with {status}",
            got=f"{kind}: {came.text[:80]}",
            expected=f'application/problem+json: {{"status": {status}, "title": …}}',
            likely=[
                (kind == "application/json", "what is returned is no error: abort with it."),
                (status in (404, 405), NOT_A_PROBLEM),
                (True, "HTTPException is each error, of any status: register `problem` for it."),
            ],
        )
        return came

    def texts(self, show: int = 1, likely: Likely = "") -> list[str]:
        """The texts of a show's reviews, newest first."""
        came = self.ask("GET", f"/shows/{show}/reviews", 200, likely)
        return [review["text"] for review in came.json()]

    def add(self, text: str, show: int = 1, likely: Likely = "") -> int:
        """The id of a new review."""
        body = {"stars": 4, "text": text}
        came = self.ask("POST", f"/shows/{show}/reviews", 201, likely, json=body)
        return int(came.json()["id"])


NOT_A_PROBLEM = (
    "where no route or no method fits, no blueprint's error handler is asked: register `problem` "
    "for HTTPException, at the app."
)


def _of_another(venue: str | None, status: int) -> Likely:
    return [
        (status == 500, "an error that nobody expected is an answer, too."),
        (venue, "another app's name: each has its own, and is told it once, when it is made."),
        (status >= 400, "where no route fits, no blueprint's hook is asked: put it at the app."),
        (True, "an after-hook of the app puts it there, and returns the response."),
    ]


def _pairs(likely: Likely) -> list[tuple[object, str]]:
    return [(True, likely)] if isinstance(likely, str) else list(likely)


def _json(came: requests.Response) -> object:
    try:
        return came.json()
    except ValueError:
        return None
