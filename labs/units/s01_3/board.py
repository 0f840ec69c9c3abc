"""The dashboard of 09:58: what three programs do to a crowd."""

from collections.abc import Callable

from labs.languages import NotWrittenError, ProgramError
from labs.servers import Valkey
from labs.units.s01_3 import stage

TICKETS, CUSTOMERS, TRIES = 900_000, 16, 62_500


def show(office: str, page: str, queue: str, valkey: Valkey) -> None:
    """Print a line for each of the three programs."""
    _line("box office, Java, 16 threads", lambda: _office(office))
    _line("visitors' pages, Ruby, threads", lambda: _page(page))
    _line("queue, PHP, 4 workers", lambda: _queue(queue, valkey))


def _line(name: str, look: Callable[[], str]) -> None:
    try:
        seen = look()
    except NotWrittenError:
        seen = "not written yet"
    except ProgramError as error:
        seen = str(error).splitlines()[0]
    print(f"{name:<32}{seen}")


def _office(program: str) -> str:
    told = stage.rush("sell", "play", 1, TICKETS, CUSTOMERS, TRIES, on=program)
    if told["stuck"]:
        return "stuck"
    return f"{TICKETS:,} seats, {told['got'][0]:,} sold, {told['left'][0]:,} left"


def _page(program: str) -> str:
    return f"{stage.VISITORS} visitors, {stage.wrong_pages(program, 'threads')} wrong pages"


def _queue(program: str, valkey: Valkey) -> str:
    given = [reply.get("place") for reply in stage.places(program, valkey)]
    return f"{len(given)} visitors, {len(set(given))} different places"
