"""How the checks of J03.4 set up an office, and ask it."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from pathlib import Path

import requests

from labs.judges import Judge, Likely
from labs.judges.apps import Add, app_of
from labs.servers.hosting import Hosted, hosted

_HEAD_START = 0.4
"""Seconds that callers get to look before the lock is let go. Right answers do not need them."""


@contextmanager
def office_of(judge: Judge, database: Path, *adds: Add) -> Iterator[Hosted]:
    """An app with these routes on this file, served."""
    with hosted(app_of(judge, database, *adds)) as site:
        yield site


def all_at_once(
    database: Path, calls: Sequence[Callable[[], requests.Response]]
) -> list[requests.Response]:
    """Ask while another writer has the lock: who looks before it writes has looked when it goes."""
    with closing(sqlite3.connect(database)) as rival, ThreadPoolExecutor(len(calls)) as pool:
        rival.execute("BEGIN IMMEDIATE")
        under_way = [pool.submit(call) for call in calls]
        wait(under_way, timeout=_HEAD_START)
        rival.rollback()
        return [each.result() for each in under_way]


def statement(database: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    """What one statement gives, by a connection of its own."""
    with closing(sqlite3.connect(database)) as db, db:
        return list(db.execute(sql, values))


def expect(
    judge: Judge,
    answer: requests.Response,
    status: int,
    about: str,
    likely: Likely = "",
) -> None:
    """Raise CheckFailed unless it has this status."""
    judge.that(
        answer.status_code == status,
        called=f"{answer.request.method} {answer.request.path_url} ({about})",
        got=f"{answer.status_code} {answer.text[:100]}",
        expected=status,
        likely=likely,
    )


def raised(site: Hosted, answer: requests.Response) -> str:
    """What the handler raised whose answer is 500, in words; empty of any other answer."""
    error = raised_by([site], answer)
    return f"your handler raised {error}" if error else ""


def raised_by(sites: Sequence[Hosted], *answers: requests.Response) -> str:
    """What a handler of these sites raised; empty if no answer is 500."""
    if all(answer.status_code != 500 for answer in answers):
        return ""
    return next((site.stderr.rpartition("\n")[2] for site in sites if site.stderr), "")
