"""What S01.3 and its checks run: programs that the room brings, a crowd of visitors, the rush."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any

from labs.languages import PHP, Language, Ruby, programs
from labs.languages.java import Java
from labs.languages.served import Served
from labs.servers import Valkey
from labs.servers.server import LOOPBACK

WAYS = ("one by one", "processes", "threads", "fibres")
"""How `ways.rb` serves, by the variable WAY."""

AT_ONCE = 20
"""Visitors that ask at the same time."""

_FOLDER = Path(__file__).with_name("programs")


def give(*languages: type[Language]) -> None:
    """Keep the room's programs in these languages beside those of the notebook's cells."""
    endings = {f".{ending}" for language in languages for ending in language.endings}
    for file in sorted(_FOLDER.iterdir()):
        if file.suffix in endings:
            programs.give(file)


def source(name: str) -> str:
    """One of them."""
    return (_FOLDER / name).read_text(encoding="utf-8").strip()


def rush(*arguments: object, on: str = "FoundOffice.java", java: type[Java] = Java) -> Any:  # noqa: ANN401
    """What became of a rush on this box office, such as `rush("sell", "play", 1, 900, 16, 100)`.

    Raises ProgramError if that throws, or does not compile.
    """
    program = "RushOnYours.java" if on == "Office.java" else "RushOnFound.java"
    return java.run(program, *arguments, timeout=60).json()


def ask(service: Served, paths: Sequence[str]) -> list[Any]:
    """What a crowd gets as JSON, AT_ONCE of it at the same time, in the order of the paths.

    Raises ProgramError if the service has ended, NoAnswerError if it does not answer.
    """
    with ThreadPoolExecutor(min(AT_ONCE, len(paths))) as pool:
        try:
            return list(pool.map(lambda path: _get(service.port, path), paths))
        except NoAnswerError:
            service.check(0.5)
            raise


class NoAnswerError(Exception):
    """A service gave none, or not in time; the message says why."""


def _get(port: int, path: str) -> Any:  # noqa: ANN401
    # By Python's own client: what a crowd costs is mostly what its clients cost.
    with closing(HTTPConnection(LOOPBACK, port, timeout=20)) as line:
        try:
            line.request("GET", path)
            reply = line.getresponse()
            text = reply.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            raise NoAnswerError(type(error).__name__) from error
    try:
        return json.loads(text)
    except ValueError:
        return {"error": f"{reply.status}, and no JSON: {text[:80]!r}"}


def page_of(visitor: str, bought: int = 0) -> list[str]:
    """The page that is the visitor's own, who has bought so many seats since the start."""
    number_of_seats = sum(visitor.encode()) % 4 + bought
    seats = [f"seat {visitor}/{number}" for number in range(1, number_of_seats + 1)]
    return [f"Good morning, {visitor}", *seats, f"{len(seats)} seats"]


@dataclass(frozen=True)
class Way:
    """What one way of serving came to."""

    waiting: float
    """Seconds for WAITERS visitors whose page waits for 60 ms."""
    wrong: int
    """Pages of VISITORS that were not the visitor's own."""


WAITERS, VISITORS = 40, 60


def way(name: str) -> Way:
    """Serve `work.rb` and the page that was found in this way, one of WAYS, and measure."""
    with Ruby.serve("work.rb", env={"WAY": name}) as work:
        began = time.perf_counter()
        ask(work, ["/"] * WAITERS)
        waiting = time.perf_counter() - began
    return Way(waiting, wrong_pages("found_page.rb", name))


def wrong_pages(program: str, way: str, number: int = VISITORS) -> int:
    """How many of so many visitors get a page that is not their own, if it serves in this way."""
    visitors = [f"visitor{n}" for n in range(number)]
    with Ruby.serve(program, env={"WAY": way}) as service:
        pages = ask(service, [f"/{visitor}" for visitor in visitors])
    return sum(page != page_of(who) for who, page in zip(visitors, pages, strict=True))


def places(
    program: str, valkey: Valkey, workers: int = 4, visitors: int = 200
) -> list[dict[str, int]]:
    """What so many visitors of a new sale get, AT_ONCE of them at the same time."""
    sale = f"sale{next(_sales)}"
    with PHP.serve(program, env=told(valkey, workers)) as service:
        return ask(service, [f"/{sale}/10000"] * visitors)


def told(valkey: Valkey, workers: int) -> dict[str, object]:
    """The variables of a queue: where its Valkey is, and how many processes PHP forks to serve."""
    return {"VALKEY": valkey.url, "PHP_CLI_SERVER_WORKERS": workers}


_sales = count()
